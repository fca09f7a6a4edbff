/* SPDX-License-Identifier: ISC */
/*
 * posting.h - post to the ledger what happens to a payment.  All functions run
 * within a transaction that has locked the payment.
 */
#ifndef FARM_FCGI_PAYMENTS_LEDGER_POSTING_H
#define FARM_FCGI_PAYMENTS_LEDGER_POSTING_H

#include "db/payments/attempts.h"
#include "db/payments/ledger.h"
#include "db/payments/payments.h"
#include "db/payments/refunds.h"

/* ERR_AMOUNT_MISMATCH: the vendors' shares do not add up to the amount. */
enum err ledger_post_sale(struct db *, const struct payment *);
/* Money of no sale: it is the shop's until it has gone back. */
enum err ledger_post_surplus(struct db *, const struct payment *,
    const struct attempt *);

/*
 * "*is_whole": nothing is left of the sale after it.  ERR_AMOUNT_MISMATCH: it
 * is more than was left.
 */
enum err ledger_post_refund(struct db *, const struct payment *,
    const struct refund *, bool *is_whole);
enum err ledger_post_surplus_refund(struct db *, const struct payment *,
    const struct refund *);

struct money ledger_sum(const LIST(ledger_line) *);

#endif
