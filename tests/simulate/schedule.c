/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "fcgi/worker/worker.h"
#include "tests/simulate/db_events.h"
#include "tests/simulate/events.h"
#include "tests/simulate/people.h"
#include "tests/simulate/provider.h"

#define TASKS_FEW  5
#define TASKS_MOST 12
#define REST_N     1000000 /* the names of what happens at rest */

static const char *const workers[] = { "worker-1", "worker-2" };
static bool              restarted[2] = { true, true };

/* ---- a worker's round ---------------------------------------------------- */

static void
work(struct task *t)
{
	struct worker w = { .name = t->worker,
		.arena = t->arena,
		.notify = &t->db };
	int           i = t->worker == workers[1];

	if (restarted[i] && db_jobs_release(&t->db, t->worker) == ERR_OK)
		restarted[i] = false;
	jobs_run(&w, LANE_CALL, 8);
}

static void
worker_begin(uint32_t n, int i)
{
	for (const struct task *t = tasks; t != NULL; t = t->next)
		if (t->worker == workers[i])
			return;
	task_worker(n, workers[i], work);
}

/* ---- what a step does ---------------------------------------------------- */

static struct deal *
deal_find(uint32_t hash)
{
	for (int i = 0; i < world.ndeals; i++)
		if ((uint32_t)name_hash(world.deals[i].id.text) == hash)
			return &world.deals[i];
	return NULL;
}

static void
task_step(const struct step *s)
{
	struct task *t = task_find(s->task);

	if (t == NULL)
		return;
	if (s->act == DO_LEAVE && t->child != NULL)
		task_leave(t);
	else if (s->act == DO_KILL) {
		if (t->worker != NULL)
			restarted[t->worker == workers[1]] = true;
		task_kill(t);
	} else if (s->act == DO_GO && task_may_go(t))
		task_go(t);
}

/* A request that got lost arrives; cards are looked into; refunds end. */
static void
there_step(void)
{
	providers_clock();
	if (there.nghosts > 0) {
		struct ghost *g = &there.ghosts[rng_below(&world.dice,
		    (unsigned)there.nghosts)];
		const char   *body;

		if (!g->gone && rng_chance(&world.dice, 700)) {
			say("provider: %s %s arrives late", g->method, g->path);
			provider_serve(world.arena, g, &body);
		}
		g->gone = true;
	}
	providers_work();
}

static void
timer_step(uint32_t n, unsigned which)
{
	static const struct letter timers[] = {
		{ PROGRAM_ORDERS, POST, "/internal/orders/expire", .buyer = -1,
		    .event = -1 },
		{ PROGRAM_PAYMENTS, POST, "/internal/payments/reconcile",
		    .buyer = -1, .event = -1 },
		{ PROGRAM_PRODUCTS, POST, "/internal/reservations/expire",
		    .buyer = -1, .event = -1 },
	};

	say("#%u timer: %s", n, timers[which].path);
	task_request(NULL, n, &timers[which]);
}

/* To the moment when an order's time is over, or just about. */
static void
time_to_edge(const struct deal *d)
{
	int64_t at = d->holding.expires_us - 100000 +
	    rng_below(&world.dice, 200000);

	if (at > world.now_us)
		world.now_us = at;
	say("the time of %s is over", who_is(d->id));
}

static void
time_step(unsigned kind, const struct deal *d)
{
	static const int64_t most[] = { 1, 1, 2, 5, 30, 120 };
	int64_t              s = 1 +
	    (int64_t)rng_below(&world.dice, (unsigned)most[kind % 6]);

	if (kind >= 50 && d != NULL && d->order.row.status == ORDER_PENDING) {
		time_to_edge(d);
		return;
	}
	if (rng_chance(&world.dice, 15))
		s *= 60;
	world.now_us += s * SECOND_US;
	say("%lld seconds go by", (long long)s);
}

