/* SPDX-License-Identifier: ISC */
/*
 * ledger.h - double entry: every transaction adds up to nothing, which the
 * database proves at COMMIT, and none is ever changed.
 *
 * An amount is what an account has more: a sale takes from the buyer and
 * gives to the vendor's escrow, commission, tax and shipping.
 */
#ifndef FARM_DB_PAYMENTS_LEDGER_H
#define FARM_DB_PAYMENTS_LEDGER_H

#include "db/pg/pg.h"

enum ledger_account {
	LEDGER_BUYER,
	LEDGER_ESCROW,
	LEDGER_COMMISSION,
	LEDGER_TAX,
	LEDGER_SHIPPING,
	LEDGER_PROVIDER,
	LEDGER_PAYOUT
};
extern const char *const ledger_account_words[];

/* "owner" is a user or a vendor; not given: the shop. */
struct ledger_line {
	enum ledger_account kind;
	struct uuid         owner;
	struct money        amount;
};
SPEC_DECLARE(ledger_line);

struct posting {
	const char       *kind;      /* "sale", "refund", … */
	const char       *reference; /* once for each kind */
	struct uuid       payment_id;
	const char       *currency;
	LIST(ledger_line) lines; /* none of 0 */
};

/* Within a transaction. A kind and reference that were posted: an error. */
enum err db_ledger_post(struct db *, const struct posting *);

/*
 * What the vendors' accounts still have of a payment's sale; of one vendor
 * when it is given. Ordered, so that a split of it is always the same.
 */
enum err db_ledger_left(struct db *, struct uuid payment_id,
    struct uuid vendor_id, LIST(ledger_line) *out);

/* All lines of a payment, in the order they were posted. */
struct ledger_row {
	const char         *posting; /* "sale" */
	enum ledger_account kind;
	struct uuid         owner;
	struct money        amount;
	struct timestamp    created_at;
};
SPEC_DECLARE(ledger_row);
enum err db_ledger_list(struct db *, struct uuid payment_id,
    LIST(ledger_row) *out);

#endif
