/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/simulate/at_stripe.h"
#include "tests/simulate/people.h"
#include "tests/simulate/rules.h"
#include "tests/simulate/scenes.h"

static unsigned letters; /* sent in this scene */

/* ---- what scenes are made of --------------------------------------------- */

static void
want(bool holds, const char *what)
{
	if (!holds)
		broken("the scene goes as it should", "%s", what);
}

/* Its innermost call goes on, "times" times or until it has ended. */
static void
go(struct task *t, int times)
{
	uint64_t id = t->id;

	for (; times != 0 && (t = task_find(id)) != NULL; times--) {
		while (t->child != NULL)
			t = t->child;
		task_go(t);
		rules_check();
	}
}

static struct task *
begin(enum program program, enum method method, const char *path,
    const char *body, struct uuid who, enum role role)
{
	struct letter l = { .program = program,
		.method = method,
		.path = path,
		.body = body,
		.is_form = strncmp(path, "/pay/", 5) == 0,
		.session = { who, who, "somebody@example.com", role },
		.buyer = -1,
		.event = -1 };

	return task_request(NULL, ++letters, &l);
}

static const char *
path_of(const char *before, const char *after)
{
	return arena_printf(world.arena, "%s/%s%s", before,
	    world.deals[0].id.text, after);
}

static void
set_status(struct uuid who, enum role role, const char *body)
{
	go(begin(PROGRAM_ORDERS, PUT, path_of("/api/orders", "/status"), body,
	       who, role),
	    -1);
}

/* One piece of each of the first "n" products, of as many vendors. */
static struct deal *
order_by(int n, const char *method)
{
	struct cart_row *c = &world.carts[0];

	for (int i = 0; i < n; i++)
		c->lines[c->n++] = (struct cart_line){ .cart_id = c->id,
			.id = uuid_new(),
			.product_id = world.products[i].id,
			.quantity = 1,
			.price = world.products[i].price,
			.name = "A Product" };
	go(begin(PROGRAM_ORDERS, POST, "/api/checkout",
	       arena_printf(world.arena,
		   "{\"shippingAddress\":{\"fullName\":\"A\",\"line1\":\"1\","
		   "\"city\":\"T\",\"postalCode\":\"1\",\"country\":\"DE\"},"
		   "\"paymentMethod\":\"%s\"}",
		   method),
	       world.buyers[0], ROLE_BUYER),
	    -1);
	want(world.ndeals == 1 && world.deals[0].order.r.exists,
	    "there is an order");
	return &world.deals[0];
}

static struct deal *
order(int n)
{
	return order_by(n, at_stripe.word);
}

static struct task *
page_asked(void)
{
	return begin(PROGRAM_PAYMENTS, POST, path_of("/pay", ""), "",
	    world.buyers[0], ROLE_BUYER);
}

static void
pay(struct deal *d)
{
	go(page_asked(), -1);
	go(begin(PROGRAM_PAYMENTS, POST,
	       arena_printf(world.arena, "/api/payments/%s/process",
		   d->payment.row.id.text),
	       "{\"paymentMethodId\":\"pm_card_visa\"}", world.buyers[0],
	       ROLE_BUYER),
	    -1);
	want(d->payment.row.status == PAYMENT_COMPLETED, "it is paid");
}

static const char *
of_vendor(const struct deal *d, const char *status)
{
	return arena_printf(world.arena,
	    "{\"status\":\"%s\",\"vendorId\":\"%s\"}", status,
	    d->order.parcels[0].vendor_id.text);
}

static void
cancel_a_part(struct deal *d)
{
	set_status(world.admin, ROLE_ADMIN, of_vendor(d, "CANCELLED"));
}

static void
refuse_all(void)
{
	for (int i = 0; i < stripe.ngiven; i++)
		if (stripe.given[i].status == GIVEN_PENDING)
			given_end(&stripe.given[i], false);
}

static bool
is_given_up(const char *job)
{
	for (int i = 0; i < world.njobs; i++)
		if (world.jobs[i].state == JOB_DEAD &&
		    strcmp(world.jobs[i].name, job) == 0)
			return true;
	return false;
}

static void
wait_for_refund(void)
{
	for (int i = 0; i < 99 && stripe.ngiven == 0; i++)
		a_round();
	want(stripe.ngiven == 1, "a refund was asked for");
}

/* ---- scenes -------------------------------------------------------------- */

