/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "tests/simulate/people.h"
#include "tests/simulate/provider.h"

static struct person {
	struct letter last; /* kept, to be sent again */
	unsigned      keys; /* used up; the present one is this */
} people[BUYERS];

static unsigned
dice(unsigned n)
{
	return rng_below(&world.dice, n);
}

/* ---- letters ------------------------------------------------------------- */

static const char *
text(const char *fmt, const char *a)
{
	return arena_printf(world.arena, fmt, a);
}

static struct session
session_of(struct uuid user, enum role role)
{
	return (struct session){ .id = user,
		.user_id = user,
		.email = "somebody@example.com",
		.role = role };
}

static void
post(const struct step *s, const struct letter *l, const char *who)
{
	struct task *t = task_request(NULL, s->n, l);

	say("%s %s: %s %s%s%s%s%s", t->name, who,
	    (const char *[]){ "GET", "POST", "PUT", "DELETE" }[l->method],
	    l->path, l->key != NULL ? ", key " : "",
	    l->key != NULL ? l->key : "",
	    l->body != NULL && l->event < 0 ? " " : "",
	    l->body != NULL && l->event < 0 ? l->body : "");
}

/* The same key until somebody has answered it. */
static const char *
key_of(int buyer)
{
	return arena_printf(world.arena, "b%d-%u", buyer, people[buyer].keys);
}

static void
buyer_posts(const struct step *s, struct letter *l)
{
	int b = s->person;

	l->buyer = b;
	l->event = -1;
	l->session = session_of(world.buyers[b], ROLE_BUYER);
	people[b].last = *l;
	post(s, l, arena_printf(world.arena, "buyer %d", b + 1));
}

/* ---- buyers -------------------------------------------------------------- */

static void
fill(int buyer)
{
	struct cart_row *c = &world.carts[buyer];

	if (c->r.writer != NULL)
		return;
	c->n = 0;
	for (unsigned n = 1 + dice(3); n > 0; n--) {
		const struct ware *p = &world.products[dice(PRODUCTS)];

		c->lines[c->n++] = (struct cart_line){ .cart_id = c->id,
			.id = uuid_new(),
			.product_id = p->id,
			.quantity = 1 + dice(3),
			.price = p->price,
			.name = "A Product" };
	}
	say("buyer %d fills the cart with %d things", buyer + 1, c->n);
}

static const char *
any_method(void)
{
	return providers_at[dice(3) == 0 ? 1 : 0]->word;
}

static void
check_out(const struct step *s)
{
	static const char form[] =
	    "{\"shippingAddress\":{\"fullName\":\"A Buyer\",\"line1\":\"1 "
	    "Lane\","
	    "\"city\":\"Town\",\"postalCode\":\"1\",\"country\":\"DE\"},"
	    "\"paymentMethod\":\"%s\"}";
	struct letter l = { .program = PROGRAM_ORDERS,
		.method = POST,
		.path = "/api/checkout" };

	l.body = text(form, any_method());
	/* Two windows are two keys; some programs send none. */
	if (dice(8) == 0)
		people[s->person].keys++;
	if (dice(10) != 0)
		l.key = key_of(s->person);
	buyer_posts(s, &l);
}

static void
add_payment(const struct step *s, const struct deal *d)
{
	struct letter l = { .program = PROGRAM_PAYMENTS,
		.method = POST,
		.path = "/api/payments",
		.key = key_of(s->person),
		.body = arena_printf(world.arena,
		    "{\"orderId\":\"%s\",\"method\":\"%s\"}", d->id.text,
		    any_method()) };

	buyer_posts(s, &l);
}

static void
pay(const struct step *s, const struct deal *d)
{
	static const char *const cards[] = { "pm_card_visa", "pm_card_visa",
		"pm_card_chargeDeclined", "pm_card_slow",
		"pm_card_authenticationRequired" };
	struct letter            l = { .program = PROGRAM_PAYMENTS,
			   .method = POST,
			   .path = text("/api/payments/%s/process",
			       d->payment.row.id.text) };
	const char              *approval;

	if (!d->payment.r.exists || d->payment.nattempts > ATTEMPTS_MAX - 8)
		return;
	if (dice(4) != 0)
		l.key = key_of(s->person);
	l.body = dice(5) == 0 ?
	    "{}" :
	    text("{\"paymentMethodId\":\"%s\"}", cards[dice(5)]);
	approval = approver_signs(world.arena, d->payment.row.id, dice(3) == 0);
	if (approval != NULL && dice(2) == 0)
		l.body = text("{\"approval\":\"%s\"}", approval);
	buyer_posts(s, &l);
}

