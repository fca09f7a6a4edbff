/* SPDX-License-Identifier: ISC */
/*
 * vendor_products.c - a vendor's products: list, add, edit, remove.
 */
#include <string.h>

#include "common/model/config.h"
#include "common/model/json_write.h"
#include "db/products/desk.h"
#include "fcgi/products/products.h"

#define VARIANTS_MAX 50
#define IMAGES_MAX   10
#define IMAGE_LENGTH 200
#define BLANK_ROWS   3 /* of variants and pictures, to be filled in */
#define MEDIA        "/media/"

static const char *const filters[] = { "all", "on-sale", "hidden", "low",
	"sold-out", NULL };

struct desk_list_in {
	struct page_in page;
	const char    *search;
	int            status;
};
SPEC_STATIC(desk_list_in,
    FIELD_BASE(page, page_in),
    FIELD(search, RANGE(0, 200)),
    FIELD_ENUM(status, filters, DEFAULT(FILTER_ALL)));

struct desk_list {
	LIST(product)      data;
	struct page_out    page;
	const char        *search;
	int                status;
	struct desk_counts counts;
};
SPEC_STATIC(desk_list,
    FIELD_OF(data, product),
    FIELD_BASE(page, page_out),
    FIELD(search, FOR_PAGES),
    FIELD_ENUM(status, filters, FOR_PAGES),
    FIELD_SUB(counts, desk_counts, FOR_PAGES));

struct desk_in {
	struct uuid id;
};
SPEC_STATIC(desk_in, FIELD(id, REQUIRED));

/*
 * Of a form everything is there, or was emptied: ->form_shows says so, since
 * an unticked box and a removed row send nothing.
 */
struct desk_write_in {
	struct uuid         category_id;
	const char         *description;
	int64_t             stock_quantity;
	struct flag         is_active, form_shows;
	struct text_list    images;
	LIST(variant_write) variants;
};
SPEC_STATIC(desk_write_in,
    FIELD(category_id),
    FIELD(description, RANGE(0, 20000), .format = TEXT_BLOCK),
    FIELD(stock_quantity, RANGE(0, 1000000)),
    FIELD(is_active),
    FIELD(form_shows, FOR_PAGES),
    FIELD_TEXTS(images, RANGE(0, IMAGES_MAX)),
    FIELD_OF(variants, variant_write, RANGE(0, VARIANTS_MAX)));

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
	const char          *name;
	struct money         price;
	struct desk_write_in rest;
};
SPEC_STATIC(desk_edit_in,
    FIELD(id, REQUIRED),
    FIELD(name, RANGE(1, 120)),
    FIELD(price),
    FIELD_BASE(rest, desk_write_in));

/* A row of the form: "variants.2", with what it holds. */
struct variant_row {
	int64_t      n, number;
	const char  *id, *name, *sku;
	struct money price;
	int64_t      stock_quantity;
};
LIST_DECLARE(variant_row);
SPEC_STATIC(variant_row,
    FIELD(n),
    FIELD(number),
    FIELD(id),
    FIELD(name),
    FIELD(sku),
    FIELD(price),
    FIELD(stock_quantity));

struct desk_page {
	struct product    product;
	bool              is_new, has_variants;
	LIST(variant_row) rows;
	LIST(picture)     slots;
	LIST(category)    categories;
};
SPEC_STATIC(desk_page,
    FIELD_BASE(product, product),
    FIELD(is_new, FOR_PAGES),
    FIELD(has_variants, FOR_PAGES),
    FIELD_OF(rows, variant_row, FOR_PAGES),
    FIELD_OF(slots, picture, FOR_PAGES),
    FIELD_OF(categories, category, FOR_PAGES));

/* ---- the list ------------------------------------------------------------ */

static int64_t
count_of(const struct desk_counts *c, enum desk_filter filter)
{
	switch (filter) {
	case FILTER_ALL: return c->everything;
	case FILTER_ON_SALE: return c->on_sale;
	case FILTER_HIDDEN: return c->hidden;
	case FILTER_LOW: return c->low;
	case FILTER_SOLD_OUT: return c->sold_out;
	}
	return 0;
}

