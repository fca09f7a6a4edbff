/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "tests/simulate/provider.h"
#include "tests/simulate/rules.h"
#include "tests/simulate/task.h"

static const void *
settled(const void *record)
{
	const struct record *r = record;

	return r->writer != NULL ? r->before : record;
}

/* ---- stock --------------------------------------------------------------- */

static void
stock_adds_up(void)
{
	int64_t out[PRODUCTS] = { 0 };

	for (int i = 0; i < world.ndeals; i++) {
		const struct holding *h = settled(&world.deals[i].holding);

		for (int k = 0; h->r.exists && k < h->n; k++)
			if (h->lines[k].status != LINE_RELEASED)
				out[h->lines[k].product] += h->lines[k]
								.quantity;
	}
	for (int i = 0; i < PRODUCTS; i++) {
		const struct ware *p = settled(&world.products[i]);

		if (p->stock < 0 || out[i] > p->brought)
			broken("never more held and sold than there is",
			    "product %d: %lld held or sold of %lld", i + 1,
			    (long long)out[i], (long long)p->brought);
		if (p->stock + out[i] != p->brought)
			broken("shelf, held and sold are what was brought",
			    "product %d: %lld and %lld of %lld", i + 1,
			    (long long)p->stock, (long long)out[i],
			    (long long)p->brought);
	}
}

/* ---- money --------------------------------------------------------------- */

static void
postings_add_up(const struct deal *d, const struct payment_row *p)
{
	int sales = 0;

	for (int i = 0; i < p->npostings; i++) {
		const struct ledger_line *l = p->postings[i].lines.items;
		int64_t                   sum = 0;

		for (size_t k = 0; k < p->postings[i].lines.n; k++)
			sum += l[k].amount.minor;
		if (sum != 0 || p->postings[i].lines.n < 2)
			broken("each posting adds up to nothing",
			    "order %d: the %s is %lld cents off", d->number,
			    p->postings[i].kind, (long long)sum);
		sales += strcmp(p->postings[i].kind, "sale") == 0;
	}
	if (sales > 1 || (p->row.status == PAYMENT_COMPLETED && sales == 0))
		broken("a payment is one sale", "order %d: %d sales", d->number,
		    sales);
}

/* What an account has of a payment; "owner" NULL: all of the kind. */
static int64_t
balance(const struct payment_row *p, enum ledger_account kind,
    const struct uuid *owner)
{
	int64_t sum = 0;

	for (int i = 0; i < p->npostings; i++) {
		const struct ledger_line *l = p->postings[i].lines.items;

		for (size_t k = 0; k < p->postings[i].lines.n; k++)
			if (l[k].kind == kind &&
			    (owner == NULL || uuid_equal(l[k].owner, *owner)))
				sum += l[k].amount.minor;
	}
	return sum;
}

static void
attempts_are_sound(const struct deal *d, const struct payment_row *p)
{
	int open = 0, charges;

	for (int i = 0; i < p->nattempts; i++)
		open += attempt_open(p->attempts[i].row.status);
	if (open > 1)
		broken("one attempt is open at most", "order %d: %d", d->number,
		    open);
	if (p->row.status == PAYMENT_PROCESSING && open == 0)
		broken("a payment under way has an attempt", "order %d",
		    d->number);
	if (providers_have(p->row.id, &charges) < 0)
		broken("never more is given back than came", "order %d",
		    d->number);
	if (charges > 1)
		broken("one charge an order", "order %d: %d charges", d->number,
		    charges);
	if (-balance(p, LEDGER_BUYER, NULL) < 0)
		broken("never more is given back than came",
		    "order %d, by the ledger", d->number);
}

static void
money_is_sound(const struct deal *d)
{
	const struct payment_row *p = settled(&d->payment);

	if (!p->r.exists)
		return;
	postings_add_up(d, p);
	attempts_are_sound(d, p);
	for (int i = 0; i < p->nshares; i++)
		for (int k = LEDGER_ESCROW; k <= LEDGER_SHIPPING; k++)
			if (balance(p, (enum ledger_account)k,
				&p->shares[i].vendor_id) < 0)
				broken("no vendor's account goes below nothing",
				    "order %d, %s", d->number,
				    ledger_account_words[k]);
}

