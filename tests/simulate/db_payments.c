/* SPDX-License-Identifier: ISC */
/*
 * db_payments.c - the queries of db/payments/payments.c and attempts.c.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/simulate/breaks.h"
#include "tests/simulate/db.h"
#include "tests/simulate/db_payments.h"

#define LEASE_US (20 * SECOND_US)

struct payment_row *
payment_touch(struct db *db, struct deal *d)
{
	if (d == NULL)
		abort();
	db_touch(db, &d->payment, sizeof(d->payment));
	d->dirty = true;
	return &d->payment;
}

static const char *
keep_changed(const char *was, const char *is)
{
	return was != NULL && is != NULL && strcmp(was, is) == 0 ? was :
								   keep(is);
}

/* ---- payments ------------------------------------------------------------ */

enum err
db_payment_add(struct db *db, const struct payment *p,
    const LIST(order_share) *shares, struct payment *out)
{
	enum err            e = db_begin(db, "payment_add");
	struct deal        *d = deal_of(p->order_id);
	struct payment_row *row = &d->payment;

	if (e != ERR_OK)
		return e;
	if (!row->r.exists) {
		payment_touch(db, d);
		row->r.exists = true;
		row->row = *p;
		row->row.status = PAYMENT_PENDING;
		row->row.email = keep(p->email);
		row->row.order_number = keep(p->order_number);
		row->row.currency = keep(p->currency);
		row->row.transaction_id = row->row.message = NULL;
		row->row.next_action = NULL;
		row->row.created_at = clock_now();
		row->nshares = (int)shares->n;
		memcpy(row->shares, shares->items,
		    shares->n * sizeof(*row->shares));
		deal_know(d, p->id);
	}
	*out = row->row;
	return db_end(db, ERR_OK);
}

static enum err
payment_read(struct db *db, const char *query, const struct deal *d,
    struct payment *out)
{
	enum err e = db_begin(db, query);

	if (e != ERR_OK)
		return e;
	if (d == NULL || !d->payment.r.exists)
		return db_end(db, ERR_PAYMENT_NOT_FOUND);
	*out = d->payment.row;
	return db_end(db, ERR_OK);
}

enum err
db_payment_get(struct db *db, struct uuid id, struct payment *out)
{
	return payment_read(db, "payment_get", deal_of_payment(id), out);
}

enum err
db_payment_of_order(struct db *db, struct uuid order_id, struct payment *out)
{
	return payment_read(db, "payment_of_order", deal_of(order_id), out);
}

/* Transactions of payments_db ask nobody else: each is one step. */
enum err
db_payment_lock(struct db *db, struct uuid id, struct payment *out)
{
	return payment_read(db, "payment_lock", deal_of_payment(id), out);
}

static int
share_order(const void *a, const void *b)
{
	return strcmp(((const struct order_share *)a)->vendor_id.text,
	    ((const struct order_share *)b)->vendor_id.text);
}

enum err
db_payment_shares(struct db *db, struct uuid id, LIST(order_share) *out)
{
	enum err                  e = db_begin(db, "payment_shares");
	const struct payment_row *p = &deal_of_payment(id)->payment;

	if (e != ERR_OK)
		return e;
	out->n = (size_t)p->nshares;
	out->items = arena_array(db->arena, out->n, sizeof(*p->shares));
	memcpy(out->items, p->shares, out->n * sizeof(*p->shares));
	qsort(out->items, out->n, sizeof(*p->shares), share_order);
	return db_end(db, ERR_OK);
}

enum err
db_payment_set(struct db *db, struct payment *p)
{
	enum err            e = db_begin(db, "payment_set");
	struct payment_row *row;
	struct next_action *next = NULL;

	if (e != ERR_OK)
		return e;
	row = payment_touch(db, deal_of_payment(p->id));
	row->row.status = p->status;
	row->row.transaction_id = keep_changed(row->row.transaction_id,
	    p->transaction_id);
	row->row.message = keep_changed(row->row.message, p->message);
	if (p->next_action != NULL) {
		next = arena_alloc(world.arena, sizeof(*next));
		*next = (struct next_action){ "redirect",
			keep(p->next_action->url) };
	}
	row->row.next_action = next;
	*p = row->row;
	return db_end(db, ERR_OK);
}

enum err
db_payment_set_answer(struct db *db, struct uuid id, const char *json)
{
	enum err e = db_begin(db, "payment_set_answer");

	(void)id;
	(void)json;
	return e != ERR_OK ? e : db_end(db, ERR_OK);
}