/* Those of one vendor's user, or of all. */
static enum err
list_fill(struct req *rq, const struct desk_list_in *in, struct uuid user,
    const struct paging *paging, struct desk_list *page)
{
	const char     *search = in->search != NULL && *in->search != '\0' ?
		in->search :
		NULL;
	struct product *p;
	struct slice    slice;
	enum err        e;

	if ((e = page_begin(rq, paging, &in->page, &slice)) != ERR_OK)
		return e;
	db_batch(rq->db);
	db_desk_list(rq->db, user, (enum desk_filter)in->status, search, &slice,
	    &page->data);
	db_desk_counts(rq->db, user, search, &page->counts);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	p = page->data.items;
	for (size_t i = 0; i < page->data.n; i++)
		p[i].currency = config.currency;
	page->search = search;
	page->status = in->status;
	page_end(rq, paging, &in->page, &slice, &page->data,
	    count_of(&page->counts, (enum desk_filter)in->status),
	    query_and(rq, query_and(rq, "", "status", filters[in->status]),
		"search", search),
	    &page->page);
	return ERR_OK;
}

/* GET /vendor/products - all of mine, hidden ones too. */
HANDLER(desk_list, desk_list_in, desk_list)
{
	static const struct paging paging = { "own-products", &product_spec,
		"createdAt", 25 };

	return list_fill(rq, in, rq->session.user_id, &paging, out);
}

/* GET /admin/products - everybody's. */
HANDLER(desk_list_all, desk_list_in, desk_list)
{
	static const struct paging paging = { "all-products", &product_spec,
		"createdAt", 25 };

	return list_fill(rq, in, (struct uuid){ "" }, &paging, out);
}

/* ---- the form ------------------------------------------------------------ */

/* As many rows as there are, or were typed, and some to fill in. */
static size_t
rows_wanted(struct req *rq, const char *list, const char *member, size_t n,
    size_t max)
{
	size_t typed = 0;

	while (typed < max &&
	    params_get(&rq->params,
		arena_printf(rq->arena, "%s.%zu%s", list, typed, member)) !=
		NULL)
		typed++;
	n = typed > n + BLANK_ROWS ? typed : n + BLANK_ROWS;
	return n < max ? n : max;
}

static void
slots_fill(struct req *rq, const LIST(picture) *pictures,
    struct desk_page *page)
{
	const struct picture *from = pictures->items;
	size_t n = rows_wanted(rq, "images", "", pictures->n, IMAGES_MAX);
	struct picture *slot = arena_array(rq->arena, n, sizeof(*slot));

	page->slots = (LIST(picture)){ slot, n, n };
	for (size_t i = 0; i < n; i++)
		slot[i] = (struct picture){ (int64_t)i,
			i < pictures->n ? from[i].url : NULL };
}

static void
rows_fill(struct req *rq, const LIST(variant) *variants, struct desk_page *page)
{
	const struct variant *v = variants->items;
	size_t n = rows_wanted(rq, "variants", ".name", variants->n,
	    VARIANTS_MAX);
	struct variant_row *row;

	row = arena_array(rq->arena, n, sizeof(*row));
	page->rows = (LIST(variant_row)){ row, n, n };
	for (size_t i = 0; i < n; i++) {
		row[i] = (struct variant_row){ .n = (int64_t)i,
			.number = (int64_t)i + 1,
			.price = MONEY_NONE,
			.stock_quantity = INT_NONE };
		if (i >= variants->n)
			continue;
		row[i].id = v[i].id.text;
		row[i].name = v[i].name;
		row[i].sku = v[i].sku;
		row[i].price = v[i].price;
		row[i].stock_quantity = v[i].stock_quantity;
	}
	page->has_variants = variants->n > 0;
}

/* GET /vendor/products/new - the empty form. */
HANDLER(desk_new, none, desk_page)
{
	const LIST(variant) no_variants = { 0 };
	const LIST(picture) no_pictures = { 0 };

	spec_clear(&product_spec, &out->product);
	out->product.is_active = out->is_new = true;
	rows_fill(rq, &no_variants, out);
	slots_fill(rq, &no_pictures, out);
	return db_category_list(rq->db, &out->categories);
}