static void
go_to_pay(const struct step *s, const struct deal *d)
{
	struct letter l = { .program = PROGRAM_PAYMENTS,
		.method = POST,
		.path = text("/pay/%s", d->id.text),
		.is_form = true,
		.body = dice(2) == 0 ?
		    "" :
		    text("idempotencyKey=%s", key_of(s->person)) };

	if (d->payment.nattempts > ATTEMPTS_MAX - 8)
		return;
	buyer_posts(s, &l);
}

static void
come_back(const struct step *s, const struct deal *d)
{
	struct letter l = { .program = PROGRAM_PAYMENTS,
		.method = GET,
		.path = text("/pay/%s/return", d->id.text) };

	buyer_posts(s, &l);
}

static void
cancel(const struct step *s, const struct deal *d)
{
	struct letter l = { .program = PROGRAM_ORDERS,
		.method = PUT,
		.path = text("/api/orders/%s/status", d->id.text),
		.body = "{\"status\":\"CANCELLED\"}" };

	buyer_posts(s, &l);
}

void
buyer_acts(const struct step *s, struct deal *d)
{
	struct person *p = &people[s->person];

	if (s->op == BUYER_FILLS)
		fill(s->person);
	else if (s->op == BUYER_CHECKS_OUT && world.ndeals < DEALS_MAX)
		check_out(s);
	else if (s->op == BUYER_REPEATS && p->last.path != NULL)
		post(s, &p->last, "again");
	if (d == NULL || !d->order.r.exists)
		return;
	switch ((enum buyer_op)s->op) {
	case BUYER_ADDS_PAYMENT: add_payment(s, d); break;
	case BUYER_PAYS: pay(s, d); break;
	case BUYER_GOES_TO_PAY: go_to_pay(s, d); break;
	case BUYER_RETURNS: come_back(s, d); break;
	case BUYER_CANCELS: cancel(s, d); break;
	default: break;
	}
}

/* ---- who sells, and who runs it ------------------------------------------ */

static const char *
status_wanted(enum order_status now)
{
	static const char *const words[] = { "CONFIRMED", "PROCESSING",
		"SHIPPED", "DELIVERED", "DELIVERED", "CANCELLED", "REFUNDED" };

	return dice(3) != 0 ? words[now] : words[dice(7)];
}

void
seller_acts(const struct step *s, struct deal *d)
{
	const struct parcel *p;
	struct letter        l = { .program = PROGRAM_ORDERS,
		       .method = PUT,
		       .buyer = -1,
		       .event = -1 };

	if (d == NULL || !d->order.r.exists)
		return;
	p = &d->order.parcels[s->person % d->order.n];
	l.path = text("/api/orders/%s/status", d->id.text);
	l.body = text("{\"status\":\"%s\"}",
	    dice(8) == 0 ? "CANCELLED" : status_wanted(p->status));
	l.session = session_of(p->vendor_user_id, ROLE_VENDOR);
	post(s, &l, "a vendor");
}

/* What a vendor has read of a product a while ago. */
static struct form {
	int          product;
	int64_t      version, stock; /* version 0: none is open */
	struct money price;
} forms[VENDORS];
static struct letter last_edits[VENDORS];

static void
vendor_opens(int vendor)
{
	int product = vendor + VENDORS * (int)dice(PRODUCTS / VENDORS);
	const struct ware *p = &world.products[product];

	if (p->r.writer != NULL)
		p = p->r.before;
	forms[vendor] = (struct form){ product, p->version, p->stock,
		p->price };
	say("vendor %d reads product %d: version %lld, %lld pieces", vendor + 1,
	    product + 1, (long long)p->version, (long long)p->stock);
}

static void
vendor_posts(const struct step *s, struct letter *l,
    const struct vendor_edit *e)
{
	struct vendor_edit *kept = arena_alloc(world.arena, sizeof(*kept));
	int                 v = s->person;

	*kept = *e;
	l->program = PROGRAM_PRODUCTS;
	l->path = arena_printf(world.arena, "%s/vendor/products/%s",
	    l->is_form ? "" : "/api", world.products[forms[v].product].id.text);
	l->session = session_of(world.vendor_users[v], ROLE_VENDOR);
	l->buyer = l->event = -1;
	l->edit = kept;
	last_edits[v] = *l;
	post(s, l, arena_printf(world.arena, "vendor %d", v + 1));
}

/* Another price, or only other words, and more pieces or fewer. */
static void
vendor_saves(const struct step *s, const struct form *f)
{
	struct vendor_edit e = { .version = f->version,
		.pieces = dice(3) == 0 ? (int64_t)dice(7) - 2 : 0 };
	struct letter      l = { .method = POST, .is_form = true };

	if (f->stock + e.pieces < 0)
		e.pieces = 0;
	l.body = arena_printf(world.arena,
	    "_method=PUT&formShows=true&isActive=true&name=A+Product"
	    "&version=%lld&stockWas=%lld&stockQuantity=%lld&price=%lld.%02lld",
	    (long long)f->version, (long long)f->stock,
	    (long long)(f->stock + e.pieces),
	    (long long)(f->price.minor / 100) + (dice(4) == 0),
	    (long long)(f->price.minor % 100));
	vendor_posts(s, &l, &e);
}

