/* SPDX-License-Identifier: ISC */
/*
 * config.h - settings come from the environment, by a spec.
 *
 * A member "redis_url" is the variable REDIS_URL, with the bounds its field
 * states.  Each program lists its settings; those every program has are here.
 * Settings that several programs have are one struct, a part (FIELD_BASE) of
 * each program's.
 */
#ifndef FARM_MODEL_CONFIG_H
#define FARM_MODEL_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/log.h"
#include "common/model/spec.h"

struct config {
	const char    *redis_url; /* redis://host:port or unix:/path */
	const char    *jwt_access_secret;
	const char    *public_url; /* without a slash at the end */
	const char    *shop_name;
	const char    *currency; /* ISO 4217 */
	const char    *template_dir;
	const char    *metrics_dir;
	const char    *internal_socket; /* nginx, for calls between services */
	const char    *internal_key;
	bool           rate_limit;
	enum log_level log_level;
};

/* Read once at start; constant from then on. */
extern struct config config;
SPEC_DECLARE(config);

/*
 * Fill "out" from the environment.  Every setting that is missing or
 * malformed is named on standard error, a line each, and false returned.
 * Texts live as long as the program.
 */
bool config_read(const char *program, struct spec *, void *out);
/* Say what is wrong with a setting, in a line as config_read()'s; false. */
bool config_refuse(const char *program, const char *setting, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
/* The names of the settings, a line each, on standard output. */
void config_list(struct spec *);
/* Is the shop reached by https? */
bool config_secure(void);

#endif