/* ---- orders -------------------------------------------------------------- */

static bool
may_become(enum order_status from, enum order_status to)
{
	return from == to || (from < ORDER_DELIVERED && to == from + 1) ||
	    (from < ORDER_SHIPPED && to == ORDER_CANCELLED) ||
	    (from < ORDER_CANCELLED && to == ORDER_REFUNDED);
}

static void
steps_are_legal(struct deal *d, const struct order_row *o)
{
	for (int i = 0; i < o->n; i++) {
		enum order_status was = d->seen_any ? d->seen[i] :
						      ORDER_PENDING;

		if (!may_become(was, o->parcels[i].status))
			broken("no step is skipped, none goes back",
			    "order %d: from %s to %s", d->number,
			    order_status_words[was],
			    order_status_words[o->parcels[i].status]);
		d->seen[i] = o->parcels[i].status;
	}
	d->seen_any = true;
}

static bool
is_alive(enum order_status s)
{
	return s >= ORDER_CONFIRMED && s <= ORDER_DELIVERED;
}

static void
goods_are_sold(const struct deal *d, const struct order_row *o)
{
	const struct holding *h = settled(&d->holding);

	for (int i = 0; i < h->n; i++) {
		const struct line *l = &h->lines[i];

		for (int k = 0; k < o->n; k++)
			if (vendor_of(o->parcels[k].vendor_id) ==
				world.products[l->product].vendor &&
			    is_alive(o->parcels[k].status) &&
			    l->status != LINE_SOLD)
				broken("what is confirmed is sold",
				    "order %d is %s, its goods are not",
				    d->number,
				    order_status_words[o->parcels[k].status]);
	}
}

static void
order_is_sound(struct deal *d)
{
	const struct order_row   *o = settled(&d->order);
	const struct payment_row *p = settled(&d->payment);
	enum order_status         least = ORDER_CANCELLED;
	bool                      any = false;

	if (!o->r.exists)
		return;
	for (int i = 0; i < o->n; i++)
		if (o->parcels[i].status != ORDER_CANCELLED &&
		    (!any || o->parcels[i].status < least)) {
			least = o->parcels[i].status;
			any = true;
		}
	if (o->row.status != least)
		broken("an order shows its least advanced parcel",
		    "order %d shows %s", d->number,
		    order_status_words[o->row.status]);
	steps_are_legal(d, o);
	goods_are_sold(d, o);
	if (uuid_given(o->row.payment_id) &&
	    p->row.status != PAYMENT_COMPLETED &&
	    p->row.status != PAYMENT_REFUNDED)
		broken("what an order is paid by is paid", "order %d",
		    d->number);
}

void
rules_check(void)
{
	bool any = world.edited;

	world.edited = false;
	for (int i = 0; i < world.ndeals; i++) {
		struct deal *d = &world.deals[i];

		if (!d->dirty)
			continue;
		any = true;
		order_is_sound(d);
		money_is_sound(d);
		d->dirty = d->order.r.writer != NULL ||
		    d->holding.r.writer != NULL || d->payment.r.writer != NULL;
	}
	if (any)
		stock_adds_up();
}

/* ---- the end ------------------------------------------------------------- */

static int64_t
parcel_sum(const struct parcel *p)
{
	return p->items_amount.minor + p->shipping_amount.minor +
	    p->tax_amount.minor;
}

static void
events_have_ended(void)
{
	for (const struct task *t = tasks; t != NULL; t = t->next)
		broken("everything comes to an end", "%s %s", t->name,
		    program_words[t->program]);
	for (int i = 0; i < world.njobs; i++) {
		const struct queued_job *j = &world.jobs[i];

		if (j->state != JOB_DONE)
			broken("every job is done in the end",
			    "%s of %s, after %lld tries: %s", j->name,
			    who_is(j->event->ev.key), (long long)j->tries,
			    j->why != NULL ? j->why : "not begun");
	}
	for (int i = 0; i < world.nevents; i++)
		if (world.events[i].r.exists && !world.events[i].done)
			broken("every event is done in the end", "%s of %s",
			    world.events[i].ev.name,
			    who_is(world.events[i].ev.key));
}

