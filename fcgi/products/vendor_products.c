/* SPDX-License-Identifier: ISC */
/*
 * vendor_products.c - a vendor's products: list, add, edit, remove.
 */
#include <string.h>

#include "common/base/config.h"
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
SPEC(desk_list_in,
    FIELD_BASE(desk_list_in, page, page_in),
    FIELD_OPT(desk_list_in, search, 0, 200),
    FIELD_DEFAULT_ENUM(desk_list_in, status, filters, FILTER_ALL));

struct desk_list {
	struct list        data;
	struct page_out    page;
	const char        *search;
	int                status;
	struct desk_counts counts;
};
SPEC(desk_list,
    FIELD_OF(desk_list, data, product),
    FIELD_BASE(desk_list, page, page_out),
    FIELD_PAGE(desk_list, search),
    FIELD_ENUM(desk_list, status, filters, .flags = FIELD_PAGE_ONLY),
    FIELD_PAGE_SUB(desk_list, counts, desk_counts));

struct desk_in {
	struct uuid id;
};
SPEC(desk_in, FIELD_IN(desk_in, id, 0, 0));

/*
 * Of a form everything is there, or was emptied: ->form_shows says so, since
 * an unticked box and a removed row send nothing.
 */
struct desk_write_in {
	struct uuid  id, category_id;
	const char  *name, *description;
	struct money price;
	int64_t      stock_quantity;
	struct flag  is_active, form_shows;
	struct list  images, variants;
};
#define WRITE_FIELDS                                                \
	FIELD_OPT(desk_write_in, category_id, 0, 0),                \
	    FIELD_OPT(desk_write_in, description, 0, 20000,         \
		.format = TEXT_BLOCK),                              \
	    FIELD_OPT(desk_write_in, stock_quantity, 0, 1000000),   \
	    FIELD_OPT(desk_write_in, is_active, 0, 0),              \
	    FIELD_OPT(desk_write_in, form_shows, 0, 0),             \
	    FIELD_TEXTS(desk_write_in, images, .max = IMAGES_MAX),  \
	    FIELD_OPT_OF(desk_write_in, variants, variant_write, 0, \
		VARIANTS_MAX)

struct spec desk_add_in_spec = { "desk_add_in", sizeof(struct desk_write_in),
	(struct field[]){ FIELD_IN(desk_write_in, name, 1, 120),
	    FIELD_IN(desk_write_in, price, 0, MONEY_MAX), WRITE_FIELDS, { 0 } },
	false };
struct spec desk_edit_in_spec = { "desk_edit_in", sizeof(struct desk_write_in),
	(struct field[]){ FIELD_IN(desk_write_in, id, 0, 0),
	    FIELD_OPT(desk_write_in, name, 1, 120),
	    FIELD_OPT(desk_write_in, price, 0, MONEY_MAX), WRITE_FIELDS,
	    { 0 } },
	false };

/* A row of the form: "variants.2", with what it holds. */
struct variant_row {
	int64_t      n, number;
	const char  *id, *name, *sku;
	struct money price;
	int64_t      stock_quantity;
};
SPEC_STATIC(variant_row,
    FIELD(variant_row, n),
    FIELD(variant_row, number),
    FIELD(variant_row, id),
    FIELD(variant_row, name),
    FIELD(variant_row, sku),
    FIELD(variant_row, price),
    FIELD(variant_row, stock_quantity));