static void
vendor_adds(const struct step *s, const struct form *f)
{
	struct vendor_edit e = { .version = INT_NONE,
		.pieces = (int64_t)dice(6) };
	struct letter      l = { .method = PUT };

	if (dice(3) == 0) {
		e.version = f->version;
		l.if_match = arena_printf(world.arena, "\"v%lld\"",
		    (long long)f->version);
	}
	l.body = arena_printf(world.arena,
	    "{\"stockQuantity\":%lld,\"stockWas\":%lld}",
	    (long long)(f->stock + e.pieces), (long long)f->stock);
	vendor_posts(s, &l, &e);
}

static void
vendor_counts(const struct step *s)
{
	struct vendor_edit e = { INT_NONE, true, (int64_t)dice(12) };
	struct letter      l = { .method = PUT };

	l.body = arena_printf(world.arena, "{\"stockQuantity\":%lld}",
	    (long long)e.pieces);
	vendor_posts(s, &l, &e);
}

void
vendor_acts(const struct step *s)
{
	const struct form *f = &forms[s->person];

	if (f->version == 0 || s->op % VENDOR_OPS == VENDOR_OPENS) {
		vendor_opens(s->person);
		return;
	}
	switch ((enum vendor_op)(s->op % VENDOR_OPS)) {
	case VENDOR_SAVES: vendor_saves(s, f); break;
	case VENDOR_ADDS: vendor_adds(s, f); break;
	case VENDOR_COUNTS: vendor_counts(s); break;
	case VENDOR_REPEATS:
		if (last_edits[s->person].path != NULL)
			post(s, &last_edits[s->person], "again");
		break;
	default: break;
	}
}

void
admin_acts(const struct step *s, struct deal *d)
{
	struct letter l = { .program = PROGRAM_ORDERS,
		.method = PUT,
		.buyer = -1,
		.event = -1,
		.session = session_of(world.admin, ROLE_ADMIN) };
	const char   *to;

	if (d == NULL || !d->order.r.exists)
		return;
	to = dice(4) == 0 ? "REFUNDED" :
	    dice(3) == 0  ? "CANCELLED" :
			    status_wanted(d->order.row.status);
	l.path = text("/api/orders/%s/status", d->id.text);
	l.body = dice(2) == 0 ?
	    text("{\"status\":\"%s\"}", to) :
	    arena_printf(world.arena, "{\"status\":\"%s\",\"vendorId\":\"%s\"}",
		to, d->order.parcels[s->person % d->order.n].vendor_id.text);
	post(s, &l, "the shop");
}

/* ---- at the provider ----------------------------------------------------- */

void
page_visit(struct deal *d)
{
	bool is_good = dice(4) != 0;

	providers_clock();
	for (int i = 0; providers_at[i] != NULL; i++)
		providers_at[i]->visit(d->payment.row.id, is_good);
}

void
webhook_send(const struct step *s, struct message *m)
{
	struct message made = { .at = providers_at[dice(2)],
		.id = "evt_made",
		.object_id = "pi_made",
		.type = "payment_intent.succeeded" };
	struct letter  l = { .program = PROGRAM_PAYMENTS,
		 .method = POST,
		 .buyer = -1,
		 .event = m != NULL ? (int)(m - there.messages) : -2 };
	bool           is_forged = m == NULL;

	if (m != NULL && m->more > 0)
		m->more--;
	if (m == NULL)
		m = &made;
	l.path = m->at->webhook;
	l.variable = m->at->variable;
	l.body = m->at->body(world.arena, m);
	l.signature = m->at->sign(world.arena, l.body, is_forged);
	world.counts[COUNT_MESSAGES]++;
	post(s, &l,
	    is_forged ? "somebody" :
			arena_printf(world.arena, "the provider (%s %s)",
			    m->type, m->object_id));
}

/* ---- answers ------------------------------------------------------------- */

/* Whoever sees the address of a page may pay on it. */
static void
pages_seen(const char *seen)
{
	for (int i = 0; providers_at[i] != NULL; i++)
		providers_at[i]->seen(seen);
}

void
answered(struct task *t, int status, const char *body, const char *headers)
{
	bool is_lost = !world.calm && rng_chance(&world.dice, world.storm / 2);

	if (status != 0)
		say("%s is answered %d%s", t->name, status,
		    is_lost ? ", which gets lost" : "");
	if (t->letter.event >= 0) {
		if (status == 200 && !is_lost)
			there.messages[t->letter.event].taken = true;
		return;
	}
	if (status == 0 || is_lost)
		return;
	pages_seen(body);
	pages_seen(headers);
	if (status < 500 && status != 409)
		people[t->letter.buyer].keys++;
}