/* GET /vendor/products/:id - one of mine. */
HANDLER(desk_show, desk_in, desk_page)
{
	LIST(variant) variants;
	LIST(picture) pictures;
	enum err      e;

	db_batch(rq->db);
	db_desk_get(rq->db, rq->session.user_id, in->id, &out->product);
	if (!rq->api)
		db_category_list(rq->db, &out->categories);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	out->product.currency = config.currency;
	if (rq->api)
		return ERR_OK;
	product_variants(rq->arena, &out->product, &variants);
	product_pictures(rq->arena, &out->product, &pictures);
	rows_fill(rq, &variants, out);
	slots_fill(rq, &pictures, out);
	return ERR_OK;
}

/* ---- changes ------------------------------------------------------------- */

/* "/media/…", of plain names, so that it can lead nowhere else. */
static bool
image_fits(const char *s)
{
	if (strncmp(s, MEDIA, strlen(MEDIA)) != 0 || strlen(s) > IMAGE_LENGTH ||
	    strstr(s, "..") != NULL || strstr(s, "//") != NULL ||
	    s[strlen(s) - 1] == '/')
		return false;
	return strspn(s,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "0123456789._-/") == strlen(s);
}

/* The pictures as a JSON array; fields of a form that were left empty go. */
static const char *
images_read(struct req *rq, const struct text_list *images)
{
	const char **from = images->items;
	struct buf   b = { 0 };

	buf_char(&b, '[');
	for (size_t i = 0; i < images->n; i++) {
		if (*from[i] == '\0' && !rq->api)
			continue;
		if (!image_fits(from[i])) {
			complain_as(&rq->complaints,
			    arena_printf(rq->arena, "images.%zu", i),
			    "invalid_image",
			    SAY("Enter an address that starts with /media/."),
			    NO_ARGS);
			continue;
		}
		if (b.len > 1)
			buf_char(&b, ',');
		buf_printf(&b, "\"%s\"", from[i]);
	}
	buf_char(&b, ']');
	return buf_keep(&b, rq->arena);
}

static bool
row_is_blank(const struct variant_write *v)
{
	return !uuid_given(v->id) && (v->name == NULL || *v->name == '\0') &&
	    (v->sku == NULL || *v->sku == '\0') && !money_given(v->price) &&
	    v->stock_quantity == INT_NONE;
}

static void
want(struct req *rq, size_t row, const char *member, bool given)
{
	if (!given)
		complain(&rq->complaints,
		    arena_printf(rq->arena, "variants.%zu.%s", row, member),
		    BAD_REQUIRED, 0);
}

/* A row of a form whose name was emptied is a variant taken away. */
static bool
row_is_removed(const struct req *rq, const struct variant_write *v)
{
	return !rq->api &&
	    (row_is_blank(v) ||
		(uuid_given(v->id) && (v->name == NULL || *v->name == '\0')));
}

static void
twice(struct req *rq, const struct variant_write *v, size_t n)
{
	for (size_t i = 0; uuid_given(v[n].id) && i < n; i++)
		if (uuid_equal(v[i].id, v[n].id))
			complain_as(&rq->complaints,
			    arena_printf(rq->arena, "variants.%zu.id", n),
			    "twice", SAY("This variant is listed twice."),
			    NO_ARGS);
}

static void
variants_read(struct req *rq, const LIST(variant_write) *from,
    LIST(variant_write) *out)
{
	const struct variant_write *v = from->items;
	struct variant_write *to = arena_array(rq->arena, from->n, sizeof(*to));

	*out = (LIST(variant_write)){ to, 0, 0 };
	for (size_t i = 0; i < from->n; i++) {
		if (row_is_removed(rq, &v[i]))
			continue;
		want(rq, i, "name", v[i].name != NULL && *v[i].name != '\0');
		want(rq, i, "sku", v[i].sku != NULL && *v[i].sku != '\0');
		want(rq, i, "price", money_given(v[i].price));
		twice(rq, v, i);
		to[out->n] = v[i];
		if (to[out->n].stock_quantity == INT_NONE)
			to[out->n].stock_quantity = 0;
		out->n++;
	}
}

