/* SPDX-License-Identifier: ISC */
/*
 * start.c - the start of a service's program: read the settings and pages and
 * serve, or print what the program is made of.
 */
#include <fastcgi.h>
#include <fcgiapp.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/log.h"
#include "common/base/metrics.h"
#include "common/client/redis.h"
#include "common/http/api.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/http/response.h"
#include "common/model/config.h"

/*
 * Give blocks of this many bytes back to the system when they are freed.  By
 * itself glibc would learn to keep them, such as the 19 MiB of a password's
 * hash.
 */
#define KEEP_BELOW (256 * 1024)

static void
routes_print(const struct service *service)
{
	static const char *const face[] = { "both", "api", "page" };

	for (size_t i = 0; i < service->nrows; i++) {
		const struct route *r = service->rows[i];

		printf("%s\t%s\t%s\t%s\t%s\n", method_words[r->method], r->path,
		    who_words[r->who],
		    r->who == SERVICE ? "internal" : face[route_face(r)],
		    r->page != NULL ? r->page : "-");
	}
}

static int
check(const struct service *service)
{
	struct db *db;
	bool       ok = pages_load(service);

	if (service->store != NULL) {
		db = service->store->open(*service->database_url);
		ok = service->store->check(db, service->name) && ok;
		if (ok && service->data_check != NULL)
			ok = service->data_check(db);
		service->store->close(&db);
	}
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

static bool
settings_read(const struct service *service)
{
	return config_start(service->name, service->settings,
		   service->config) &&
	    (service->settings_check == NULL ||
		service->settings_check(service->name));
}

/* A socket of its own, in place of the one that a pool inherits. */
static bool
listen_on(const char *path)
{
	int fd = FCGX_OpenSocket(path, 128);

	if (fd == -1 || dup2(fd, FCGI_LISTENSOCK_FILENO) == -1)
		return false;
	return fd == FCGI_LISTENSOCK_FILENO || close(fd) == 0;
}

static void
usage(const struct service *service)
{
	fprintf(stderr,
	    "usage: farm-%s [--check | --routes | --api | --queries |"
	    " --settings | --one SOCKET]\n"
	    "Without an argument: serve FastCGI on descriptor 0.\n",
	    service->name);
}

static bool
usage_kept(int argc, char **argv)
{
	if (argc == 3)
		return strcmp(argv[1], "--one") == 0;
	return argc == 1 || (argc == 2 && strcmp(argv[1], "--check") == 0);
}

/* What the program is made of; none of it needs a setting. */
static bool
service_list(const struct service *service, const char *what)
{
	if (strcmp(what, "--routes") == 0)
		routes_print(service);
	else if (strcmp(what, "--queries") == 0 && service->store != NULL)
		service->store->queries();
	else if (strcmp(what, "--api") == 0)
		api_describe(service);
	else if (strcmp(what, "--settings") == 0) {
		config_list(&config_spec);
		if (service->settings != NULL)
			config_list(service->settings);
	} else
		return false;
	return true;
}

int
service_main(struct service *service, int argc, char **argv)
{
	const char *arg = argc > 1 ? argv[1] : "";

	if (!routes_gather(service))
		return EXIT_FAILURE;
	if (argc == 2 && service_list(service, arg))
		return EXIT_SUCCESS;
	if (!usage_kept(argc, argv)) {
		usage(service);
		return 2;
	}
	if (!settings_read(service) ||
	    !languages_open(config.template_dir, config.languages))
		return EXIT_FAILURE;
	log_open(service->name, config.log_level);
	log_deaths();
	redis_open(config.redis_url);
	if (strcmp(arg, "--check") == 0)
		return check(service);
	mallopt(M_MMAP_THRESHOLD, KEEP_BELOW);
	if (!pages_load(service) || (argc == 3 && !listen_on(argv[2])))
		return EXIT_FAILURE;
	malloc_trim(0);
	metrics_open(config.metrics_dir, service->name);
	return service_serve(service);
}
