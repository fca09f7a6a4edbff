/* SPDX-License-Identifier: ISC */
/*
 * totals.h - what an order costs, to the cent.
 *
 * Shipping is a fixed amount a vendor.  Tax is a share of the items' sum,
 * rounded once for the whole order; the vendors' parts of it are cut so that
 * they add up (largest remainder).
 */
#ifndef FARM_FCGI_ORDERS_TOTALS_H
#define FARM_FCGI_ORDERS_TOTALS_H

#include "common/base/err.h"
#include "common/model/spec.h"

struct totals {
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount;
};
SPEC_DECLARE(totals);

struct totals_part {
	struct money items, shipping, tax;
};

/*
 * ->items of the "n" parts are given, the rest is filled; "percent" is in
 * hundredths of a percent.  ERR_AMOUNT_TOO_LARGE.
 */
enum err totals_make(struct totals *, struct totals_part *, size_t n,
    struct money shipping, int64_t percent);

#endif
