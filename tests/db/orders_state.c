/* SPDX-License-Identifier: ISC */
/*
 * orders_state.c - changes of an order under its lock: status, payment and
 * refunds; and which orders were not paid in time.
 */
#include "db/orders/pages/order_read.h"
#include "db/orders/state/order_move.h"
#include "tests/db/some_orders.h"

static const struct uuid anybody = { "" };

/* What is done to an order under its lock. */
static struct job {
	struct uuid        id;
	enum order_status  status, parcel_status;
	int                parcel; /* the only one that moves; -1: all */
	struct stored_text note;
	struct uuid        payment_id, refund_key;
	struct money       refund;
} job;

static enum err
job_move(struct db *d, void *ctx)
{
	LIST(parcel) parcels;
	struct order o;
	enum err     e = db_order_lock(d, job.id, &o, &parcels);

	(void)ctx;
	if (e != ERR_OK)
		return e;
	if (job.parcel >= 0) {
		parcels.items += job.parcel;
		parcels.n = 1;
	}
	return db_order_move(d, job.id, job.status, &parcels, job.parcel_status,
	    &job.note);
}

static enum err
job_pay(struct db *d, void *ctx)
{
	LIST(parcel) parcels;
	struct order o;
	enum err     e = db_order_lock(d, job.id, &o, &parcels);

	(void)ctx;
	return e != ERR_OK ? e : db_order_paid(d, job.id, job.payment_id);
}

static enum err
job_refund(struct db *d, void *ctx)
{
	LIST(parcel) parcels;
	struct order o;
	enum err     e = db_order_lock(d, job.id, &o, &parcels);

	(void)ctx;
	return e != ERR_OK ?
	    e :
	    db_order_refunded(d, job.id, job.refund_key, job.refund);
}

static struct order
order_now(struct uuid id)
{
	struct order o = { 0 };

	CHECK_INT(db_order_get(db, id, anybody, &o), ERR_OK);
	return o;
}

static void
an_order_and_its_parcels_move(void)
{
	LIST(order_step) steps;
	LIST(parcel)     parcels;

	orders_clear();
	job = (struct job){ .id = order_place_sample(1, 2),
		.status = ORDER_CONFIRMED,
		.parcel_status = ORDER_CONFIRMED,
		.parcel = -1 };
	CHECK_INT(db_tx(db, job_move, NULL), ERR_OK);
	CHECK_INT(order_now(job.id).status, ORDER_CONFIRMED);
	job.parcel = 1;
	job.parcel_status = ORDER_CANCELLED;
	job.note = stored_words("Broken");
	CHECK_INT(db_tx(db, job_move, NULL), ERR_OK);
	CHECK_INT(db_parcel_list(db, job.id, &parcels), ERR_OK);
	CHECK_INT(parcels.items[0].status, ORDER_CONFIRMED);
	CHECK_INT(parcels.items[1].status, ORDER_CANCELLED);
	CHECK_INT(order_now(job.id).items.items[1].status, ORDER_CANCELLED);
	CHECK_INT(db_order_steps(db, job.id, &steps), ERR_OK);
	CHECK_INT(steps.n, 3);
	CHECK_INT(steps.items[0].status, ORDER_CONFIRMED);
	CHECK(steps.items[0].note.text == NULL);
	CHECK_INT(steps.items[2].status, ORDER_CANCELLED);
	CHECK_TEXT(steps.items[2].note.text, "Broken");
	CHECK_TEXT(steps.items[2].vendor_id.text, seller_id(1).text);
}

static void
what_is_not_there_cannot_be_locked(void)
{
	orders_clear();
	job = (struct job){ .id = uuid_new(), .parcel = -1 };
	CHECK_INT(db_tx(db, job_move, NULL), ERR_ORDER_NOT_FOUND);
	CHECK_INT(db_tx(db, job_pay, NULL), ERR_ORDER_NOT_FOUND);
}

/* Each adds one to the refunds under the lock, by reading the sum before. */
static enum err
refund_one(int i)
{
	(void)i;
	job.refund_key = uuid_new();
	return db_tx(db, job_refund, NULL);
}

static void
the_lock_makes_changes_wait_for_each_other(void)
{
	orders_clear();
	job = (struct job){ .id = order_place_sample(1, 1),
		.refund = CENTS(10) };
	CHECK_INT(at_once(8, refund_one, url_of("DATABASE_URL_ORDERS"), ERR_OK),
	    8);
	CHECK_INT(order_now(job.id).refunded_amount.minor, 80);
}

static void
a_payment_is_kept_once(void)
{
	struct uuid first;

	orders_clear();
	job = (struct job){ .id = order_place_sample(1, 1),
		.payment_id = uuid_new() };
	first = job.payment_id;
	CHECK_INT(db_tx(db, job_pay, NULL), ERR_OK);
	CHECK_TEXT(order_now(job.id).payment_id.text, first.text);
	CHECK(timestamp_given(order_now(job.id).paid_at));
	job.payment_id = uuid_new();
	CHECK_INT(db_tx(db, job_pay, NULL), ERR_OK);
	CHECK_TEXT(order_now(job.id).payment_id.text, first.text);
}