/* What the order keeps of the buyer's money. */
static int64_t
order_keeps(const struct deal *d)
{
	int64_t sum = 0;

	if (!d->order.r.exists || !uuid_given(d->order.row.payment_id))
		return 0;
	for (int i = 0; i < d->order.n; i++)
		if (is_alive(d->order.parcels[i].status))
			sum += parcel_sum(&d->order.parcels[i]);
	return sum;
}

static void
money_has_ended(const struct deal *d)
{
	const struct payment_row *p = &d->payment;
	int64_t                   keeps = order_keeps(d), has;
	int                       charges;

	if (!p->r.exists)
		return;
	has = providers_have(p->row.id, &charges);
	if (has != keeps)
		broken("what is paid is a confirmed order's, or goes back",
		    "order %d (%s): the provider has %lld cents of %lld",
		    d->number, order_status_words[d->order.row.status],
		    (long long)has, (long long)keeps);
	if (-balance(p, LEDGER_BUYER, NULL) != has)
		broken("the ledger is the provider's truth",
		    "order %d: %lld cents there, %lld here", d->number,
		    (long long)has, (long long)-balance(p, LEDGER_BUYER, NULL));
	for (int i = 0; i < p->nattempts; i++)
		if (attempt_open(p->attempts[i].row.status) &&
		    (!is_alive(d->order.row.status) ||
			uuid_given(d->order.row.payment_id)))
			broken("nobody can pay what is over",
			    "order %d has an open attempt", d->number);
	for (int i = 0; i < p->nrefunds; i++)
		if (p->refunds[i].row.status == REFUND_REQUESTED)
			broken("no refund stays open", "order %d", d->number);
}

static void
vendors_have_theirs(const struct deal *d)
{
	const struct payment_row *p = &d->payment;

	for (int i = 0; p->r.exists && i < d->order.n; i++) {
		const struct parcel *parcel = &d->order.parcels[i];
		int64_t want = uuid_given(d->order.row.payment_id) &&
			is_alive(parcel->status) ?
		    parcel_sum(parcel) :
		    0;
		int64_t has = 0;

		for (int k = LEDGER_ESCROW; k <= LEDGER_SHIPPING; k++)
			has += balance(p, (enum ledger_account)k,
			    &parcel->vendor_id);
		if (has != want)
			broken("a vendor's accounts hold its parcels",
			    "order %d, vendor %d: %lld cents, not %lld",
			    d->number, vendor_of(parcel->vendor_id) + 1,
			    (long long)has, (long long)want);
	}
}

static void
order_has_ended(const struct deal *d)
{
	const struct holding *h = &d->holding;
	const struct order   *o = &d->order.row;
	int64_t               back;

	for (int i = 0; h->r.exists && i < h->n; i++)
		if (h->lines[i].status == LINE_HELD)
			broken("nothing stays held", "order %d", d->number);
	if (!d->order.r.exists)
		return;
	if (o->status == ORDER_PENDING)
		broken("no order waits for ever", "order %d", d->number);
	back = uuid_given(o->payment_id) ?
	    o->total_amount.minor - order_keeps(d) :
	    0;
	if (o->refunded_amount.minor != back)
		broken("an order knows what went back",
		    "order %d (%s): %lld cents, not %lld", d->number,
		    order_status_words[o->status],
		    (long long)o->refunded_amount.minor, (long long)back);
}

void
rules_check_end(void)
{
	rules_check();
	events_have_ended();
	for (int i = 0; i < world.ndeals; i++) {
		money_has_ended(&world.deals[i]);
		vendors_have_theirs(&world.deals[i]);
		order_has_ended(&world.deals[i]);
	}
}
