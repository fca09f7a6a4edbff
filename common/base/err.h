/* SPDX-License-Identifier: ISC */
/*
 * err.h - the one list of errors (err.def) as C values.
 *
 * Functions return ERR_OK or the error, which travels upward unchanged; the
 * edge turns it into an RFC 9457 problem or an error page.
 */
#ifndef FARM_BASE_ERR_H
#define FARM_BASE_ERR_H

#include <stdbool.h>

enum err {
#define ERR(code, status, slug, title) ERR_##code,
#include "common/base/err.def"
#undef ERR
	ERR__COUNT
};

int         err_status(enum err); /* HTTP status */
const char *err_slug(enum err);
const char *err_title(enum err);
/* The error with this slug, or ERR__COUNT. */
enum err err_of_slug(const char *);

/*
 * No answer: ERR_UNAVAILABLE, where nothing was done, or ERR_UNCERTAIN, where
 * it may have been.  What may be done twice can be tried again after both.
 */
bool err_is_outage(enum err);

#endif
