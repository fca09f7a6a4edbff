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
#define FILE_MAX     ((size_t)16 * 1024)
#define NAME_SIZE    64

struct config config;

static const char *const levels[] = { "debug", "info", "warn", "error", NULL };
static const char *const modes[] = { "demo", "production", NULL };

SPEC(config,
    FIELD_ENUM(farm_mode, modes, REQUIRED),
    FIELD(redis_url, REQUIRED, RANGE(1, 500)),
    FIELD(jwt_access_secret, REQUIRED, RANGE(32, 500), .format = TEXT_SECRET),
    FIELD(public_url, REQUIRED, RANGE(8, 200), .format = TEXT_URL),
    FIELD(shop_name, RANGE(1, 60)),
    FIELD(currency, REQUIRED, RANGE(1, 40), .format = TEXT_CURRENCY),
    FIELD(languages, REQUIRED, RANGE(2, 200)),
    FIELD(template_dir, REQUIRED, RANGE(1, 4000)),
    FIELD(metrics_dir, REQUIRED, RANGE(1, 4000)),
    FIELD(private_dir, REQUIRED, RANGE(1, 400)),
    FIELD(internal_socket, REQUIRED, RANGE(1, 107)),
    FIELD(internal_key, REQUIRED, RANGE(32, 500), .format = TEXT_SECRET),
    FIELD(rate_limit, REQUIRED),
    FIELD_ENUM(log_level, levels, DEFAULT(LOG_INFO)),
    FIELD(clock_path, RANGE(1, 4000)));

struct reading {
	const char   *program;
	struct arena *arena;
	struct params params;
	bool          ok;
};

/* Call fn for every setting of a spec and of the specs that it takes in. */
static void
each_setting(struct spec *spec, struct reading *r,
    void (*fn)(struct reading *, const struct field *, const char *name))
{
	char   name[NAME_SIZE];
	size_t i;

	spec_prepare(spec);
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++) {
		if (f->is_inline) {
			each_setting(f->of, r, fn);
			continue;
		}
		for (i = 0; f->name[i] != '\0' && i + 1 < sizeof(name); i++)
			name[i] = (char)toupper((unsigned char)f->name[i]);
		name[i] = '\0';
		fn(r, f, name);
	}
}

/* The content of a file without the line break at its end; or NULL. */
static const char *
file_content(struct arena *a, const char *path)
{
	char  *text = arena_alloc(a, FILE_MAX + 1);
	FILE  *f = fopen(path, "re");
	size_t n;
	bool   whole;

	if (f == NULL)
		return NULL;
	n = fread(text, 1, FILE_MAX, f);
	whole = !ferror(f) && feof(f);
	fclose(f);
	if (n > 0 && text[n - 1] == '\n')
		n--;
	text[n] = '\0';
	return whole ? text : NULL;
}

static void
refuse(struct reading *r, const char *name, const char *why)
{
	r->ok = config_refuse(r->program, name, "%s", why);
}

static void
setting_find(struct reading *r, const struct field *f, const char *name)
{
	const char *value = getenv(name), *path;

	path = getenv(arena_printf(r->arena, "%s_FILE", name));
	if (value != NULL && path != NULL) {
		refuse(r, name, "This is also set by a file. Set one of them.");
	} else if (path != NULL) {
		if ((value = file_content(r->arena, path)) == NULL)
			refuse(r, name,
			    "The file that it names cannot be read.");
	}
	if (value != NULL)
		params_add(r->arena, &r->params, f->camel, value);
}

/* "stripeSecretKey" is the setting STRIPE_SECRET_KEY. */
static void
complaint_print(struct reading *r, const struct complaint *c)
{
	char   name[2 * NAME_SIZE];
	size_t n = 0;

	for (const char *s = c->field; *s != '\0' && n + 2 < sizeof(name);
	     s++) {
		if (isupper((unsigned char)*s))
			name[n++] = '_';
		name[n++] = (char)toupper((unsigned char)*s);
	}
	name[n] = '\0';
	refuse(r, name, c->message);
}

bool
config_read(const char *program, struct spec *spec, void *out)
{
	static struct arena *arena;
	struct reading       r = { .program = program, .ok = true };
	struct complaints    cs = { 0 };

	if (arena == NULL)
		arena = arena_new(SETTINGS_MAX);
	r.arena = cs.arena = arena;
	each_setting(spec, &r, setting_find);
	if (!r.ok)
		return false;
	input_read(arena, spec, &r.params, NULL, out, &cs);
	complaints_say(&cs, NULL, "");
	for (size_t i = 0; i < cs.list.n; i++)
		complaint_print(&r, &cs.list.items[i]);
	return r.ok;
}

bool
config_start(const char *program, struct spec *spec, void *out)
{
	bool ok = config_read(program, &config_spec, &config);

	if (spec != NULL)
		ok = config_read(program, spec, out) && ok;
	return ok && config_check(program);
}

static void
setting_print(struct reading *r, const struct field *f, const char *name)
{
	(void)r;
	(void)f;
	puts(name);
}

void
config_list(struct spec *spec)
{
	each_setting(spec, NULL, setting_print);
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

const struct currency *
config_currency(void)
{
	return currency_find(config.currency != NULL ? config.currency : "USD");
}

bool
config_secure(void)
{
	return strncmp(config.public_url, "https://", 8) == 0;
}
