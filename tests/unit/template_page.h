/* SPDX-License-Identifier: ISC */
/*
 * template_page.h - a model for the tests of templates, and how to render it.
 * Each test begins with fresh(), and writes its files into a directory of its
 * own.
 */
#ifndef FARM_TESTS_UNIT_TEMPLATE_PAGE_H
#define FARM_TESTS_UNIT_TEMPLATE_PAGE_H

#include "common/template/template.h"
#include "tests/tap_cunit.h"

struct shop {
	struct uuid id;
	const char *name;
};

struct item {
	const char  *name;
	struct money price;
	int64_t      quantity;
	struct list  tags;
};

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
	struct list      items, tags;
};

extern struct spec         page_spec;
extern struct page         model;
extern struct page_globals globals;
extern struct params       typed; /* of a form that is ->refused */
extern bool                refused;

/* A model in which something is given and something is not. */
void fresh(void);
/* A file of the templates' directory. */
void put(const char *file, const char *text);
/* A new name each time: templates live as long as the program. */
struct template *load(const char *text, const char *suffix);
const char      *render_as(const char *text, const char *suffix);
const char      *render(const char *text);
/* What is said about a template with a mistake. */
const char *mistake_in(const char *text);
/* The whole program: its exit status. */
int template_tests(const char *name, const struct test *);

#endif
