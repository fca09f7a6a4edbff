/* SPDX-License-Identifier: ISC */
#include <inttypes.h>

#include "common/model/config.h"
#include "fcgi/products/desk/form.h"
#include "fcgi/products/products.h"

#define ROWS_MORE 3 /* blank ones, of variants and of pictures */

SPEC(stock_field,
    FIELD(now),
    FIELD(shown),
    FIELD(is_moved));

SPEC(variant_row,
    FIELD(n),
    FIELD(number),
    FIELD(id),
    FIELD(name),
    FIELD(sku),
    FIELD(price),
    FIELD_SUB(stock, stock_field),
    FIELD(is_added),
    FIELD(is_removed));

SPEC(image_row,
    FIELD(n),
    FIELD(url));

SPEC(desk_page,
    FIELD_BASE(product, product),
    FIELD(is_new, FOR_PAGES),
    FIELD(has_variants, FOR_PAGES),
    FIELD_SUB(stock, stock_field, FOR_PAGES),
    FIELD_OF(rows, variant_row, FOR_PAGES),
    FIELD_OF(slots, image_row, FOR_PAGES),
    FIELD_OF(categories, category, FOR_PAGES));

struct desk_in {
	struct uuid id;
};
SPEC_STATIC(desk_in, FIELD(id, REQUIRED));

/* What the fields of a refused form hold, as far as it can be read. */
struct desk_typed {
	struct stock_write  stock;
	struct text_list    images;
	LIST(variant_write) variants;
};
SPEC_STATIC(desk_typed,
    FIELD_AS(stock.quantity, "stock_quantity"),
    FIELD_AS(stock.was, "stock_was"),
    FIELD_TEXTS(images, RANGE(0, IMAGES_MAX)),
    FIELD_OF(variants, variant_write, RANGE(0, VARIANTS_MAX), BLANK_ROWS));

/* A page that is asked for by GET is a form that nobody has filled in yet. */
static void
typed_read(struct req *rq, struct desk_typed *out)
{
	struct complaints ignored = { .arena = rq->arena };

	spec_prepare(&desk_typed_spec);
	spec_clear(&desk_typed_spec, out);
	if (rq->method != GET)
		input_read(rq->arena, &desk_typed_spec, &rq->params, NULL, out,
		    &ignored);
}

static bool
is_number_of_pieces(int64_t n)
{
	return n >= 0 && n <= INT32_MAX;
}

/*
 * A refused form keeps the difference that the vendor typed: with 10 pieces
 * shown, 12 typed and 4 sold meanwhile it shows 8, of 6.  Where that is not
 * possible it keeps the text.
 */
static struct stock_field
stock_field(struct req *rq, int64_t now, const struct stock_write *typed,
    const char *name)
{
	const char *text = rq->method != GET ? params_get(&rq->params, name) :
					       NULL;
	bool        is_known = is_number_of_pieces(now) &&
	    is_number_of_pieces(typed->was);
	int64_t n = text == NULL ? now : -1;

	if (is_known && is_number_of_pieces(typed->quantity))
		n = typed->quantity + now - typed->was;
	return (struct stock_field){ .now = now,
		.shown = is_number_of_pieces(n) ?
		    arena_printf(rq->arena, "%" PRId64, n) :
		    text,
		.is_moved = is_known && typed->was != now };
}

/* ---- variants ------------------------------------------------------------ */

/* The row "n" of the form: a variant as it is now, and what was typed. */
static struct variant_row *
row_add(struct req *rq, struct desk_page *page, int64_t n,
    const struct variant *now, const struct variant_write *typed)
{
	const struct stock_write nothing = { INT_NONE, INT_NONE };
	struct variant_row      *row = list_add(rq->arena, &page->rows);

	*row = (struct variant_row){ .n = n,
		.number = n + 1,
		.price = MONEY_NONE };
	if (now != NULL) {
		row->id = now->id;
		row->name = now->name;
		row->sku = now->sku;
		row->price = now->price;
	}
	row->stock = stock_field(rq,
	    now != NULL ? now->stock_quantity : INT_NONE,
	    typed != NULL ? &typed->stock : &nothing,
	    arena_printf(rq->arena, "variants.%" PRId64 ".stockQuantity", n));
	return row;
}

