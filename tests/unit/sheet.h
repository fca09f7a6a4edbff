/* SPDX-License-Identifier: ISC */
/*
 * sheet.h - a model with everything in it, and templates that show it.  Each
 * program writes its files into a directory of its own.
 */
#ifndef FARM_TESTS_UNIT_SHEET_H
#define FARM_TESTS_UNIT_SHEET_H

#include "common/template/template.h"
#include "tests/tap_cunit.h"

struct shop {
	struct uuid id;
	const char *name;
};

struct item {
	const char      *name;
	struct money     price;
	int64_t          quantity;
	struct text_list tags;
	const char      *currency;
};
LIST_DECLARE(item);

struct page {
	struct uuid      id, other_id;
	const char      *name, *text, *hidden;
	struct money     price;
	int64_t          count;
	bool             is_new;
	struct flag      is_open;
	int              status;
	struct timestamp created_at;
	struct shop      shop;
	struct shop     *rival;
	LIST(item)       items;
	struct text_list tags;
	int64_t          version;
};

SPEC_DECLARE(page);
extern struct page         model;
extern struct page_globals globals;
extern struct params       typed;   /* what a refused form had */
extern bool                refused; /* the form is shown again */

/* A model in which something is given and something is not. */
void fresh(void);

/* A file in the directory of templates. */
void put(const char *file, const char *text);

/* A new template with this text; NULL when there is a mistake in it. */
struct template *load(const char *text, const char *suffix);

/* What the template with this text shows; in a file with this suffix. */
const char *render(const char *text);
const char *render_as(const char *text, const char *suffix);

/* What is said about a template with a mistake. */
const char *mistake_in(const char *text);

int sheet_run(const char *name, const struct test *);

#endif
