/* SPDX-License-Identifier: ISC */
/*
 * ledger_split.h - split the amounts of sales and refunds into ledger lines.
 * Pure functions.  The parts always add up to exactly the whole.
 */
#ifndef FARM_FCGI_PAYMENTS_LEDGER_LEDGER_SPLIT_H
#define FARM_FCGI_PAYMENTS_LEDGER_LEDGER_SPLIT_H

#include "common/base/arena.h"
#include "db/payments/ledger.h"
#include "db/payments/payments.h"

/*
 * The lines of a sale: the buyer's amount, and of each share escrow,
 * commission, tax and shipping.  The commission is "percent" of all items
 * together, divided among the shares.  False: the shares do not add up to the
 * amount.
 */
bool ledger_split_sale(struct arena *, const struct payment *,
    const LIST(order_share) *shares, struct decimal percent,
    LIST(ledger_line) *lines);

/*
 * The lines of a refund: "amount" in proportion to what is left of a sale.  For
 * all that is left they are its exact reverse.  False: less is left.
 */
bool ledger_split_refund(struct arena *, const LIST(ledger_line) *left,
    struct uuid buyer, struct money amount, LIST(ledger_line) *lines);

/* The lines of a surplus, which the shop gets ("in") or returns. */
void ledger_split_surplus(struct arena *, struct uuid buyer,
    struct money amount, bool in, LIST(ledger_line) *out);

#endif
