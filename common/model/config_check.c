/* SPDX-License-Identifier: ISC */
/*
 * config_check.c - what no program may run with, although each setting by
 * itself is well-formed.
 */
#include <string.h>
#include <strings.h>

#include "common/base/clock.h"
#include "common/model/config.h"

#define DISTINCT_MIN 10 /* characters in a secret */

/* A host and perhaps a port follow "://", nothing else. */
static bool
is_origin(const char *url)
{
	const char *host = strstr(url, "://");

	return host != NULL && host[3] != '\0' &&
	    strpbrk(host + 3, "/?# ") == NULL;
}

/* Texts of documents and examples, and those that somebody typed in a hurry. */
bool
secret_is_weak(const char *secret)
{
	static const char *const words[] = { "secret", "change", "default",
		"example", "password", "farmstand", "sandbox", "12345678",
		NULL };
	bool                     seen[256] = { false };
	unsigned                 distinct = 0;

	for (const unsigned char *s = (const unsigned char *)secret; *s != '\0';
	     s++) {
		distinct += !seen[*s];
		seen[*s] = true;
	}
	if (distinct < DISTINCT_MIN)
		return true;
	for (size_t i = 0; words[i] != NULL; i++)
		if (strcasestr(secret, words[i]) != NULL)
			return true;
	return false;
}

bool
config_secret_check(const char *program, const char *name, const char *secret)
{
	if (config.farm_mode != MODE_PRODUCTION || !secret_is_weak(secret))
		return true;
	return config_refuse(program, name,
	    "This secret can be guessed. Use a random one.");
}

static bool
production_check(const char *program)
{
	bool ok = true;

	if (!config_secure()) {
		ok = config_refuse(program, "PUBLIC_URL",
		    "A production farm needs an address that starts with "
		    "https://.");
	}
	if (config.clock_path != NULL) {
		ok = config_refuse(program, "CLOCK_PATH",
		    "The clock of a production farm cannot be moved.");
	}
	ok = config_secret_check(program, "JWT_ACCESS_SECRET",
		 config.jwt_access_secret) &&
	    ok;
	return config_secret_check(program, "INTERNAL_KEY",
		   config.internal_key) &&
	    ok;
}

bool
config_check(const char *program)
{
	bool ok = true;

	if (!is_origin(config.public_url)) {
		ok = config_refuse(program, "PUBLIC_URL",
		    "Write the scheme and the host only, such as "
		    "https://shop.example, without a slash at the end.");
	}
	if (config.farm_mode == MODE_PRODUCTION)
		return production_check(program) && ok;
	if (config.clock_path != NULL && !clock_open(config.clock_path)) {
		ok = config_refuse(program, "CLOCK_PATH",
		    "The file cannot be read.");
	}
	return ok;
}