struct desk_page {
	struct product product;
	bool           is_new, has_variants;
	struct list    rows, slots, categories;
};
SPEC(desk_page,
    FIELD_BASE(desk_page, product, product),
    FIELD_PAGE(desk_page, is_new),
    FIELD_PAGE(desk_page, has_variants),
    FIELD_PAGE_OF(desk_page, rows, variant_row),
    FIELD_PAGE_OF(desk_page, slots, picture),
    FIELD_PAGE_OF(desk_page, categories, category));

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
list_fill(struct req *rq, struct uuid user, const struct paging *paging)
{
	const struct desk_list_in *in = rq->in;
	struct desk_list          *page = rq->out;
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
enum err
desk_list(struct req *rq)
{
	static const struct paging paging = { "own-products", &product_spec,
		"createdAt", 25 };

	return list_fill(rq, rq->session.user_id, &paging);
}

/* GET /admin/products - everybody's. */
enum err
desk_list_all(struct req *rq)
{
	static const struct paging paging = { "all-products", &product_spec,
		"createdAt", 25 };

	return list_fill(rq, (struct uuid){ "" }, &paging);
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
slots_fill(struct req *rq, const struct list *pictures, struct desk_page *page)
{
	const struct picture *from = pictures->items;
	size_t n = rows_wanted(rq, "images", "", pictures->n, IMAGES_MAX);
	struct picture *slot = arena_array(rq->arena, n, sizeof(*slot));

	page->slots = (struct list){ slot, n };
	for (size_t i = 0; i < n; i++)
		slot[i] = (struct picture){ (int64_t)i,
			i < pictures->n ? from[i].url : NULL };
}

static void
rows_fill(struct req *rq, const struct list *variants, struct desk_page *page)
{
	const struct variant *v = variants->items;
	size_t n = rows_wanted(rq, "variants", ".name", variants->n,
	    VARIANTS_MAX);
	struct variant_row *row;

	row = arena_array(rq->arena, n, sizeof(*row));
	page->rows = (struct list){ row, n };
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
enum err
desk_new(struct req *rq)
{
	struct desk_page *page = rq->out;
	struct list       none = { NULL, 0 };

	spec_clear(&product_spec, &page->product);
	page->product.is_active = page->is_new = true;
	rows_fill(rq, &none, page);
	slots_fill(rq, &none, page);
	return db_category_list(rq->db, &page->categories);
}

/* GET /vendor/products/:id - one of mine. */
enum err
desk_show(struct req *rq)
{
	const struct desk_in *in = rq->in;
	struct desk_page     *page = rq->out;
	struct list           variants, pictures;
	enum err              e;

	db_batch(rq->db);
	db_desk_get(rq->db, rq->session.user_id, in->id, &page->product);
	if (!rq->api)
		db_category_list(rq->db, &page->categories);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	page->product.currency = config.currency;
	if (rq->api)
		return ERR_OK;
	e = product_variants(rq->arena, &page->product, &variants);
	if (e == ERR_OK)
		e = product_pictures(rq->arena, &page->product, &pictures);
	if (e != ERR_OK)
		return e;
	rows_fill(rq, &variants, page);
	slots_fill(rq, &pictures, page);
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
images_read(struct req *rq, const struct list *images)
{
	const char **from = images->items;
	struct buf   b = { 0 };
	const char  *json;

	buf_char(&b, '[');
	for (size_t i = 0; i < images->n; i++) {
		if (*from[i] == '\0' && !rq->api)
			continue;
		if (!image_fits(from[i])) {
			complain_as(&rq->complaints,
			    arena_printf(rq->arena, "images.%zu", i),
			    "invalid_image",
			    "Write an address that starts with /media/.");
			continue;
		}
		if (b.len > 1)
			buf_char(&b, ',');
		buf_printf(&b, "\"%s\"", from[i]);
	}
	buf_char(&b, ']');
	json = arena_dup(rq->arena, b.data, b.len);
	buf_free(&b);
	return json;
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
			    "twice", "This variant is listed twice.");
}

static void
variants_read(struct req *rq, const struct list *from, struct list *out)
{
	const struct variant_write *v = from->items;
	struct variant_write *to = arena_array(rq->arena, from->n, sizeof(*to));

	*out = (struct list){ to, 0 };
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
write_read(struct req *rq, struct product_write *out, struct list *variants)
{
	const struct desk_write_in *in = rq->in;
	bool                        form = !rq->api && in->form_shows.is == 1;

	*out = (struct product_write){
		.id = in->id,
		.user_id = rq->session.user_id,
		.category_id = in->category_id,
		.no_category = req_emptied(rq, "categoryId"),
		.name = in->name,
		.description = in->description,
		.price = in->price,
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
	complain_as(&rq->complaints, field, err_slug(e), err_title(e));
	return e == ERR_SKU_TAKEN ? e : ERR_INVALID;
}

/* POST /vendor/products - a new product. */
enum err
desk_add(struct req *rq)
{
	struct desk_page    *page = rq->out;
	struct product_write write;
	struct list          variants;
	enum err             e;

	if ((e = write_read(rq, &write, &variants)) != ERR_OK)
		return e;
	write.id = rq->once_id;
	req_next(rq, "/vendor/products/%s?notice=added", write.id.text);
	e = db_desk_add(rq->db, &write, &page->product);
	page->product.currency = config.currency;
	return explain(rq, e);
}

/* PUT /vendor/products/:id - what is given of it. */
enum err
desk_edit(struct req *rq)
{
	struct desk_page    *page = rq->out;
	struct product_write write;
	struct list          variants;
	enum err             e;

	if ((e = write_read(rq, &write, &variants)) != ERR_OK)
		return e;
	req_next(rq, "/vendor/products/%s?notice=saved", write.id.text);
	e = db_desk_edit(rq->db, &write, &page->product);
	page->product.currency = config.currency;
	return explain(rq, e);
}

/* DELETE /vendor/products/:id - off the shelf, for good. */
enum err
desk_remove(struct req *rq)
{
	const struct desk_in *in = rq->in;
	struct message       *out = rq->out;

	out->message = "The product is removed.";
	req_next(rq, "/vendor/products?notice=removed");
	return db_desk_remove(rq->db, rq->session.user_id, in->id);
}