/* What came in as what is to be written; complaints when it cannot be. */
static enum err
write_read(struct req *rq, const struct desk_write_in *in,
    struct product_write *out, LIST(variant_write) *variants)
{
	bool form = !rq->api && in->form_shows.is == 1;

	*out = (struct product_write){
		.user_id = rq->session.user_id,
		.category_id = in->category_id,
		.no_category = req_emptied(rq, "categoryId"),
		.description = in->description,
		.stock_quantity = in->stock_quantity,
		.is_active = in->is_active,
	};
	if (form && in->is_active.is < 0)
		out->is_active.is = 0;
	if (form || in->images.items != NULL)
		out->images = images_read(rq, &in->images);
	if (form || in->variants.items != NULL) {
		variants_read(rq, &in->variants, variants);
		out->variants = variants;
	}
	return rq->complaints.list.n == 0 ? ERR_OK : ERR_INVALID;
}

/* An error of one field stands beside it. */
static enum err
explain(struct req *rq, enum err e)
{
	const char *field = e == ERR_CATEGORY_NOT_FOUND      ? "categoryId" :
	    e == ERR_VARIANT_NOT_FOUND || e == ERR_SKU_TAKEN ? "variants" :
							       NULL;

	if (field == NULL)
		return e;
	complain_error(&rq->complaints, field, e);
	return e == ERR_SKU_TAKEN ? e : ERR_INVALID;
}

/* POST /vendor/products - a new product. */
HANDLER(desk_add, desk_add_in, desk_page)
{
	struct product_write write;
	LIST(variant_write)  variants;
	enum err             e;

	if ((e = write_read(rq, &in->rest, &write, &variants)) != ERR_OK)
		return e;
	write.id = rq->once_id;
	write.name = in->name;
	write.price = in->price;
	req_next(rq, "/vendor/products/%s?notice=added", write.id.text);
	/* An earlier try with this key may have made it. */
	if (rq->once_again)
		e = db_desk_get(rq->db, rq->session.user_id, write.id,
		    &out->product);
	if (!rq->once_again || e == ERR_PRODUCT_NOT_FOUND)
		e = db_desk_add(rq->db, &write, &out->product);
	out->product.currency = config.currency;
	return explain(rq, e);
}

/* PUT /vendor/products/:id - what is given of it. */
HANDLER(desk_edit, desk_edit_in, desk_page)
{
	struct product_write write;
	LIST(variant_write)  variants;
	enum err             e;

	if ((e = write_read(rq, &in->rest, &write, &variants)) != ERR_OK)
		return e;
	write.id = in->id;
	write.name = in->name;
	write.price = in->price;
	req_next(rq, "/vendor/products/%s?notice=saved", write.id.text);
	e = db_desk_edit(rq->db, &write, &out->product);
	out->product.currency = config.currency;
	return explain(rq, e);
}

/* DELETE /vendor/products/:id - off the shelf, for good. */
HANDLER(desk_remove, desk_in, message)
{
	out->message = req_say(rq, SAY("The product has been removed."),
	    NO_ARGS);
	req_next(rq, "/vendor/products?notice=removed");
	return db_desk_remove(rq->db, rq->session.user_id, in->id);
}

/* Of a description in percent-encoded UTF-8, and of all its variants. */
#define EDITOR_MAX ((size_t)512 * 1024)

const struct route vendor_products_routes[] = {
	{ GET, "/vendor/products", &desk_list, .page = "vendor/products",
	    .who = VENDOR },
	{ POST, "/vendor/products", &desk_add, .who = VENDOR, .status = 201,
	    .once = true, .form = "/vendor/products/new",
	    .body_max = EDITOR_MAX },
	{ GET, "/vendor/products/new", &desk_new, .page = "vendor/product",
	    .who = VENDOR, .face = PAGE_ONLY },
	{ GET, "/vendor/products/:id", &desk_show, .page = "vendor/product",
	    .who = VENDOR },
	{ PUT, "/vendor/products/:id", &desk_edit, .who = VENDOR,
	    .body_max = EDITOR_MAX },
	{ DELETE, "/vendor/products/:id", &desk_remove, .who = VENDOR },
	{ GET, "/admin/products", &desk_list_all, .page = "admin/products",
	    .who = ADMIN, .face = PAGE_ONLY },
	{ 0 },
};