static void
a_refund_counts_once_and_never_beyond_the_total(void)
{
	orders_clear();
	job = (struct job){ .id = order_place_sample(1, 1),
		.refund_key = uuid_new(),
		.refund = CENTS(400) };
	CHECK_INT(db_tx(db, job_refund, NULL), ERR_OK);
	CHECK_INT(db_tx(db, job_refund, NULL), ERR_OK);
	CHECK_INT(order_now(job.id).refunded_amount.minor, 400);
	job.refund_key = uuid_new();
	CHECK_INT(db_tx(db, job_refund, NULL), ERR_OK);
	CHECK_INT(order_now(job.id).refunded_amount.minor, 800);
	job.refund_key = uuid_new();
	job.refund = CENTS(90000);
	CHECK_INT(db_tx(db, job_refund, NULL), ERR_OK);
	CHECK_INT(order_now(job.id).refunded_amount.minor, 1490);
}

static int
parcel_version(int seller)
{
	return owner_int(arena_printf(ta,
	    "SELECT version FROM parcels WHERE order_id = '%s'"
	    " AND vendor_id = '%s'",
	    job.id.text, seller_id(seller).text));
}

static void
each_change_makes_another_version(void)
{
	struct order o;

	orders_clear();
	job = (struct job){ .id = order_place_sample(1, 2),
		.status = ORDER_CONFIRMED,
		.parcel_status = ORDER_CONFIRMED,
		.parcel = 1,
		.payment_id = uuid_new(),
		.refund_key = uuid_new(),
		.refund = CENTS(100) };
	CHECK_INT(order_now(job.id).version, 1);
	CHECK_INT(db_tx(db, job_move, NULL), ERR_OK);
	CHECK_INT(order_now(job.id).version, 2);
	CHECK_INT(parcel_version(0), 1);
	CHECK_INT(parcel_version(1), 2);
	CHECK_INT(db_order_of_vendor(db, job.id, seller_user(0), &o), ERR_OK);
	CHECK_INT(o.version, 1);
	CHECK_INT(db_tx(db, job_pay, NULL), ERR_OK);
	CHECK_INT(order_now(job.id).version, 3);
	CHECK_INT(db_tx(db, job_refund, NULL), ERR_OK);
	CHECK_INT(order_now(job.id).version, 4);
	CHECK_INT(parcel_version(1), 2);
	/* What changes nothing is no change. */
	CHECK_INT(db_tx(db, job_pay, NULL), ERR_OK);
	CHECK_INT(db_tx(db, job_refund, NULL), ERR_OK);
	CHECK_INT(order_now(job.id).version, 4);
}

#define MINUTES(n) (INT64_C(60000) * (n))

static void
orders_that_are_not_paid_in_time_are_found(void)
{
	struct uuid    old, older, paid;
	LIST(order_id) ids;

	orders_clear();
	old = order_place_sample(1, 1);
	older = order_place_sample(1, 1);
	paid = order_place_sample(1, 1);
	order_place_sample(1, 1);
	owner(arena_printf(ta,
	    "UPDATE orders SET created_at = now() - interval '31 min'"
	    " WHERE id = '%s'; UPDATE orders SET created_at = now() -"
	    " interval '50 min' WHERE id IN ('%s', '%s')",
	    old.text, older.text, paid.text));
	CHECK_INT(order_move_sample(paid, ORDER_CONFIRMED), ERR_OK);
	CHECK_INT(db_orders_unpaid(db, MINUTES(30), 10, &ids), ERR_OK);
	CHECK_INT(ids.n, 2);
	CHECK_TEXT(ids.items[0].id.text, older.text);
	CHECK_TEXT(ids.items[1].id.text, old.text);
	CHECK_INT(db_orders_unpaid(db, MINUTES(30), 1, &ids), ERR_OK);
	CHECK_INT(ids.n, 1);
	CHECK_INT(db_orders_unpaid(db, MINUTES(60), 10, &ids), ERR_OK);
	CHECK_INT(ids.n, 0);
}

static const struct test tests[] = {
	TEST(an_order_and_its_parcels_move),
	TEST(what_is_not_there_cannot_be_locked),
	TEST(the_lock_makes_changes_wait_for_each_other),
	TEST(a_payment_is_kept_once),
	TEST(a_refund_counts_once_and_never_beyond_the_total),
	TEST(each_change_makes_another_version),
	TEST(orders_that_are_not_paid_in_time_are_found),
	{ 0 },
};

int
main(void)
{
	return db_tests("orders_state", "ORDERS", tests);
}
