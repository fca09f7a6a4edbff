/* SPDX-License-Identifier: ISC */
/*
 * template.h - pages and mails: Mustache syntax over described structs.
 *
 * A template is compiled once against the spec of its model; a name that the
 * model does not have is an error then, not on the page.  Values are always
 * escaped.  The language is described in docs/templates.md.
 */
#ifndef FARM_TEMPLATE_TEMPLATE_H
#define FARM_TEMPLATE_TEMPLATE_H

#include <stdbool.h>

#include "common/base/buf.h"
#include "common/model/input.h"
#include "common/model/spec.h"
#include "common/sentence/language.h"

/* {{name|marked}}: what stands between these two is shown as marked. */
#define MARK_ON  '\2'
#define MARK_OFF '\3'

struct template;

/* A language that the reader may choose. */
struct page_language {
	const char *code, *name; /* "de", "Deutsch" */
	bool        is_chosen;
};
SPEC_DECLARE(page_language);

/* What every page may show, as "page.…". */
struct page_globals {
	const struct language *language; /* NULL: English */

	const char         *lang; /* its code, BCP 47 */
	bool                rtl;  /* written from right to left */
	LIST(page_language) languages;
	bool                has_languages; /* more than one to choose from */
	const char     *path, *here; /* of this page; "here" with its query */
	const char     *url;         /* canonical: absolute, no query */
	const char     *request_id;
	const char     *key;    /* a fresh Idempotency-Key */
	const char     *notice; /* a sentence, or NULL */
	const char     *shop;
	const char     *currency;
	const char     *theme;     /* auto, dark, light */
	bool            signed_in; /* a session's cookie came along */
	bool            has_cart;  /* or a cart's */
	bool            refused;   /* a form is shown again, */
	bool            edited;    /* because its object was edited meanwhile */
	LIST(complaint) errors;
};
SPEC_DECLARE(page_globals);

/*
 * Compile "name" (".html" is added; a name that ends with ".txt" is plain
 * text and not escaped) from the directory.  Every mistake is a line on
 * standard error; NULL then.  Lives as long as the program.
 */
struct template *template_load(const char *dir, const char *name,
    struct spec *model);
/* No more of them for now: forget what is known to share their parts. */
void template_load_end(void);

/* Does it say what is wrong with a request (page.errors)? */
bool template_shows_errors(const struct template *);

/* Render.  "typed" are the fields of a refused form, or NULL. */
void template_render(const struct template *, struct buf *, const void *model,
    const struct page_globals *, const struct params *typed);

#endif
