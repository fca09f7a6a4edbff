/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/ledger/posting.h"
#include "common/base/log.h"
#include "fcgi/payments/ledger/ledger_split.h"
#include "fcgi/payments/payments.h"

static struct posting
posting_of(const struct payment *p, const char *kind, const char *reference)
{
	return (struct posting){ .kind = kind,
		.reference = reference,
		.payment_id = p->id,
		.currency = p->currency };
}

enum err
ledger_post_sale(struct db *db, const struct payment *p)
{
	struct posting    posting = posting_of(p, "sale", p->id.text);
	LIST(order_share) shares;
	enum err          e;

	if ((e = db_payment_shares(db, p->id, &shares)) != ERR_OK)
		return e;
	if (!ledger_split_sale(db_arena(db), p, &shares,
		settings.commission_percent, &posting.lines)) {
		log_write(LOG_ERROR, "the shares are not the amount", "payment",
		    p->id.text, NULL);
		return ERR_AMOUNT_MISMATCH;
	}
	return db_ledger_post(db, &posting);
}

enum err
ledger_post_surplus(struct db *db, const struct payment *p,
    const struct attempt *a)
{
	struct posting posting = posting_of(p, "surplus", a->id.text);

	ledger_split_surplus(db_arena(db), p->user_id, p->amount, true,
	    &posting.lines);
	return db_ledger_post(db, &posting);
}

enum err
ledger_post_refund(struct db *db, const struct payment *p,
    const struct refund *r, bool *is_whole)
{
	struct posting    posting = posting_of(p, "refund", r->id.text);
	LIST(ledger_line) left;
	LIST(ledger_line) all;
	enum err          e;

	db_batch(db);
	db_ledger_left(db, p->id, r->vendor_id, &left);
	db_ledger_left(db, p->id, (struct uuid){ "" }, &all);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	if (!ledger_split_refund(db_arena(db), &left, p->user_id, r->amount,
		&posting.lines)) {
		log_write(LOG_ERROR, "more is refunded than was left", "refund",
		    r->id.text, NULL);
		return ERR_AMOUNT_MISMATCH;
	}
	*is_whole = money_equal(ledger_sum(&all), r->amount);
	return db_ledger_post(db, &posting);
}

enum err
ledger_post_surplus_refund(struct db *db, const struct payment *p,
    const struct refund *r)
{
	struct posting posting = posting_of(p, "surplus_refund", r->id.text);

	ledger_split_surplus(db_arena(db), p->user_id, r->amount, false,
	    &posting.lines);
	return db_ledger_post(db, &posting);
}

struct money
ledger_sum(const LIST(ledger_line) *lines)
{
	const struct ledger_line *line = lines->items;
	int64_t                   sum = 0;

	for (size_t i = 0; i < lines->n; i++)
		sum += line[i].amount.minor;
	return MONEY(sum, lines->n > 0 ? line[0].amount.exponent : 0);
}
