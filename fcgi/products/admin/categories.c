/* SPDX-License-Identifier: ISC */
/*
 * categories.c - administrators keep the tree of categories.
 */
#include "db/products/categories.h"
#include "common/base/text.h"
#include "fcgi/products/products.h"

struct category_add_in {
	const char *name, *slug;
	struct uuid parent_id;
};
SPEC_STATIC(category_add_in,
    FIELD(name, REQUIRED, RANGE(1, 80)),
    FIELD(slug, RANGE(0, 80), .format = TEXT_SLUG),
    FIELD(parent_id));

/* An emptied ->parent_id, or ->to_top, moves it to the first level. */
struct category_edit_in {
	struct uuid id, parent_id;
	int64_t     version;
	const char *name, *slug;
	struct flag to_top;
};
SPEC_STATIC(category_edit_in,
    FIELD(id, REQUIRED),
    FIELD(version, EDIT_VERSION),
    FIELD(name, RANGE(1, 80)),
    FIELD(slug, RANGE(0, 80), .format = TEXT_SLUG),
    FIELD(parent_id),
    FIELD(to_top));

struct category_in {
	struct uuid id;
};
SPEC_STATIC(category_in, FIELD(id, REQUIRED));

struct category_remove_in {
	struct uuid id;
	int64_t     version;
};
SPEC_STATIC(category_remove_in,
    FIELD(id, REQUIRED),
    FIELD(version, EDIT_VERSION));

/* A parent to choose; its names hide none of a category's. */
struct choice {
	struct uuid choice_id;
	const char *label;
	int64_t     level;
};
LIST_DECLARE(choice);
SPEC_STATIC(choice,
    FIELD(choice_id),
    FIELD(label),
    FIELD(level));

struct categories_page {
	LIST(category) categories;
	LIST(choice)   choices;
	bool           has_categories;
};
SPEC_STATIC(categories_page,
    FIELD_OF(categories, category),
    FIELD(has_categories),
    FIELD_OF(choices, choice));

struct category_page {
	struct category category;
	const char     *parent; /* its name */
	LIST(choice)    choices;
};
SPEC_STATIC(category_page,
    FIELD_BASE(category, category),
    FIELD(parent, FOR_PAGES),
    FIELD_OF(choices, choice, FOR_PAGES));

static void
choices_fill(struct req *rq, const LIST(category) *from, LIST(choice) *out)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct category *c = &from->items[i];

		*list_add(rq->arena, out) = (struct choice){ c->id, c->name,
			c->depth };
	}
}

/* GET /admin/categories - the tree. */
HANDLER(categories_show, none, categories_page)
{
	enum err e = db_category_list(rq->db, &out->categories);

	choices_fill(rq, &out->categories, &out->choices);
	out->has_categories = out->categories.n > 0;
	return e;
}

/* GET /admin/categories/:id - one category, to edit it. */
HANDLER(category_get, category_in, category_page)
{
	LIST(category) all;
	enum err       e;

	db_batch(rq->db);
	db_category_get(rq->db, in->id, &out->category);
	db_category_list(rq->db, &all);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	choices_fill(rq, &all, &out->choices);
	for (size_t i = 0; i < all.n; i++)
		if (uuid_equal(all.items[i].id, out->category.parent_id))
			out->parent = all.items[i].name;
	return ERR_OK;
}

/* Name the field that an error is about. */
static enum err
category_explain(struct req *rq, enum err e)
{
	const char *field = e == ERR_SLUG_TAKEN ? "name" :
	    e == ERR_CATEGORY_CYCLE             ? "parentId" :
						  NULL;

	if (field != NULL)
		complain_error(&rq->complaints, field, e);
	return e;
}

/* POST /admin/categories - a new category. */
HANDLER(category_add, category_add_in, category)
{
	enum err e;

	*out = (struct category){ .id = uuid_new(),
		.name = in->name,
		.slug = in->slug,
		.parent_id = in->parent_id };
	if (out->slug == NULL || *out->slug == '\0')
		out->slug = slug_of(rq->arena, out->name, 'c', out->id);
	req_next(rq, "/admin/categories?notice=added");
	e = db_category_add(rq->db, out);
	if (e != ERR_CATEGORY_NOT_FOUND)
		return category_explain(rq, e);
	complain_error(&rq->complaints, "parentId", e);
	return ERR_INVALID;
}

/* PUT /admin/categories/:id - rename or move a category. */
HANDLER(category_edit, category_edit_in, category)
{
	struct category_change change = {
		.id = in->id,
		.parent_id = in->parent_id,
		.version = in->version,
		.name = in->name,
		.slug = in->slug != NULL && *in->slug != '\0' ? in->slug : NULL,
		.to_top = in->to_top.is == 1 || req_emptied(rq, "parentId"),
	};

	req_next(rq, "/admin/categories?notice=saved");
	return category_explain(rq, db_category_edit(rq->db, &change, out));
}

/* DELETE /admin/categories/:id - remove an empty category. */
HANDLER(category_remove, category_remove_in, message)
{
	out->message = req_say(rq, SAY("The category has been removed."),
	    NO_ARGS);
	req_next(rq, "/admin/categories?notice=removed");
	return db_category_remove(rq->db, in->id, in->version);
}

const struct route admin_category_routes[] = {
	{ GET, "/admin/categories", &categories_show,
	    .page = "admin/categories", .who = ADMIN, .face = PAGE_ONLY },
	{ POST, "/admin/categories", &category_add, .who = ADMIN,
	    .status = 201 },
	{ GET, "/admin/categories/:id", &category_get, .page = "admin/category",
	    .who = ADMIN },
	{ PUT, "/admin/categories/:id", &category_edit, .who = ADMIN },
	{ DELETE, "/admin/categories/:id", &category_remove, .who = ADMIN },
	{ 0 },
};