static void
shop_step(const struct step *s)
{
	struct deal *d = deal_find(s->deal);
	unsigned     m = (unsigned)there.nmessages;

	switch ((enum doing)s->act) {
	case DO_BUYER: buyer_acts(s, d); break;
	case DO_SELLER: seller_acts(s, d); break;
	case DO_VENDOR: vendor_acts(s); break;
	case DO_ADMIN: admin_acts(s, d); break;
	case DO_PAGE:
		if (d != NULL && d->payment.r.exists)
			page_visit(d);
		break;
	case DO_WEBHOOK:
		m = m == 0 || s->op == 0 ?
		    0 :
		    1 + rng_below(&world.dice, m < 12 ? m : 12);
		webhook_send(s,
		    m == 0 ? NULL :
			     &there.messages[(unsigned)there.nmessages - m]);
		break;
	default: break;
	}
}

void
step_take(const struct step *s)
{
	rng_seed(&world.dice, s->dice);
	world.now_us += 1000 + rng_below(&world.dice, 20000);
	switch ((enum doing)s->act) {
	case DO_GO:
	case DO_KILL:
	case DO_LEAVE: task_step(s); break;
	case DO_THERE: there_step(); break;
	case DO_RELAY: events_relay(1 + (int)rng_below(&world.dice, 20)); break;
	case DO_TAKE: events_take(1 + (int)rng_below(&world.dice, 20)); break;
	case DO_TELL: events_tell(); break;
	case DO_FLUSH: events_flush(); break;
	case DO_WORKER: worker_begin(s->n, s->op % 2); break;
	case DO_TIMER: timer_step(s->n, s->op % 3); break;
	case DO_TIME: time_step(s->op, deal_find(s->deal)); break;
	default: shop_step(s);
	}
}

/* ---- what could be next -------------------------------------------------- */

static void
choose_task(struct rng *r, struct step *out)
{
	unsigned     n = rng_below(r, (unsigned)task_count());
	struct task *t = tasks;

	while (n-- > 0)
		t = t->next;
	out->act = DO_GO;
	if (!task_may_go(t) && t->child != NULL &&
	    rng_chance(r, world.storm / 4))
		out->act = DO_LEAVE;
	else if (rng_chance(r, world.storm / 10))
		out->act = DO_KILL;
	/* Whoever waits for somebody is helped by helping that one. */
	while (out->act == DO_GO && t->child != NULL)
		t = t->child;
	out->task = t->id;
}

static uint32_t
choose_deal(struct rng *r)
{
	unsigned n = (unsigned)world.ndeals, near = n < 8 ? n : 8;

	if (n == 0)
		return 0;
	n -= 1 + (rng_chance(r, 900) ? rng_below(r, near) : rng_below(r, n));
	return (uint32_t)name_hash(world.deals[n].id.text);
}

/* What a buyer would do who wants what is in the cart. */
static enum buyer_op
next_op(const struct cart_row *c, const struct deal *d)
{
	bool is_open = d != NULL && d->order.row.status == ORDER_PENDING;

	if (!is_open)
		return c->n == 0 ? BUYER_FILLS : BUYER_CHECKS_OUT;
	if (!d->payment.r.exists)
		return BUYER_ADDS_PAYMENT;
	return d->payment.row.status == PAYMENT_PROCESSING ? BUYER_RETURNS :
							     BUYER_PAYS;
}

static struct deal *
last_deal(int buyer)
{
	for (int i = world.ndeals - 1; i >= 0; i--)
		if (world.deals[i].order.r.exists &&
		    uuid_equal(world.buyers[buyer],
			world.deals[i].order.row.user_id))
			return &world.deals[i];
	return NULL;
}

static void
choose_buyer(struct rng *r, struct step *out)
{
	static const uint8_t whims[] = { BUYER_FILLS, BUYER_CHECKS_OUT,
		BUYER_REPEATS, BUYER_REPEATS, BUYER_ADDS_PAYMENT, BUYER_PAYS,
		BUYER_PAYS, BUYER_GOES_TO_PAY, BUYER_GOES_TO_PAY,
		BUYER_GOES_TO_PAY, BUYER_RETURNS, BUYER_CANCELS };
	struct deal         *d;
	int                  buyer = (int)rng_below(r, BUYERS);

	out->act = DO_BUYER;
	out->person = (uint16_t)buyer;
	d = last_deal(buyer);
	out->op = rng_chance(r, 500) ?
	    (uint8_t)next_op(&world.carts[buyer], d) :
	    whims[rng_below(r, sizeof(whims))];
	if (d != NULL)
		out->deal = (uint32_t)name_hash(d->id.text);
}

