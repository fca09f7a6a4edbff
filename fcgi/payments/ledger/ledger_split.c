/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/ledger/ledger_split.h"

struct lines {
	struct arena     *arena;
	int               exponent; /* of all amounts */
	LIST(ledger_line) list;
};

static void
line_add(struct lines *l, enum ledger_account kind, struct uuid owner,
    int64_t minor)
{
	struct ledger_line *line;

	if (minor == 0)
		return;
	line = list_add(l->arena, &l->list);
	*line = (struct ledger_line){ kind, owner, MONEY(minor, l->exponent) };
}

bool
ledger_split_sale(struct arena *a, const struct payment *p,
    const LIST(order_share) *shares, struct decimal percent,
    LIST(ledger_line) *out)
{
	const struct order_share *share = shares->items;
	struct lines l = { .arena = a, .exponent = p->amount.exponent };
	int64_t     *items = arena_array(a, shares->n, sizeof(*items));
	int64_t *commission = arena_array(a, shares->n, sizeof(*commission));
	int64_t  sum = 0, sold = 0;

	for (size_t i = 0; i < shares->n; i++) {
		items[i] = share[i].items_amount.minor;
		sold += items[i];
		sum += items[i] + share[i].shipping_amount.minor +
		    share[i].tax_amount.minor;
	}
	if (sum != p->amount.minor)
		return false;
	money_divide(money_share(MONEY(sold, l.exponent), percent).minor, items,
	    shares->n, commission);
	line_add(&l, LEDGER_BUYER, p->user_id, -sum);
	for (size_t i = 0; i < shares->n; i++) {
		struct uuid vendor = share[i].vendor_id;

		line_add(&l, LEDGER_ESCROW, vendor, items[i] - commission[i]);
		line_add(&l, LEDGER_COMMISSION, vendor, commission[i]);
		line_add(&l, LEDGER_TAX, vendor, share[i].tax_amount.minor);
		line_add(&l, LEDGER_SHIPPING, vendor,
		    share[i].shipping_amount.minor);
	}
	*out = l.list;
	return true;
}

bool
ledger_split_refund(struct arena *a, const LIST(ledger_line) *left,
    struct uuid buyer, struct money amount, LIST(ledger_line) *out)
{
	const struct ledger_line *line = left->items;
	struct lines l = { .arena = a, .exponent = amount.exponent };
	int64_t     *have = arena_array(a, left->n, sizeof(*have));
	int64_t     *back = arena_array(a, left->n, sizeof(*back));
	int64_t      sum = 0;

	for (size_t i = 0; i < left->n; i++) {
		have[i] = line[i].amount.minor > 0 ? line[i].amount.minor : 0;
		sum += have[i];
	}
	if (amount.minor <= 0 || amount.minor > sum)
		return false;
	money_divide(amount.minor, have, left->n, back);
	line_add(&l, LEDGER_BUYER, buyer, amount.minor);
	for (size_t i = 0; i < left->n; i++)
		line_add(&l, line[i].kind, line[i].owner, -back[i]);
	*out = l.list;
	return true;
}

void
ledger_split_surplus(struct arena *a, struct uuid buyer, struct money amount,
    bool in, LIST(ledger_line) *out)
{
	struct lines l = { .arena = a, .exponent = amount.exponent };
	int64_t      minor = in ? amount.minor : -amount.minor;

	line_add(&l, LEDGER_BUYER, buyer, -minor);
	line_add(&l, LEDGER_PROVIDER, (struct uuid){ "" }, minor);
	*out = l.list;
}
