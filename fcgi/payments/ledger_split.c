/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/ledger_split.h"

struct lines {
	struct arena     *arena;
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
	*line = (struct ledger_line){ kind, owner, MONEY(minor) };
}

/* total * weight / sum, exactly: the whole part, and what is lost by it. */
static int64_t
whole_part(int64_t total, int64_t weight, int64_t sum)
{
	return (int64_t)((__int128)total * weight / sum);
}

static int64_t
lost_part(int64_t total, int64_t weight, int64_t sum)
{
	return (int64_t)((__int128)total * weight % sum);
}

/* Whose turn is it for a cent: the one who lost most and got none so far. */
static size_t
most_lost(int64_t total, const int64_t *weights, size_t n, int64_t sum,
    const int64_t *parts)
{
	size_t  best = 0;
	int64_t lost, most = -1;

	for (size_t i = 0; i < n; i++) {
		lost = lost_part(total, weights[i], sum);
		if (lost > most &&
		    parts[i] == whole_part(total, weights[i], sum)) {
			best = i;
			most = lost;
		}
	}
	return best;
}

void
split(int64_t total, const int64_t *weights, size_t n, int64_t *parts)
{
	int64_t sum = 0, left = total;

	for (size_t i = 0; i < n; i++)
		sum += weights[i];
	for (size_t i = 0; i < n; i++) {
		parts[i] = sum == 0 ? 0 : whole_part(total, weights[i], sum);
		left -= parts[i];
	}
	if (sum == 0 && n > 0)
		parts[0] = total;
	for (; sum > 0 && left > 0; left--)
		parts[most_lost(total, weights, n, sum, parts)]++;
}

bool
ledger_split_sale(struct arena *a, const struct payment *p,
    const LIST(order_share) *shares, int64_t percent, LIST(ledger_line) *out)
{
	const struct order_share *share = shares->items;
	struct lines              l = { .arena = a };
	int64_t *items = arena_array(a, shares->n, sizeof(*items));
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
	split(money_share(MONEY(sold), percent).minor, items, shares->n,
	    commission);
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
	struct lines              l = { .arena = a };
	int64_t                  *have = arena_array(a, left->n, sizeof(*have));
	int64_t                  *back = arena_array(a, left->n, sizeof(*back));
	int64_t                   sum = 0;

	for (size_t i = 0; i < left->n; i++) {
		have[i] = line[i].amount.minor > 0 ? line[i].amount.minor : 0;
		sum += have[i];
	}
	if (amount.minor <= 0 || amount.minor > sum)
		return false;
	split(amount.minor, have, left->n, back);
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
	struct lines l = { .arena = a };
	int64_t      minor = in ? amount.minor : -amount.minor;

	line_add(&l, LEDGER_BUYER, buyer, -minor);
	line_add(&l, LEDGER_PROVIDER, (struct uuid){ "" }, minor);
	*out = l.list;
}
