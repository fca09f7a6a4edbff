/* SPDX-License-Identifier: ISC */
/*
 * db_ledger.c - the queries of db/payments/refunds.c and ledger.c.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/simulate/breaks.h"
#include "tests/simulate/db.h"
#include "tests/simulate/db_payments.h"

/* ---- refunds ------------------------------------------------------------- */

typedef bool refund_is(const struct refund *, const void *what);

static bool
has_id(const struct refund *r, const void *id)
{
	return strcmp(r->id.text, id) == 0;
}

static bool
has_key(const struct refund *r, const void *key)
{
	return strcmp(r->refund_key, key) == 0;
}

struct refund_name {
	const char *provider, *id;
};

static bool
has_name(const struct refund *r, const void *what)
{
	const struct refund_name *name = what;
	struct deal              *d;

	return r->provider_id != NULL && name->id != NULL &&
	    strcmp(r->provider_id, name->id) == 0 &&
	    strcmp(attempt_of(r->attempt_id, &d)->row.provider,
		name->provider) == 0;
}

static bool
is_under_way(const struct refund *r, const void *payment_id)
{
	return r->status == REFUND_REQUESTED && r->kind == REFUND_SALE &&
	    strcmp(r->payment_id.text, payment_id) == 0;
}

static struct refund_row *
refund_find(refund_is *is, const void *what, struct deal **deal)
{
	for (int i = 0; i < world.ndeals; i++) {
		struct payment_row *p = &world.deals[i].payment;

		for (int k = 0; k < p->nrefunds; k++)
			if (is(&p->refunds[k].row, what)) {
				if (deal != NULL)
					*deal = &world.deals[i];
				return &p->refunds[k];
			}
	}
	return NULL;
}

static enum err
refund_read(struct db *db, const char *query, refund_is *is, const void *what,
    struct refund *out)
{
	enum err                 e = db_begin(db, query);
	const struct refund_row *r;

	if (e != ERR_OK)
		return e;
	if ((r = refund_find(is, what, NULL)) == NULL)
		return db_end(db, ERR_NOT_FOUND);
	*out = r->row;
	return db_end(db, ERR_OK);
}

enum err
db_refund_get(struct db *db, struct uuid id, struct refund *out)
{
	return refund_read(db, "refund_get", has_id, id.text, out);
}

enum err
db_refund_by_key(struct db *db, const char *key, struct refund *out)
{
	return refund_read(db, "refund_by_key", has_key, key, out);
}

enum err
db_refund_by_provider(struct db *db, const char *provider,
    const char *provider_id, struct refund *out)
{
	struct refund_name name = { provider, provider_id };

	return refund_read(db, "refund_by_provider", has_name, &name, out);
}

enum err
db_refund_requested(struct db *db, struct uuid payment_id, struct refund *out)
{
	return refund_read(db, "refund_requested", is_under_way,
	    payment_id.text, out);
}

enum err
db_refund_add(struct db *db, const struct refund *r)
{
	enum err            e = db_begin(db, "refund_add");
	struct payment_row *p;

	if (e != ERR_OK)
		return e;
	p = payment_touch(db, deal_of_payment(r->payment_id));
	if (refund_find(has_key, r->refund_key, NULL) != NULL ||
	    (r->kind == REFUND_SALE &&
		refund_find(is_under_way, r->payment_id.text, NULL) != NULL))
		return db_end(db, ERR_CONFLICT);
	if (p->nrefunds == REFUNDS_MAX)
		abort();
	p->refunds[p->nrefunds] = (struct refund_row){ .row = *r,
		.checked_us = world.now_us };
	p->refunds[p->nrefunds].row.status = REFUND_REQUESTED;
	p->refunds[p->nrefunds].row.refund_key = keep(r->refund_key);
	p->refunds[p->nrefunds].row.reason = keep(r->reason);
	p->refunds[p->nrefunds].row.created_at = clock_now();
	p->nrefunds++;
	return db_end(db, ERR_OK);
}

enum err
db_refund_set(struct db *db, const struct refund *in)
{
	enum err           e = db_begin(db, "refund_set");
	struct deal       *d = NULL;
	struct refund_row *r = refund_find(has_id, in->id.text, &d);

	if (e != ERR_OK)
		return e;
	if (r == NULL)
		abort();
	if (in->status == REFUND_REQUESTED && in->kind == REFUND_SALE &&
	    r->row.status != REFUND_REQUESTED &&
	    refund_find(is_under_way, in->payment_id.text, NULL) != NULL)
		return db_end(db, ERR_CONFLICT);
	payment_touch(db, d);
	r->row.status = in->status;
	r->row.amount = in->amount;
	r->row.provider_id = keep(in->provider_id);
	r->row.tries = in->tries;
	r->row.message = keep(in->message);
	r->checked_us = world.now_us;
	return db_end(db, ERR_OK);
}

