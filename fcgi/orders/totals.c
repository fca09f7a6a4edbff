/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/totals.h"

#define WHOLE INT64_C(10000) /* hundredths of a percent */

SPEC(totals,
    FIELD(subtotal_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount),
    FIELD(total_amount));

/* What rounding down has taken from a part, while it is still owed. */
static int64_t
remainder_of(const struct totals_part *p, int64_t percent)
{
	return p->items.minor * percent - p->tax.minor * WHOLE;
}

/* Cents that are left go to the largest remainders, earlier parts first. */
static void
split_tax(struct money tax, struct totals_part *parts, size_t n,
    int64_t percent)
{
	struct totals_part *most;
	int64_t             left = tax.minor;

	for (size_t i = 0; i < n; i++) {
		parts[i].tax = MONEY(parts[i].items.minor * percent / WHOLE);
		left -= parts[i].tax.minor;
	}
	for (; left > 0; left--) {
		most = parts;
		for (size_t i = 1; i < n; i++)
			if (remainder_of(&parts[i], percent) >
			    remainder_of(most, percent))
				most = &parts[i];
		most->tax.minor++;
	}
}

enum err
totals_make(struct totals *t, struct totals_part *parts, size_t n,
    struct money shipping, int64_t percent)
{
	*t = (struct totals){ MONEY(0), MONEY(0), MONEY(0), MONEY(0) };
	for (size_t i = 0; i < n; i++) {
		parts[i].shipping = shipping;
		if (!money_add(t->subtotal_amount, parts[i].items,
			&t->subtotal_amount) ||
		    !money_add(t->shipping_amount, shipping,
			&t->shipping_amount))
			return ERR_AMOUNT_TOO_LARGE;
	}
	t->tax_amount = money_share(t->subtotal_amount, percent);
	split_tax(t->tax_amount, parts, n, percent);
	return money_add(t->subtotal_amount, t->shipping_amount,
		   &t->total_amount) &&
		money_add(t->total_amount, t->tax_amount, &t->total_amount) ?
	    ERR_OK :
	    ERR_AMOUNT_TOO_LARGE;
}
