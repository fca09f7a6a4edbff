/* SPDX-License-Identifier: ISC */
/*
 * ledger_split.h - how the money of a sale and of a refund falls into parts.
 * Pure: sums of parts are exactly the whole, always.
 */
#ifndef FARM_FCGI_PAYMENTS_LEDGER_SPLIT_H
#define FARM_FCGI_PAYMENTS_LEDGER_SPLIT_H

#include "common/base/arena.h"
#include "db/payments/ledger.h"
#include "db/payments/payments.h"

/*
 * The lines of a sale: the buyer's whole amount, and of each share (struct
 * order_share) escrow, commission ("percent" of all items together,
 * divided over them), tax and shipping. False when the shares do not add up to
 * the amount.
 */
bool ledger_split_sale(struct arena *, const struct payment *,
    const LIST(order_share) *shares, struct decimal percent,
    LIST(ledger_line) *lines);

/*
 * The lines of a refund: "amount" taken from what is left (lines of one
 * sale), in proportion, which for all that is left is its exact reverse.
 * False when there is not that much.
 */
bool ledger_split_refund(struct arena *, const LIST(ledger_line) *left,
    struct uuid buyer, struct money amount, LIST(ledger_line) *lines);

/* A surplus comes from the buyer to the shop ("in"), or goes back. */
void ledger_split_surplus(struct arena *, struct uuid buyer,
    struct money amount, bool in, LIST(ledger_line) *out);

#endif
