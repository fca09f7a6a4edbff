/* SPDX-License-Identifier: ISC */
/*
 * language.c - the reader's choice of a language.
 */
#include <string.h>

#include "fcgi/auth/auth.h"

#define COOKIE_SECONDS (365L * 24 * 60 * 60)

struct language_in {
	const char *language, *next;
};
SPEC_STATIC(language_in,
    FIELD(language, REQUIRED, RANGE(2, 35)),
    FIELD(next, RANGE(0, 4000)));

/* POST /language - choose the language of the pages.  nginx reads the cookie. */
HANDLER(language_choose, language_in, none)
{
	const struct language *l = language_find(in->language);

	(void)out;
	req_set_cookie(rq, "language", l->code, COOKIE_SECONDS);
	req_next(rq, "%s", local_path(in->next));
	return ERR_OK;
}

const struct route language_routes[] = {
	{ POST, "/language", &language_choose, .who = ANYONE,
	    .face = PAGE_ONLY },
	{ 0 },
};
