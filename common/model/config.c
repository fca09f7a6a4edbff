/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"
#include "common/model/config.h"
#include "common/model/input.h"

#define SETTINGS_MAX ((size_t)256 * 1024)

struct config config;

static const char *const levels[] = { "debug", "info", "warn", "error", NULL };

SPEC(config,
    FIELD(redis_url, REQUIRED, RANGE(1, 500)),
    FIELD(jwt_access_secret, REQUIRED, RANGE(32, 500), .format = TEXT_SECRET),
    FIELD(public_url, REQUIRED, RANGE(8, 200), .format = TEXT_URL),
    FIELD(shop_name, RANGE(1, 60)),
    FIELD(currency, REQUIRED, RANGE(3, 3)),
    FIELD(template_dir, REQUIRED, RANGE(1, 4000)),
    FIELD(metrics_dir, REQUIRED, RANGE(1, 4000)),
    FIELD(internal_socket, REQUIRED, RANGE(1, 107)),
    FIELD(internal_key, REQUIRED, RANGE(32, 500), .format = TEXT_SECRET),
    FIELD(rate_limit, REQUIRED),
    FIELD_ENUM(log_level, levels, DEFAULT(LOG_INFO)));

static void
variable_name(const struct field *f, char *out, size_t size)
{
	size_t i;

	for (i = 0; f->name[i] != '\0' && i + 1 < size; i++)
		out[i] = (char)toupper((unsigned char)f->name[i]);
	out[i] = '\0';
}

/* The variables of a spec, and of the specs that are part of it. */
static void
variables_add(struct arena *a, struct spec *spec, struct params *params)
{
	char name[64];

	for (const struct field *f = spec_fields(spec); f->name != NULL; f++) {
		if (f->is_inline) {
			variables_add(a, f->of, params);
			continue;
		}
		variable_name(f, name, sizeof(name));
		if (getenv(name) != NULL)
			params_add(a, params, f->camel, getenv(name));
	}
}

bool
config_refuse(const char *program, const char *setting, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "farm-%s: setting %s: ", program, setting);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

bool
config_read(const char *program, struct spec *spec, void *out)
{
	static struct arena *arena;
	struct complaints    cs = { 0 };
	struct params        params = { 0 };

	if (arena == NULL)
		arena = arena_new(SETTINGS_MAX);
	cs.arena = arena;
	spec_prepare(spec);
	variables_add(arena, spec, &params);
	input_read(arena, spec, &params, NULL, out, &cs);
	for (size_t i = 0; i < cs.list.n; i++) {
		const struct complaint *c = (struct complaint *)cs.list.items +
		    i;

		fprintf(stderr, "farm-%s: setting ", program);
		for (const char *s = c->field; *s != '\0'; s++)
			fprintf(stderr, "%s%c",
			    isupper((unsigned char)*s) ? "_" : "",
			    toupper((unsigned char)*s));
		fprintf(stderr, ": %s\n", c->message);
	}
	return cs.list.n == 0;
}

void
config_list(struct spec *spec)
{
	char name[64];

	for (const struct field *f = spec_fields(spec); f->name != NULL; f++) {
		if (f->is_inline) {
			config_list(f->of);
			continue;
		}
		variable_name(f, name, sizeof(name));
		puts(name);
	}
}

bool
config_secure(void)
{
	return strncmp(config.public_url, "https://", 8) == 0;
}
