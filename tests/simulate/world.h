/* SPDX-License-Identifier: ISC */
/*
 * world.h - all that a simulated farm consists of: the records of its
 * databases, the events on their way, the clock.
 *
 * A deal is what belongs to one order's id, in three databases.  A record
 * changes in transactions: until its writer commits, everybody else sees it
 * as it was before.
 */
#ifndef FARM_TESTS_SIMULATE_WORLD_H
#define FARM_TESTS_SIMULATE_WORLD_H

#include "common/base/arena.h"
#include "db/notify/events.h"
#include "db/notify/jobs.h"
#include "db/orders/cart/carts.h"
#include "db/orders/order.h"
#include "db/payments/attempts.h"
#include "db/payments/ledger.h"
#include "db/payments/payments.h"
#include "db/payments/refunds.h"
#include "db/products/stock.h"
#include "tests/cents.h"
#include "tests/simulate/random.h"

#define BUYERS       5
#define VENDORS      3
#define PRODUCTS     6
#define DEALS_MAX    200
#define LINES_MAX    4 /* of a cart */
#define ATTEMPTS_MAX 40
#define REFUNDS_MAX  40
#define POSTINGS_MAX 40
#define EVENTS_MAX   4000
#define JOBS_MAX     4000
#define KEYS_MAX     6000
#define STREAM_MAX   8000

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)

struct task;

/* First member of all that transactions change. */
struct record {
	bool         exists;
	struct task *writer; /* who has it locked; or NULL */
	void        *before; /* what everybody else sees meanwhile */
};

/* ---- products_db -------------------------------------------------------- */

struct ware {
	struct record r;
	struct uuid   id;
	int           vendor;
	struct money  price;
	int64_t       stock, brought; /* on the shelf; ever put there */
	int64_t       version;
};

/* What a vendor wants to change, as the letter says. */
struct vendor_edit {
	int64_t version;  /* that the vendor saw; INT_NONE: does not matter */
	bool    is_count; /* ->pieces are on the shelf, else come to it */
	int64_t pieces;
};

enum line_status { LINE_HELD, LINE_SOLD, LINE_RELEASED };

struct line {
	int              product;
	int64_t          quantity;
	struct money     price;
	enum line_status status;
	bool             expired;
};

struct holding { /* a row of "reservations" with its lines */
	struct record r;
	struct uuid   user_id;
	int64_t       expires_us;
	bool          committed, released;
	int           n;
	struct line   lines[LINES_MAX];
};

/* ---- orders_db ---------------------------------------------------------- */

struct order_row {
	struct record r;
	struct order  row; /* ->items without their status */
	int           n;
	struct parcel parcels[VENDORS];
	int           nrefunds;
	struct {
		struct uuid key;
		int64_t     minor;
	} refunds[REFUNDS_MAX];
};

struct cart_row {
	struct record    r;
	struct uuid      id, user_id;
	int              n;
	struct cart_line lines[LINES_MAX];
};

/* ---- payments_db -------------------------------------------------------- */

struct attempt_row {
	struct attempt row;
	int64_t        leased_until_us, checked_us;
};

struct refund_row {
	struct refund row;
	int64_t       checked_us;
};

struct payment_row {
	struct record      r;
	struct payment     row;
	int                nshares, nattempts, nrefunds, npostings;
	struct order_share shares[VENDORS];
	struct attempt_row attempts[ATTEMPTS_MAX];
	struct refund_row  refunds[REFUNDS_MAX];
	struct posting     postings[POSTINGS_MAX];
};

struct deal {
	int                number; /* "order 3" */
	struct uuid        id;
	int                buyer;
	struct holding     holding;
	struct order_row   order;
	struct payment_row payment;
	/* For the rules: what was seen of it last, and is it as then. */
	bool              dirty;
	enum order_status seen[VENDORS];
	bool              seen_any;
};

/* ---- events: outbox, stream, notify_db ----------------------------------- */

#define PUBLISHED_LOST 1 /* long ago: it has to be published again */

struct event_row {
	struct record r;
	struct event  ev;           /* ->follows: as it was taken in */
	int64_t       published_us; /* 0: never */
	struct uuid   follows;      /* as it was published last */
	bool          done;
	/* In notify_db. */
	bool    taken, ended, told; /* ended: "done_at" is set */
	int64_t received_us;
};

struct queued_job {
	struct event_row *event;
	const char       *name, *why;
	enum lane         lane;
	enum job_state    state;
	int64_t           tries, next_us, leased_until_us;
	const char       *worker;
};

/* A use of an Idempotency-Key. */
struct key_row {
	struct record r;
	const char   *scope, *key, *fingerprint;
	struct uuid   id, taker;
	int64_t       leased_until_us;
	int           status; /* 0: none yet */
	const char   *body, *location;
};

/* What happened in a life, to see that it was one. */
enum count {
	COUNT_ORDERS,
	COUNT_PAID,
	COUNT_REFUNDS,
	COUNT_SURPLUSES,
	COUNT_EXPIRED,
	COUNT_EDITS,
	COUNT_REQUESTS,
	COUNT_MESSAGES,
	COUNT_KILLS,
	COUNT_FAULTS,
	COUNTS
};
extern const char *const count_words[];

struct world {
	uint32_t      counts[COUNTS];
	struct rng    dice; /* of the step at hand */
	struct arena *arena;
	int64_t       now_us;
	bool          calm;  /* nothing fails any more */
	unsigned      storm; /* how much does, in a thousand */
	bool          loud;  /* tell the history */

	struct ware       products[PRODUCTS];
	bool              edited; /* by a vendor, since the rules were checked */
	struct uuid       vendors[VENDORS], vendor_users[VENDORS];
	struct uuid       buyers[BUYERS], admin;
	struct cart_row   carts[BUYERS];
	struct deal       deals[DEALS_MAX];
	int               ndeals;
	struct event_row  events[EVENTS_MAX];
	int               nevents;
	int64_t           seq[3];
	struct queued_job jobs[JOBS_MAX];
	int               njobs, first_open; /* all jobs before it ended */
	int               stream[STREAM_MAX];
	int               nstream;
	struct key_row    keys[KEYS_MAX];
	int               nkeys;

	/* The first rule that was broken; NULL: none. */
	const char *broken;
	char        why[400];
};
extern struct world world;

/* An empty farm; the same for the same seed. */
void world_begin(uint64_t seed);

/* A copy that lives as long as the world; NULL stays NULL. */
const char *keep(const char *);
/* A number for a text, the same on every machine. */
uint64_t name_hash(const char *);

/* The deal of an order's id, of a payment's; NULL: none. */
struct deal *deal_of(struct uuid order_id);
struct deal *deal_of_payment(struct uuid payment_id);
struct deal *deal_add(struct uuid order_id);
/* Its payment is known by this id from now on. */
void deal_know(struct deal *, struct uuid payment_id);

int vendor_of(struct uuid vendor_id);

/* What happened, when somebody listens. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same for a word instead of an identifier: "order 3", "buyer 2". */
const char *who_is(struct uuid);

/* A rule does not hold; only the first one counts. */
void broken(const char *rule, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
