/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/cart/totals.h"

#define WHOLE INT64_C(10000) /* 100 percent in hundredths */

SPEC(totals,
    FIELD(subtotal_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount),
    FIELD(total_amount));

/* "n" units of "step" minor units are that many percent of an amount. */
struct rate_of {
	struct decimal percent;
	int64_t        step;
};

/* The percentage of an amount, rounded half up to whole steps. */
static int64_t
tax_of(struct money items, const struct rate_of *r)
{
	int64_t unit = WHOLE * r->step;

	return (items.minor * r->percent.hundredths + unit / 2) / unit *
	    r->step;
}

/* The same, rounded down. */
static int64_t
tax_below(struct money items, const struct rate_of *r)
{
	return items.minor * r->percent.hundredths / (WHOLE * r->step) *
	    r->step;
}

/* What rounding down took from a part and was not given back yet. */
static int64_t
tax_remainder(const struct totals_part *p, const struct rate_of *r)
{
	return p->items.minor * r->percent.hundredths - p->tax.minor * WHOLE;
}

/* Steps that are left go to the largest remainders, earlier parts first. */
static void
tax_divide(struct money tax, struct totals_part *parts, size_t n,
    const struct rate_of *r)
{
	struct totals_part *most;
	int64_t             left = tax.minor;

	for (size_t i = 0; i < n; i++) {
		parts[i].tax = MONEY(tax_below(parts[i].items, r),
		    tax.exponent);
		left -= parts[i].tax.minor;
	}
	for (; left > 0; left -= r->step) {
		most = parts;
		for (size_t i = 1; i < n; i++)
			if (tax_remainder(&parts[i], r) >
			    tax_remainder(most, r))
				most = &parts[i];
		most->tax.minor += r->step;
	}
}

enum err
totals_make(struct totals *t, struct totals_part *parts, size_t n,
    const struct totals_rule *rule)
{
	const struct currency *c = rule->currency;
	const struct rate_of   rate = { rule->tax_percent, c->step };
	struct money           none = currency_amount(c, 0);

	*t = (struct totals){ none, none, none, none };
	for (size_t i = 0; i < n; i++) {
		parts[i].shipping = rule->shipping;
		if (!money_add(t->subtotal_amount, parts[i].items,
			&t->subtotal_amount) ||
		    !money_add(t->shipping_amount, rule->shipping,
			&t->shipping_amount))
			return ERR_AMOUNT_TOO_LARGE;
	}
	t->tax_amount.minor = tax_of(t->subtotal_amount, &rate);
	tax_divide(t->tax_amount, parts, n, &rate);
	return money_add(t->subtotal_amount, t->shipping_amount,
		   &t->total_amount) &&
		money_add(t->total_amount, t->tax_amount, &t->total_amount) ?
	    ERR_OK :
	    ERR_AMOUNT_TOO_LARGE;
}