/* Nothing would come of it. */
static bool
is_idle(uint8_t act)
{
	int i;

	switch (act) {
	case DO_TAKE: return world.nstream == 0;
	case DO_WORKER:
		return world.first_open == world.njobs ||
		    (tasks != NULL && tasks->worker != NULL);
	case DO_RELAY:
		for (i = world.nevents; i > 0; i--)
			if (world.events[i - 1].r.exists &&
			    world.events[i - 1].published_us == 0)
				return false;
		return world.nevents % 16 != 0;
	default: return false;
	}
}

static void
choose_other(struct rng *r, struct step *out)
{
	static const uint8_t often[] = { DO_SELLER, DO_SELLER, DO_SELLER,
		DO_SELLER, DO_VENDOR, DO_VENDOR, DO_ADMIN, DO_ADMIN, DO_PAGE,
		DO_PAGE, DO_PAGE, DO_THERE, DO_WEBHOOK, DO_WEBHOOK, DO_RELAY,
		DO_RELAY, DO_TAKE, DO_TAKE, DO_TELL, DO_WORKER, DO_WORKER,
		DO_TIMER, DO_TIME };

	do
		out->act = often[rng_below(r, sizeof(often))];
	while (is_idle(out->act));
	if (out->act == DO_TELL && rng_chance(r, world.storm / 4))
		out->act = DO_FLUSH;
	out->op = (uint8_t)rng_below(r, 60);
	out->person = (uint16_t)rng_below(r, VENDORS);
	out->deal = choose_deal(r);
}

void
step_choose(struct rng *r, uint32_t n, struct step *out)
{
	int live = task_count();

	*out = (struct step){ .n = n };
	if (live > 0 &&
	    rng_below(r, 1000) < (live < TASKS_FEW         ? 700 :
					 live < TASKS_MOST ? 850 :
							     1000))
		choose_task(r, out);
	else if (rng_chance(r, 350))
		choose_buyer(r, out);
	else
		choose_other(r, out);
	out->dice = rng_next(r);
}

/* ---- the end ------------------------------------------------------------- */

static void
all_go(void)
{
	for (bool any = true; any;) {
		any = false;
		for (struct task *t = tasks; t != NULL && !any; t = t->next)
			if (task_may_go(t)) {
				task_go(t);
				any = true;
			}
	}
}

static bool
at_rest(void)
{
	for (int i = 0; i < world.nevents; i++)
		if (world.events[i].r.exists && !world.events[i].done)
			return false;
	for (int i = 0; i < there.nmessages; i++)
		if (!there.messages[i].taken)
			return false;
	return tasks == NULL;
}

/* A person looks at what was given up, and has it tried once more. */
static void
dead_again(void)
{
	for (int i = 0; i < world.njobs; i++)
		if (world.jobs[i].state == JOB_DEAD)
			job_retry(&world.jobs[i]);
}

static void
round_of_rest(uint32_t n)
{
	struct step s = { .n = n };

	there_step();
	for (int i = 0; i < there.nmessages; i++)
		if (!there.messages[i].taken || there.messages[i].more > 0) {
			s.n++;
			webhook_send(&s, &there.messages[i]);
			all_go();
		}
	if (n == REST_N)
		dead_again();
	events_relay(EVENTS_MAX);
	events_take(STREAM_MAX);
	for (int i = 0; i < 20; i++) {
		worker_begin(s.n + 1, i % 2);
		all_go();
	}
	events_tell();
	for (unsigned i = 0; i < 3; i++) {
		timer_step(s.n + 2 + i, i);
		all_go();
	}
}

void
a_round(void)
{
	static uint32_t n = 2 * REST_N;

	round_of_rest(n += 1000);
	world.now_us += MINUTE_US;
}

void
come_to_rest(void)
{
	say("From here on nothing fails, and nobody does anything.");
	world.calm = true;
	rng_seed(&world.dice, 0);
	there.nghosts = 0;
	all_go();
	/* Two hours in minutes, then two days in longer and longer steps. */
	for (uint32_t i = 0; i < 400; i++) {
		round_of_rest(REST_N + i * 1000);
		if (i > 60 && at_rest())
			return;
		world.now_us += (i < 120 ? 1 : 10) * MINUTE_US;
	}
}