/* ---- attempts ------------------------------------------------------------ */

struct attempt_row *
attempt_of(struct uuid id, struct deal **deal)
{
	for (int i = 0; i < world.ndeals; i++) {
		struct payment_row *p = &world.deals[i].payment;

		for (int k = 0; k < p->nattempts; k++)
			if (uuid_equal(p->attempts[k].row.id, id)) {
				*deal = &world.deals[i];
				return &p->attempts[k];
			}
	}
	return NULL;
}

static struct attempt_row *
attempt_named(const char *provider, const char *provider_id)
{
	for (int i = 0; i < world.ndeals; i++) {
		struct payment_row *p = &world.deals[i].payment;

		for (int k = 0; k < p->nattempts; k++)
			if (p->attempts[k].row.provider_id != NULL &&
			    strcmp(p->attempts[k].row.provider_id,
				provider_id) == 0 &&
			    strcmp(p->attempts[k].row.provider, provider) == 0)
				return &p->attempts[k];
	}
	return NULL;
}

static struct attempt_row *
attempt_open_in(struct payment_row *p)
{
	for (int k = 0; k < p->nattempts; k++)
		if (attempt_open(p->attempts[k].row.status))
			return &p->attempts[k];
	return NULL;
}

static enum err
attempt_read(struct db *db, const struct attempt_row *a, struct attempt *out)
{
	if (a == NULL)
		return db_end(db, ERR_NOT_FOUND);
	*out = a->row;
	out->leased = a->leased_until_us > world.now_us;
	return db_end(db, ERR_OK);
}

enum err
db_attempt_add(struct db *db, const struct attempt *a)
{
	enum err            e = db_begin(db, "attempt_add");
	struct payment_row *p;

	if (e != ERR_OK)
		return e;
	p = payment_touch(db, deal_of_payment(a->payment_id));
	if (!breaks(BREAK_TWO_ATTEMPTS) && attempt_open_in(p) != NULL)
		return db_end(db, ERR_CONFLICT);
	if (p->nattempts == ATTEMPTS_MAX)
		abort();
	p->attempts[p->nattempts++] = (struct attempt_row){
		.row = { .id = a->id,
		    .payment_id = a->payment_id,
		    .provider = keep(a->provider),
		    .status = ATTEMPT_STARTED,
		    .idempotency_key = keep(a->idempotency_key),
		    .method_id = keep(a->method_id),
		    .created_at = clock_now() },
		.leased_until_us = world.now_us + LEASE_US,
		.checked_us = world.now_us,
	};
	return db_end(db, ERR_OK);
}

enum err
db_attempt_get(struct db *db, struct uuid id, struct attempt *out)
{
	enum err     e = db_begin(db, "attempt_get");
	struct deal *d;

	return e != ERR_OK ? e : attempt_read(db, attempt_of(id, &d), out);
}

enum err
db_attempt_open_of(struct db *db, struct uuid payment_id, struct attempt *out)
{
	enum err            e = db_begin(db, "attempt_open_of");
	struct attempt_row *a;

	if (e != ERR_OK)
		return e;
	a = attempt_open_in(&deal_of_payment(payment_id)->payment);
	if (breaks(BREAK_TWO_ATTEMPTS))
		a = NULL;
	return attempt_read(db, a, out);
}

enum err
db_attempt_last(struct db *db, struct uuid payment_id, struct attempt *out)
{
	enum err                  e = db_begin(db, "attempt_last");
	const struct payment_row *p = &deal_of_payment(payment_id)->payment;

	return e != ERR_OK ?
	    e :
	    attempt_read(db,
		p->nattempts > 0 ? &p->attempts[p->nattempts - 1] : NULL, out);
}

enum err
db_attempt_find(struct db *db, const char *provider, struct uuid id,
    const char *provider_id, struct attempt *out)
{
	enum err                  e = db_begin(db, "attempt_find");
	struct deal              *d;
	const struct attempt_row *a = attempt_of(id, &d);

	if (e != ERR_OK)
		return e;
	if (a == NULL && provider_id != NULL)
		a = attempt_named(provider, provider_id);
	return attempt_read(db, a, out);
}

enum err
db_attempt_paid(struct db *db, struct uuid payment_id, struct attempt *out)
{
	enum err                  e = db_begin(db, "attempt_paid");
	const struct payment_row *p = &deal_of_payment(payment_id)->payment;
	const struct attempt_row *a = NULL;

	if (e != ERR_OK)
		return e;
	for (int k = 0; k < p->nattempts; k++)
		if (p->attempts[k].row.status == ATTEMPT_SUCCEEDED &&
		    p->row.transaction_id != NULL &&
		    p->attempts[k].row.transaction_id != NULL &&
		    strcmp(p->attempts[k].row.transaction_id,
			p->row.transaction_id) == 0)
			a = &p->attempts[k];
	return attempt_read(db, a, out);
}

