/* SPDX-License-Identifier: ISC */
/*
 * edit.c - a vendor adds, edits and removes products.
 */
#include <string.h>

#include "common/model/config.h"
#include "fcgi/products/desk/form.h"
#include "fcgi/products/products.h"

#define IMAGE_LENGTH 200
#define MEDIA        "/media/"

/*
 * A form sends all that it shows, but an unticked box and a removed row send
 * nothing: ->form_shows tells a form from one that shows less.
 */
struct desk_write_in {
	struct uuid         category_id;
	const char         *description;
	struct stock_write  stock;
	struct flag         is_active, form_shows;
	struct text_list    images;
	LIST(variant_write) variants;
};
SPEC_STATIC(desk_write_in,
    FIELD(category_id),
    FIELD(description, RANGE(0, 20000), .format = TEXT_BLOCK),
    FIELD_AS(stock.quantity, "stock_quantity", RANGE(0, STOCK_MAX)),
    FIELD_AS(stock.was, "stock_was", RANGE(0, INT32_MAX)),
    FIELD(is_active),
    FIELD(form_shows, FOR_PAGES),
    FIELD_TEXTS(images, RANGE(0, IMAGES_MAX)),
    FIELD_OF(variants, variant_write, RANGE(0, VARIANTS_MAX), BLANK_ROWS));

struct desk_add_in {
	const char          *name;
	struct money         price;
	struct desk_write_in rest;
};
SPEC_STATIC(desk_add_in,
    FIELD(name, REQUIRED, RANGE(1, 120)),
    FIELD(price, REQUIRED),
    FIELD_BASE(rest, desk_write_in));

struct desk_edit_in {
	struct uuid          id;
	int64_t              version;
	const char          *name;
	struct money         price;
	struct desk_write_in rest;
};
SPEC_STATIC(desk_edit_in,
    FIELD(id, REQUIRED),
    FIELD(version, EDIT_VERSION),
    FIELD(name, RANGE(1, 120)),
    FIELD(price),
    FIELD_BASE(rest, desk_write_in));

struct desk_remove_in {
	struct uuid id;
	int64_t     version;
};
SPEC_STATIC(desk_remove_in,
    FIELD(id, REQUIRED),
    FIELD(version, EDIT_VERSION));

/* ---- pictures ------------------------------------------------------------ */

/* A path below /media/ made of plain names, so that it leads nowhere else. */
static bool
image_is_valid(const char *s)
{
	if (strncmp(s, MEDIA, strlen(MEDIA)) != 0 || strlen(s) > IMAGE_LENGTH ||
	    strstr(s, "..") != NULL || strstr(s, "//") != NULL ||
	    s[strlen(s) - 1] == '/')
		return false;
	return strspn(s,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "0123456789._-/") == strlen(s);
}

/* The addresses; an empty field of a form is no picture. */
static const struct text_list *
images_read(struct req *rq, const struct text_list *from)
{
	struct text_list *out = arena_alloc(rq->arena, sizeof(*out));

	out->items = arena_array(rq->arena, from->n, sizeof(*out->items));
	for (size_t i = 0; i < from->n; i++)
		if (image_is_valid(from->items[i]))
			out->items[out->n++] = from->items[i];
		else if (rq->api || *from->items[i] != '\0')
			complain_as(&rq->complaints,
			    arena_printf(rq->arena, "images.%zu", i),
			    "invalid_image",
			    SAY("Enter an address that starts with /media/."),
			    NO_ARGS);
	return out;
}

/* ---- variants ------------------------------------------------------------ */

/* A blank row of a form, or one whose name was emptied, is no variant. */
static bool
row_is_removed(const struct req *rq, const struct variant_write *v)
{
	return !rq->api && v->name == NULL &&
	    (uuid_given(v->id) ||
		(v->sku == NULL && !money_given(v->price) &&
		    v->stock.quantity == INT_NONE));
}

/* JSON without them is refused already. */
static void
variant_wants(struct req *rq, size_t row, const char *member, bool is_given)
{
	if (!is_given)
		complain(&rq->complaints,
		    arena_printf(rq->arena, "variants.%zu.%s", row, member),
		    BAD_REQUIRED, 0);
}

static void
variant_is_once(struct req *rq, const struct variant_write *v, size_t n)
{
	for (size_t i = 0; uuid_given(v[n].id) && i < n; i++)
		if (uuid_equal(v[i].id, v[n].id))
			complain_as(&rq->complaints,
			    arena_printf(rq->arena, "variants.%zu.id", n),
			    "twice", SAY("This variant is listed twice."),
			    NO_ARGS);
}

