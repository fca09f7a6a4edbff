/* SPDX-License-Identifier: ISC */
/*
 * config.h - settings are read from the environment by a spec.
 *
 * The member "redis_url" is the variable REDIS_URL, with the bounds that its
 * field states.  When REDIS_URL is not set but REDIS_URL_FILE is, the value is
 * the content of that file without the line break at its end.  Every program
 * has the settings below.  It adds its own, and takes those that it shares with
 * others from common/contract/settings.h.
 */
#ifndef FARM_MODEL_CONFIG_H
#define FARM_MODEL_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/currency.h"
#include "common/base/log.h"
#include "common/model/spec.h"

/* A farm for trying things out, with a sandbox; or a real shop. */
enum farm_mode { MODE_DEMO, MODE_PRODUCTION };

struct config {
	enum farm_mode farm_mode;
	const char    *redis_url; /* redis://host:port or unix:/path */
	const char    *jwt_access_secret;
	const char    *public_url; /* without a slash at the end */
	const char    *shop_name;
	const char    *currency;  /* a code of currency.h */
	const char    *languages; /* "en de": the first one by default */
	const char    *template_dir;
	const char    *metrics_dir;
	const char    *private_dir;     /* files that only some may have */
	const char    *internal_socket; /* nginx, for calls between services */
	const char    *internal_key;
	bool           rate_limit;
	enum log_level log_level;
	const char    *clock_path; /* clock_open(); NULL in production */
};

/* Read once at start; constant from then on. */
extern struct config config;
SPEC_DECLARE(config);

/*
 * Fill "out" from the environment.  False when settings are missing or
 * malformed: a line on standard error names each of them.  Texts live as long
 * as the program.
 */
bool config_read(const char *program, struct spec *, void *out);
/*
 * Fill "config", and "out" by the program's own spec if there is one.  Refuse
 * what no program may run with, such as a weak secret in production.
 */
bool config_start(const char *program, struct spec *, void *out);
/* "config" as a whole; config_check.c. */
bool config_check(const char *program);
/*
 * Print why a program does not start with this setting, in a line such as
 * config_read() prints; false.
 */
bool config_refuse(const char *program, const char *setting, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
/*
 * Can it be guessed: has it few different characters, or a word that examples
 * use?
 */
bool secret_is_weak(const char *);
/* False, and printed, when a production farm has a weak secret. */
bool config_secret_check(const char *program, const char *name,
    const char *secret);
/* The names of the settings, a line each, on standard output. */
void config_list(struct spec *);
/* The shop's currency; US dollars before the settings are read. */
const struct currency *config_currency(void);
/* Is the shop reached by https? */
bool config_secure(void);

#endif