enum err
db_attempt_lease(struct db *db, struct uuid id)
{
	enum err            e = db_begin(db, "attempt_lease");
	struct deal        *d = NULL;
	struct attempt_row *a = attempt_of(id, &d);

	if (e != ERR_OK)
		return e;
	payment_touch(db, d);
	a->leased_until_us = world.now_us + LEASE_US;
	return db_end(db, ERR_OK);
}

enum err
db_attempt_set_name(struct db *db, struct uuid id, const char *provider_id)
{
	enum err                  e = db_begin(db, "attempt_set_name");
	struct deal              *d = NULL;
	struct attempt_row       *a = attempt_of(id, &d);
	const struct attempt_row *other;

	if (e != ERR_OK)
		return e;
	if (!attempt_open(a->row.status))
		return db_end(db, ERR_CONFLICT);
	other = attempt_named(a->row.provider, provider_id);
	if (other != NULL && other != a)
		return db_end(db, ERR_INTERNAL);
	payment_touch(db, d);
	a->row.provider_id = keep(provider_id);
	return db_end(db, ERR_OK);
}

enum err
db_attempt_set(struct db *db, const struct attempt *in)
{
	enum err            e = db_begin(db, "attempt_set");
	struct deal        *d = NULL;
	struct attempt_row *a = attempt_of(in->id, &d);

	if (e != ERR_OK)
		return e;
	if (attempt_open(in->status) && !attempt_open(a->row.status) &&
	    attempt_open_in(&d->payment) != NULL)
		return db_end(db, ERR_CONFLICT);
	payment_touch(db, d);
	if (in->status != ATTEMPT_SUCCEEDED || !breaks(BREAK_PAID_TWICE))
		a->row.status = in->status;
	a->row.transaction_id = keep_changed(a->row.transaction_id,
	    in->transaction_id);
	a->row.url = keep_changed(a->row.url, in->url);
	a->row.code = keep_changed(a->row.code, in->code);
	a->row.message = keep_changed(a->row.message, in->message);
	a->leased_until_us = a->checked_us = world.now_us;
	return db_end(db, ERR_OK);
}

bool
is_stale(int64_t checked_us, int64_t created_us)
{
	int64_t rest = (world.now_us - created_us) / 4;

	return checked_us <
	    world.now_us - (rest > 30 * SECOND_US ? rest : 30 * SECOND_US);
}

enum err
db_attempt_stale(struct db *db, int limit, LIST(attempt) *out)
{
	enum err        e = db_begin(db, "attempt_stale");
	struct attempt *to;

	*out = (LIST(attempt)){ 0 };
	if (e != ERR_OK)
		return e;
	out->items = to = arena_array(db->arena, (size_t)limit, sizeof(*to));
	for (int i = 0; i < world.ndeals && out->n < (size_t)limit; i++) {
		struct deal        *d = &world.deals[i];
		struct attempt_row *a = attempt_open_in(&d->payment);

		if (a == NULL || a->leased_until_us >= world.now_us ||
		    !is_stale(a->checked_us, a->row.created_at.us))
			continue;
		payment_touch(db, d);
		a->checked_us = world.now_us;
		to[out->n++] = a->row;
	}
	return db_end(db, ERR_OK);
}

/* ---- the provider's messages --------------------------------------------- */

enum err
db_provider_event_add(struct db *db, const char *provider,
    struct provider_event *ev)
{
	enum err            e = db_begin(db, "provider_event_add");
	struct message_row *m = message_of(ev->id);

	(void)provider;
	if (e != ERR_OK)
		return e;
	db_touch(db, m, sizeof(*m));
	m->r.exists = true;
	ev->times = ++m->times;
	ev->is_done = m->done;
	return db_end(db, ERR_OK);
}

enum err
db_provider_event_done(struct db *db, const char *provider, const char *id,
    struct uuid payment_id)
{
	enum err            e = db_begin(db, "provider_event_done");
	struct message_row *m = message_of(id);

	(void)provider;
	(void)payment_id;
	if (e != ERR_OK)
		return e;
	db_touch(db, m, sizeof(*m));
	m->done = true;
	return db_end(db, ERR_OK);
}