static void
goods_stay_sold_until_a_refund_is_certain(int killed_after)
{
	struct task *t;
	uint64_t     id;

	pay(order(2));
	t = begin(PROGRAM_ORDERS, PUT, path_of("/api/orders", "/status"),
	    "{\"status\":\"REFUNDED\"}", world.admin, ROLE_ADMIN);
	id = t->id;
	go(t, killed_after);
	if ((t = task_find(id)) != NULL)
		task_kill(t);
}

static void
what_is_paid_for_a_cancelled_part_goes_back(int unused)
{
	struct deal *d = order(2);

	(void)unused;
	go(page_asked(), -1);
	set_status(world.admin, ROLE_ADMIN, "{\"status\":\"CONFIRMED\"}");
	cancel_a_part(d);
	come_to_rest();
	rules_check_end();
	pay(d);
	come_to_rest();
	want(d->order.row.refunded_amount.minor > 0, "a part goes back");
}

static void
the_last_parcel_takes_the_payment_along(int unused)
{
	struct deal *d = order(1);

	(void)unused;
	go(page_asked(), -1);
	cancel_a_part(d);
	come_to_rest();
	want(d->payment.row.status == PAYMENT_CANCELLED,
	    "the payment is cancelled");
}

static void
an_attempt_named_meanwhile_is_not_over(int unused)
{
	struct deal *d = order(1);
	struct task *slow = page_asked(), *other;

	(void)unused;
	for (int i = 0; i < 9 && stripe.nsessions == 0; i++)
		go(slow, 1);
	world.now_us += 30 * SECOND_US;
	other = page_asked();
	go(other, 3); /* has found it nameless */
	go(slow, -1);
	go(other, -1);
	want(d->payment.nattempts == 1, "there is one attempt");
	want(attempt_open(d->payment.attempts[0].row.status),
	    "it is open still");
}

static void
a_refused_refund_is_begun_anew(int unused)
{
	struct deal *d = order(1);

	(void)unused;
	pay(d);
	there.is_slow = true;
	set_status(world.buyers[0], ROLE_BUYER, "{\"status\":\"CANCELLED\"}");
	wait_for_refund();
	refuse_all();
	there.is_slow = false;
	for (int i = 0; i < 60; i++)
		a_round();
	want(d->payment.row.status == PAYMENT_REFUNDED,
	    "the money is back within an hour");
}

static void
a_whole_refund_gives_what_a_part_did_not(int unused)
{
	struct deal *d = order(2);

	(void)unused;
	pay(d);
	there.is_refusing = true;
	cancel_a_part(d);
	for (int i = 0; i < 99 && !is_given_up("payment_cancel"); i++)
		a_round();
	want(is_given_up("payment_cancel"), "the part's refund is given up");
	there.is_refusing = false;
	set_status(world.admin, ROLE_ADMIN, "{\"status\":\"REFUNDED\"}");
	a_round(); /* before somebody has the part's tried again */
}

static void
a_refused_surplus_is_given_back_in_the_end(int unused)
{
	struct deal *d = order(1);

	(void)unused;
	go(page_asked(), -1);
	there.is_slow = true;
	set_status(world.buyers[0], ROLE_BUYER, "{\"status\":\"CANCELLED\"}");
	d->payment.row.status = PAYMENT_CANCELLED; /* told, not yet closed */
	session_pay(&stripe.sessions[0], true);
	wait_for_refund();
	refuse_all();
	there.is_slow = false;
}

/* ---- the approver -------------------------------------------------------- */

/* The buyer is on the provider's page. */
static struct deal *
on_the_page(void)
{
	struct deal *d = order_by(1, at_approver.word);

	go(page_asked(), -1);
	want(d->payment.row.status == PAYMENT_PROCESSING &&
		d->payment.row.next_action != NULL,
	    "the buyer is sent to the page");
	at_approver.seen(d->payment.row.next_action->url);
	return d;
}

static struct deal *
approved(void)
{
	struct deal *d = on_the_page();

	at_approver.visit(d->payment.row.id, true);
	return d;
}

static int
charges_of(const struct deal *d)
{
	int n;

	at_approver.has(d->payment.row.id, &n);
	return n;
}

static void
an_approval_is_taken_when_the_buyer_returns(int unused)
{
	struct deal *d = approved();

	(void)unused;
	go(begin(PROGRAM_PAYMENTS, GET, path_of("/pay", "/return"), "",
	       world.buyers[0], ROLE_BUYER),
	    -1);
	want(d->payment.row.status == PAYMENT_COMPLETED, "it is paid");
}