enum err
db_refund_stale(struct db *db, int limit, LIST(refund) *out)
{
	enum err       e = db_begin(db, "refund_stale");
	struct refund *to;

	*out = (LIST(refund)){ 0 };
	if (e != ERR_OK)
		return e;
	out->items = to = arena_array(db->arena, (size_t)limit, sizeof(*to));
	for (int i = 0; i < world.ndeals; i++) {
		struct payment_row *p = &world.deals[i].payment;

		for (int k = 0; k < p->nrefunds && out->n < (size_t)limit;
		     k++) {
			struct refund_row *r = &p->refunds[k];

			if (r->row.status != REFUND_REQUESTED ||
			    !is_stale(r->checked_us, r->row.created_at.us))
				continue;
			payment_touch(db, &world.deals[i]);
			r->checked_us = world.now_us;
			to[out->n++] = r->row;
		}
	}
	return db_end(db, ERR_OK);
}

/* ---- the ledger ---------------------------------------------------------- */

/* That lines add up is a rule here (rules.c), as it is a trigger there. */
enum err
db_ledger_post(struct db *db, const struct posting *in)
{
	enum err            e = db_begin(db, "ledger_post");
	struct payment_row *p;
	struct posting     *to;

	if (e != ERR_OK)
		return e;
	p = payment_touch(db, deal_of_payment(in->payment_id));
	for (int i = 0; i < p->npostings; i++)
		if (strcmp(p->postings[i].kind, in->kind) == 0 &&
		    strcmp(p->postings[i].reference, in->reference) == 0)
			return db_end(db, ERR_INTERNAL);
	if (p->npostings == POSTINGS_MAX)
		abort();
	to = &p->postings[p->npostings++];
	*to = *in;
	to->kind = keep(in->kind);
	to->reference = keep(in->reference);
	to->currency = keep(in->currency);
	if (breaks(BREAK_LEDGER_LINE) && strcmp(in->kind, "refund") == 0)
		to->lines.n--;
	to->lines.items = arena_array(world.arena, to->lines.n + 1,
	    sizeof(struct ledger_line));
	memcpy(to->lines.items, in->lines.items,
	    to->lines.n * sizeof(struct ledger_line));
	return db_end(db, ERR_OK);
}

static struct ledger_line *
account_of(LIST(ledger_line) *accounts, const struct ledger_line *l)
{
	struct ledger_line *a = accounts->items;

	for (size_t i = 0; i < accounts->n; i++)
		if (a[i].kind == l->kind && uuid_equal(a[i].owner, l->owner))
			return &a[i];
	a[accounts->n] = (struct ledger_line){ l->kind, l->owner, CENTS(0) };
	return &a[accounts->n++];
}

static int
account_order(const void *x, const void *y)
{
	const struct ledger_line *a = x, *b = y;
	int                       c = strcmp(a->owner.text, b->owner.text);

	return c != 0 ? c :
			strcmp(ledger_account_words[a->kind],
			    ledger_account_words[b->kind]);
}

static bool
is_of_sale(const struct posting *p)
{
	return strcmp(p->kind, "sale") == 0 || strcmp(p->kind, "refund") == 0;
}

enum err
db_ledger_left(struct db *db, struct uuid payment_id, struct uuid vendor_id,
    LIST(ledger_line) *out)
{
	enum err                  e = db_begin(db, "ledger_left");
	const struct payment_row *p = &deal_of_payment(payment_id)->payment;
	struct ledger_line       *a;
	size_t                    n = 0;

	*out = (LIST(ledger_line)){ 0 };
	if (e != ERR_OK)
		return e;
	out->items = a = arena_array(db->arena, 64, sizeof(*a));
	for (int i = 0; i < p->npostings; i++) {
		const struct ledger_line *l = p->postings[i].lines.items;

		for (size_t k = 0;
		     k < p->postings[i].lines.n && is_of_sale(&p->postings[i]);
		     k++)
			if (l[k].kind != LEDGER_BUYER &&
			    (!uuid_given(vendor_id) ||
				uuid_equal(l[k].owner, vendor_id)))
				account_of(out, &l[k])
				    ->amount.minor += l[k].amount.minor;
	}
	for (size_t i = 0; i < out->n; i++)
		if (a[i].amount.minor != 0)
			a[n++] = a[i];
	out->n = n;
	qsort(a, n, sizeof(*a), account_order);
	return db_end(db, ERR_OK);
}