static bool
row_is_blank(const struct variant_write *v)
{
	return !uuid_given(v->id) && v->name == NULL && v->sku == NULL &&
	    !money_given(v->price) && v->stock.quantity == INT_NONE;
}

/* The rows that were filled in, each with its variant as it is now. */
static void
rows_fill_typed(struct req *rq, const LIST(variant_write) *typed,
    struct desk_page *page, bool *is_shown)
{
	const LIST(variant) *now = &page->product.variants;
	struct variant_row  *row;

	for (size_t i = 0; i < typed->n; i++) {
		const struct variant_write *t = &typed->items[i];
		size_t                      k = 0;

		if (row_is_blank(t))
			continue;
		while (k < now->n && !uuid_equal(now->items[k].id, t->id))
			k++;
		if (k < now->n)
			is_shown[k] = true;
		row = row_add(rq, page, (int64_t)i,
		    k < now->n ? &now->items[k] : NULL, t);
		row->is_removed = k == now->n && uuid_given(t->id);
	}
}

/* The rows that were filled in, the other variants, and blank rows. */
static void
rows_fill(struct req *rq, const LIST(variant_write) *typed,
    struct desk_page *page)
{
	const LIST(variant) *now = &page->product.variants;
	bool   *is_shown = arena_array(rq->arena, now->n, sizeof(*is_shown));
	int64_t n = (int64_t)typed->n, blank = 0;

	rows_fill_typed(rq, typed, page, is_shown);
	for (size_t i = 0; i < now->n; i++)
		if (!is_shown[i])
			row_add(rq, page, n++, &now->items[i], NULL)
			    ->is_added = typed->n > 0;
	for (size_t i = 0; i < typed->n; i++)
		if (row_is_blank(&typed->items[i])) {
			row_add(rq, page, (int64_t)i, NULL, NULL);
			blank++;
		}
	for (; blank < ROWS_MORE && n < VARIANTS_MAX; blank++)
		row_add(rq, page, n++, NULL, NULL);
	page->has_variants = now->n > 0;
}

/* ---- the form ------------------------------------------------------------ */

static void
slots_fill(struct req *rq, size_t typed, struct desk_page *page)
{
	const struct text_list *now = &page->product.images;
	size_t                  n = typed > now->n ? typed : now->n;

	for (size_t i = 0; i < n + ROWS_MORE && i < IMAGES_MAX; i++)
		*list_add(rq->arena,
		    &page->slots) = (struct image_row){ (int64_t)i,
			i < now->n ? now->items[i] : NULL };
}

static void
form_fill(struct req *rq, int64_t stock, struct desk_page *page)
{
	struct desk_typed typed;

	typed_read(rq, &typed);
	rows_fill(rq, &typed.variants, page);
	slots_fill(rq, typed.images.n, page);
	page->stock = stock_field(rq, stock, &typed.stock, "stockQuantity");
}

/* GET /vendor/products/new - the form of a new product. */
HANDLER(desk_new, none, desk_page)
{
	spec_clear(&product_spec, &out->product);
	out->product.is_active = out->is_new = true;
	form_fill(rq, INT_NONE, out);
	return db_category_list(rq->db, &out->categories);
}

/* GET /vendor/products/:id - one of the vendor's products. */
HANDLER(desk_show, desk_in, desk_page)
{
	enum err e;

	db_batch(rq->db);
	db_desk_get(rq->db, rq->session.user_id, in->id, &out->product);
	if (!rq->api)
		db_category_list(rq->db, &out->categories);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	out->product.currency = config.currency;
	if (!rq->api)
		form_fill(rq, out->product.stock_quantity, out);
	return ERR_OK;
}

const struct route desk_form_routes[] = {
	{ GET, "/vendor/products/new", &desk_new, .page = "vendor/product",
	    .who = VENDOR, .face = PAGE_ONLY },
	{ GET, "/vendor/products/:id", &desk_show, .page = "vendor/product",
	    .who = VENDOR },
	{ 0 },
};
