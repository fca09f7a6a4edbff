/* SPDX-License-Identifier: ISC */
/*
 * totals.h - what an order costs, exactly.
 *
 * Shipping is a fixed amount for each vendor.  Tax is a percentage of the sum
 * of the items, rounded half up once for the whole order, to a step of the
 * currency.  It is divided over the vendors by largest remainder, so that the
 * parts add up.
 */
#ifndef FARM_FCGI_ORDERS_CART_TOTALS_H
#define FARM_FCGI_ORDERS_CART_TOTALS_H

#include "common/base/currency.h"
#include "common/base/err.h"
#include "common/model/spec.h"

struct totals {
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount;
};
SPEC_DECLARE(totals);

struct totals_part {
	struct money items, shipping, tax;
};

struct totals_rule {
	const struct currency *currency;
	struct money           shipping;
	struct decimal         tax_percent;
};

/*
 * ->items of the "n" parts are given, the rest is filled.
 * ERR_AMOUNT_TOO_LARGE; also when an amount has other decimals than the
 * currency, which no order can add up.
 */
enum err totals_make(struct totals *, struct totals_part *, size_t n,
    const struct totals_rule *);

#endif