static void
an_approval_is_taken_when_the_buyer_never_returns(int unused)
{
	struct deal *d = approved();

	(void)unused;
	a_round();
	want(d->payment.row.status == PAYMENT_COMPLETED, "it is paid");
	want(charges_of(d) == 1, "once");
}

static void
an_approval_of_a_cancelled_order_is_not_taken(int unused)
{
	struct deal *d = on_the_page();

	(void)unused;
	set_status(world.buyers[0], ROLE_BUYER, "{\"status\":\"CANCELLED\"}");
	a_round();
	want(d->payment.row.status == PAYMENT_CANCELLED, "it is cancelled");
	at_approver.visit(d->payment.row.id, true);
	come_to_rest();
	want(charges_of(d) == 0, "no money moves");
}

static void
process_with(const struct deal *d, bool is_forged)
{
	go(begin(PROGRAM_PAYMENTS, POST,
	       arena_printf(world.arena, "/api/payments/%s/process",
		   d->payment.row.id.text),
	       arena_printf(world.arena, "{\"approval\":\"%s\"}",
		   approver_signs(world.arena, d->payment.row.id, is_forged)),
	       world.buyers[0], ROLE_BUYER),
	    -1);
}

static void
a_signed_approval_is_taken_and_a_forged_one_is_not(int unused)
{
	struct deal *d = approved();

	(void)unused;
	process_with(d, true);
	want(charges_of(d) == 0, "a forged approval takes nothing");
	want(d->payment.row.status == PAYMENT_PROCESSING, "it is open");
	process_with(d, false);
	want(d->payment.row.status == PAYMENT_COMPLETED, "it is paid");
}

static const struct scene {
	const char *name;
	void (*play)(int);
	int times;
} scenes[] = {
	{ "goods_stay_sold_until_a_refund_is_certain",
	    goods_stay_sold_until_a_refund_is_certain, 12 },
	{ "what_is_paid_for_a_cancelled_part_goes_back",
	    what_is_paid_for_a_cancelled_part_goes_back, 1 },
	{ "the_last_parcel_takes_the_payment_along",
	    the_last_parcel_takes_the_payment_along, 1 },
	{ "an_attempt_named_meanwhile_is_not_over",
	    an_attempt_named_meanwhile_is_not_over, 1 },
	{ "a_refused_refund_is_begun_anew", a_refused_refund_is_begun_anew, 1 },
	{ "a_whole_refund_gives_what_a_part_did_not",
	    a_whole_refund_gives_what_a_part_did_not, 1 },
	{ "a_refused_surplus_is_given_back_in_the_end",
	    a_refused_surplus_is_given_back_in_the_end, 1 },
	{ "an_approval_is_taken_when_the_buyer_returns",
	    an_approval_is_taken_when_the_buyer_returns, 1 },
	{ "an_approval_is_taken_when_the_buyer_never_returns",
	    an_approval_is_taken_when_the_buyer_never_returns, 1 },
	{ "an_approval_of_a_cancelled_order_is_not_taken",
	    an_approval_of_a_cancelled_order_is_not_taken, 1 },
	{ "a_signed_approval_is_taken_and_a_forged_one_is_not",
	    a_signed_approval_is_taken_and_a_forged_one_is_not, 1 },
	{ 0 },
};

/* ---- playing them -------------------------------------------------------- */

static void
play(const struct scene *s, int time)
{
	world_begin(1);
	world.storm = 0;
	world.loud = getenv("V") != NULL;
	s->play(time);
	come_to_rest();
	rules_check_end();
	if (world.broken != NULL)
		printf("# %s: %s\n", world.broken, world.why);
	fflush(stdout);
	_exit(world.broken != NULL ? 1 : 0);
}

static bool
succeeds(const struct scene *s, int time)
{
	int   status = 0;
	pid_t pid;

	fflush(stdout);
	if ((pid = fork()) == 0)
		play(s, time);
	return pid != -1 && waitpid(pid, &status, 0) == pid &&
	    WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int
scenes_check(int *n)
{
	int failed = 0;

	for (const struct scene *s = scenes; s->name != NULL; s++) {
		bool ok = true;

		for (int time = 0; time < s->times; time++)
			ok = succeeds(s, time) && ok;
		failed += !ok;
		printf("%sok %d - simulate.%s\n", ok ? "" : "not ", ++*n,
		    s->name);
	}
	return failed;
}
