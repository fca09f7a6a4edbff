/* SPDX-License-Identifier: ISC */
/*
 * payments.h - what is to be paid for an order, and how far that has come.
 */
#ifndef FARM_DB_PAYMENTS_PAYMENTS_H
#define FARM_DB_PAYMENTS_PAYMENTS_H

#include "common/contract/orders_calls.h"
#include "common/model/slice.h"
#include "db/pg/pg.h"

enum payment_status {
	PAYMENT_PENDING,
	PAYMENT_PROCESSING,
	PAYMENT_COMPLETED,
	PAYMENT_FAILED,
	PAYMENT_CANCELLED,
	PAYMENT_REFUNDED
};
extern const char *const payment_status_words[];

/* Where the provider wants the buyer: ->type is "redirect". */
struct next_action {
	const char *type, *url;
};
SPEC_DECLARE(next_action);

/* JSON says all but the order's number, the buyer's address, and whether this
   request has told the order that it is paid. */
struct payment {
	struct uuid         id, order_id, user_id;
	struct money        amount;
	const char         *currency;
	enum payment_status status;
	enum payment_method method;
	const char         *transaction_id, *message;
	struct next_action *next_action;
	struct timestamp    created_at, updated_at;
	const char         *order_number, *email;
	struct flag         order_told;
};
SPEC_DECLARE(payment);

/*
 * Adds it with its shares (a list of struct order_share) unless the order
 * has one; "out" is the order's then, whoever made it.
 */
enum err db_payment_add(struct db *, const struct payment *,
    const LIST(order_share) *shares, struct payment *out);
/* ERR_PAYMENT_NOT_FOUND, of all three. */
enum err db_payment_get(struct db *, struct uuid, struct payment *out);
enum err db_payment_of_order(struct db *, struct uuid order_id,
    struct payment *out);
/* Within a transaction: nobody else changes it before the end. */
enum err db_payment_lock(struct db *, struct uuid, struct payment *out);

enum err db_payment_shares(struct db *, struct uuid, LIST(order_share) *out);

/* ->status, ->transaction_id, ->message and the address of ->next_action;
   read back as it is then. */
enum err db_payment_set(struct db *, struct payment *);
/* What the provider said last, as JSON. */
enum err db_payment_set_answer(struct db *, struct uuid, const char *json);

/* The newest first; a status, and how an order's number or an address
   begins, are optional filters. */
struct payment_filter {
	const char *status, *search;
};
enum err db_payment_list(struct db *, const struct payment_filter *,
    const struct slice *, LIST(payment) *out, int64_t *total);

#endif
