/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/log.h"
#include "common/base/metrics.h"

#define SUFFIX ".metrics"

struct counters {
	_Atomic uint64_t n[METRIC__COUNT];
};

static struct counters  own;
static struct counters *shared = &own;

static const struct {
	const char *name, *label;
} texts[] = {
	[METRIC_REQUESTS_1XX] = { "farm_requests_total", "status=\"1xx\"" },
	[METRIC_REQUESTS_2XX] = { "farm_requests_total", "status=\"2xx\"" },
	[METRIC_REQUESTS_3XX] = { "farm_requests_total", "status=\"3xx\"" },
	[METRIC_REQUESTS_4XX] = { "farm_requests_total", "status=\"4xx\"" },
	[METRIC_REQUESTS_5XX] = { "farm_requests_total", "status=\"5xx\"" },
	[METRIC_REQUEST_US] = { "farm_request_microseconds_total", "" },
	[METRIC_DB_TRIPS] = { "farm_db_round_trips_total", "" },
	[METRIC_REDIS_TRIPS] = { "farm_redis_round_trips_total", "" },
	[METRIC_CALLS] = { "farm_calls_total", "" },
	[METRIC_DB_RECONNECTS] = { "farm_db_reconnects_total", "" },
	[METRIC_DB_RETRIES] = { "farm_db_retries_total", "" },
	[METRIC_EVENTS_PUBLISHED] = { "farm_events_published_total", "" },
	[METRIC_JOBS_DONE] = { "farm_jobs_total", "result=\"done\"" },
	[METRIC_JOBS_FAILED] = { "farm_jobs_total", "result=\"failed\"" },
	[METRIC_JOBS_DEAD] = { "farm_jobs_total", "result=\"dead\"" },
	[METRIC_MAILS_SENT] = { "farm_mails_sent_total", "" },
	[METRIC_RETENTION_ROWS] = { "farm_retention_rows_total", "" },
	[METRIC_RETENTION_FAILURES] = { "farm_retention_failures_total", "" },
};

/*
 * Reserve the room first.  Touching mapped memory without room behind it, on a
 * full disk or beyond the end of the file, would kill the process.
 */
static bool
has_room(int fd, bool make)
{
	struct stat st;

	if (make && posix_fallocate(fd, 0, sizeof(own)) != 0)
		return false;
	return fstat(fd, &st) == 0 && st.st_size >= (off_t)sizeof(own);
}

static struct counters *
counters_map(const char *path, int flags)
{
	bool  make = (flags & O_CREAT) != 0;
	void *p;
	int   fd = open(path, flags | O_CLOEXEC, 0660);

	if (fd == -1)
		return NULL;
	if (!has_room(fd, make)) {
		close(fd);
		return NULL;
	}
	p = mmap(NULL, sizeof(own), make ? PROT_READ | PROT_WRITE : PROT_READ,
	    MAP_SHARED, fd, 0);
	close(fd);
	return p == MAP_FAILED ? NULL : p;
}

void
metrics_open(const char *dir, const char *service)
{
	char             path[4096];
	struct counters *c;

	snprintf(path, sizeof(path), "%s/%s" SUFFIX, dir, service);
	if ((c = counters_map(path, O_RDWR | O_CREAT)) == NULL)
		log_write(LOG_WARN, "metrics are not shared", "path", path,
		    NULL);
	else
		shared = c;
}

void
metrics_add(enum metric m, uint64_t n)
{
	atomic_fetch_add_explicit(&shared->n[m], n, memory_order_relaxed);
}

static void
service_write(struct buf *b, const char *service, size_t len,
    const struct counters *c)
{
	for (int m = 0; m < METRIC__COUNT; m++)
		buf_printf(b, "%s{service=\"%.*s\"%s%s} %" PRIu64 "\n",
		    texts[m].name, (int)len, service,
		    *texts[m].label != '\0' ? "," : "", texts[m].label,
		    atomic_load_explicit(&c->n[m], memory_order_relaxed));
}

static void
types_write(struct buf *b)
{
	for (int m = 0; m < METRIC__COUNT; m++)
		if (m == 0 || strcmp(texts[m].name, texts[m - 1].name) != 0)
			buf_printf(b, "# TYPE %s counter\n", texts[m].name);
}

void
metrics_write(const char *dir, struct buf *b)
{
	DIR             *d = opendir(dir);
	struct dirent   *e;
	struct counters *c;
	char             path[4096];

	types_write(b);
	while (d != NULL && (e = readdir(d)) != NULL) {
		size_t n = strlen(e->d_name), m = strlen(SUFFIX);

		if (n <= m || strcmp(e->d_name + n - m, SUFFIX) != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if ((c = counters_map(path, O_RDONLY)) == NULL)
			continue;
		service_write(b, e->d_name, n - m, c);
		munmap(c, sizeof(*c));
	}
	if (d != NULL)
		closedir(d);
}