static const LIST(variant_write) *
variants_read(struct req *rq, const LIST(variant_write) *from)
{
	const struct variant_write *v = from->items;
	LIST(variant_write)        *out = arena_alloc(rq->arena, sizeof(*out));

	for (size_t i = 0; i < from->n; i++) {
		if (row_is_removed(rq, &v[i]))
			continue;
		variant_wants(rq, i, "name", v[i].name != NULL);
		variant_wants(rq, i, "sku", v[i].sku != NULL);
		variant_wants(rq, i, "price", money_given(v[i].price));
		variant_is_once(rq, v, i);
		*list_add(rq->arena, out) = v[i];
	}
	return out;
}

/* ---- changes ------------------------------------------------------------- */

/* The input as a product to write, or complaints. */
static enum err
write_read(struct req *rq, const struct desk_write_in *in,
    struct product_write *out)
{
	bool is_form = !rq->api && in->form_shows.is == 1;

	*out = (struct product_write){
		.user_id = rq->session.user_id,
		.version = INT_NONE,
		.category_id = in->category_id,
		.no_category = req_emptied(rq, "categoryId"),
		.description = in->description,
		.stock = in->stock,
		.is_active = in->is_active,
	};
	if (is_form && in->is_active.is < 0)
		out->is_active.is = 0;
	if (is_form || in->images.items != NULL)
		out->images = images_read(rq, &in->images);
	if (is_form || in->variants.items != NULL)
		out->variants = variants_read(rq, &in->variants);
	return rq->complaints.list.n == 0 ? ERR_OK : ERR_INVALID;
}

/* Name the field that an error is about. */
static enum err
write_explain(struct req *rq, const struct product_write *w, enum err e)
{
	bool        has_variants = w->variants != NULL && w->variants->n > 0;
	const char *field = e == ERR_CATEGORY_NOT_FOUND ? "categoryId" :
	    e == ERR_VARIANT_NOT_FOUND || e == ERR_SKU_TAKEN ||
		(e == ERR_STOCK_CHANGED && has_variants) ?
							  "variants" :
	    e == ERR_STOCK_CHANGED ? "stockQuantity" :
				     NULL;

	if (field == NULL)
		return e;
	complain_error(&rq->complaints, field, e);
	return e == ERR_CATEGORY_NOT_FOUND || e == ERR_VARIANT_NOT_FOUND ?
	    ERR_INVALID :
	    e;
}

/* POST /vendor/products - a new product. */
HANDLER(desk_add, desk_add_in, desk_page)
{
	struct product_write w;
	enum err             e;

	if ((e = write_read(rq, &in->rest, &w)) != ERR_OK)
		return e;
	w.id = rq->once_id;
	w.name = in->name;
	w.price = in->price;
	req_next(rq, "/vendor/products/%s?notice=added", w.id.text);
	e = db_desk_add(rq->db, &w, &out->product);
	out->product.currency = config.currency;
	return write_explain(rq, &w, e);
}

/* PUT /vendor/products/:id - change what is given. */
HANDLER(desk_edit, desk_edit_in, desk_page)
{
	struct product_write w;
	enum err             e;

	if ((e = write_read(rq, &in->rest, &w)) != ERR_OK)
		return e;
	w.id = in->id;
	w.version = in->version;
	w.name = in->name;
	w.price = in->price;
	req_next(rq, "/vendor/products/%s?notice=saved", w.id.text);
	e = db_desk_edit(rq->db, &w, &out->product);
	out->product.currency = config.currency;
	return write_explain(rq, &w, e);
}

/* DELETE /vendor/products/:id - take a product out of the shop for good. */
HANDLER(desk_remove, desk_remove_in, message)
{
	out->message = req_say(rq, SAY("The product has been removed."),
	    NO_ARGS);
	req_next(rq, "/vendor/products?notice=removed");
	return db_desk_remove(rq->db, rq->session.user_id, in->id, in->version);
}

/* Of a description in percent-encoded UTF-8, and of all its variants. */
#define EDITOR_MAX ((size_t)512 * 1024)

const struct route desk_edit_routes[] = {
	{ POST, "/vendor/products", &desk_add, .who = VENDOR, .status = 201,
	    .once = true, .form = "/vendor/products/new",
	    .body_max = EDITOR_MAX },
	{ PUT, "/vendor/products/:id", &desk_edit, .who = VENDOR,
	    .body_max = EDITOR_MAX },
	{ DELETE, "/vendor/products/:id", &desk_remove, .who = VENDOR },
	{ 0 },
};
