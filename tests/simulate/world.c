/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/simulate/world.h"

#define ARENA_MAX ((size_t)512 * 1024 * 1024)
#define NAMES_MAX 1024 /* twice the deals' two identifiers */
#define START_US  (INT64_C(1767225600) * SECOND_US)

struct world world;

const char *const count_words[] = { "orders", "paid", "refunds", "surpluses",
	"expired", "edits", "requests", "messages", "kills", "faults" };

/* Deals by the identifiers they are known by. */
static struct {
	struct uuid  id;
	struct deal *deal;
} names[NAMES_MAX];

const char *
keep(const char *s)
{
	return s == NULL ? NULL : arena_strdup(world.arena, s);
}

uint64_t
name_hash(const char *s)
{
	return text_hash(s, strlen(s));
}

/* ---- deals --------------------------------------------------------------- */

static size_t
place_of(struct uuid id)
{
	size_t i = name_hash(id.text) % NAMES_MAX;

	while (names[i].deal != NULL && !uuid_equal(names[i].id, id))
		i = (i + 1) % NAMES_MAX;
	return i;
}

struct deal *
deal_of(struct uuid order_id)
{
	return names[place_of(order_id)].deal;
}

struct deal *
deal_of_payment(struct uuid payment_id)
{
	return names[place_of(payment_id)].deal;
}

void
deal_know(struct deal *d, struct uuid id)
{
	size_t i = place_of(id);

	names[i].id = id;
	names[i].deal = d;
}

struct deal *
deal_add(struct uuid order_id)
{
	struct deal *d = deal_of(order_id);

	if (d != NULL || world.ndeals == DEALS_MAX)
		return d;
	d = &world.deals[world.ndeals++];
	d->number = world.ndeals;
	d->id = order_id;
	deal_know(d, order_id);
	return d;
}

int
vendor_of(struct uuid vendor_id)
{
	int i = 0;

	while (!uuid_equal(world.vendors[i], vendor_id))
		i++;
	return i;
}

/* ---- the beginning ------------------------------------------------------- */

/* Few pieces in some worlds, so that people have to fight for them. */
static void
products_make(struct rng *r)
{
	unsigned many = rng_below(r, 2) == 0 ? 40 : 6;

	for (int i = 0; i < PRODUCTS; i++) {
		struct ware *p = &world.products[i];

		*p = (struct ware){ .r.exists = true,
			.id = uuid_new(),
			.vendor = i % VENDORS,
			.price = CENTS(1 + rng_below(r, 9000)),
			.stock = 1 + rng_below(r, many),
			.version = 1 };
		p->brought = p->stock;
	}
}

void
world_begin(uint64_t seed)
{
	static const unsigned storms[] = { 0, 5, 20, 50, 100, 200 };

	world.arena = arena_new(ARENA_MAX);
	world.now_us = START_US;
	rng_seed(&world.dice, mix64(seed));
	world.storm = storms[rng_below(&world.dice, 6)];
	products_make(&world.dice);
	for (int i = 0; i < VENDORS; i++) {
		world.vendors[i] = uuid_new();
		world.vendor_users[i] = uuid_new();
	}
	for (int i = 0; i < BUYERS; i++) {
		world.buyers[i] = uuid_new();
		world.carts[i] = (struct cart_row){ .r.exists = true,
			.id = uuid_new(),
			.user_id = world.buyers[i] };
	}
	world.admin = uuid_new();
}

/* ---- telling ------------------------------------------------------------- */

/* At rest things repeat themselves: each is told once. */
static bool
was_said(const char *line)
{
	static uint64_t said[4096];
	uint64_t        h = name_hash(line + strcspn(line, " "));
	size_t          i = h % 4096;

	if (!world.calm)
		return false;
	for (; said[i] != 0; i = (i + 1) % 4096)
		if (said[i] == h)
			return true;
	said[i] = h;
	return false;
}

void
say(const char *fmt, ...)
{
	int64_t ms = (world.now_us - START_US) / 1000;
	char    line[600];
	va_list ap;

	if (!world.loud)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (!was_said(line))
		printf("  %6lld.%03lld  %s\n", (long long)(ms / 1000),
		    (long long)(ms % 1000), line);
}

const char *
who_is(struct uuid id)
{
	static char        text[4][24];
	static unsigned    next;
	char              *to = text[next++ % 4];
	const struct deal *d = deal_of(id);

	if (d == NULL)
		return "somebody";
	snprintf(to, sizeof(*text), "%s %d",
	    uuid_equal(d->id, id) ? "order" : "payment", d->number);
	return to;
}

void
broken(const char *rule, const char *fmt, ...)
{
	va_list ap;

	if (world.broken != NULL)
		return;
	world.broken = rule;
	va_start(ap, fmt);
	vsnprintf(world.why, sizeof(world.why), fmt, ap);
	va_end(ap);
	say("BROKEN: %s: %s", rule, world.why);
}
