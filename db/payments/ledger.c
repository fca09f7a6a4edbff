/* SPDX-License-Identifier: ISC */
#include "db/payments/ledger.h"
#include "common/model/json_write.h"

const char *const ledger_account_words[] = { "buyer", "escrow", "commission",
	"tax", "shipping", "provider", "payout", NULL };

SPEC(ledger_line,
    FIELD_ENUM(kind, ledger_account_words),
    FIELD(owner),
    FIELD(amount));

SPEC(ledger_row,
    FIELD(posting),
    FIELD_ENUM(kind, ledger_account_words),
    FIELD(owner),
    FIELD(amount),
    FIELD(created_at));

#define LINES                                                        \
	" jsonb_to_recordset($2::jsonb) AS l(kind text, owner uuid," \
	" amount numeric)"

QUERY(sql_ledger_accounts_add, .sql =
    "INSERT INTO ledger_accounts (kind, owner, currency)"
    " SELECT DISTINCT l.kind, l.owner, $1::text FROM" LINES
    " ON CONFLICT ON CONSTRAINT ledger_accounts_key DO NOTHING");

QUERY(sql_ledger_transaction_add, .sql =
    "INSERT INTO ledger_transactions (id, kind, reference, payment_id,"
    "  currency) VALUES ($1, $2, $3, $4, $5)");

QUERY(sql_ledger_entries_add, .sql =
    "INSERT INTO ledger_entries (transaction_id, account_id, amount)"
    " SELECT $3, a.id, l.amount FROM" LINES " JOIN ledger_accounts a"
    "  ON a.kind = l.kind AND a.owner IS NOT DISTINCT FROM l.owner"
    "  AND a.currency = $1");

QUERY(sql_ledger_left, .sql =
    "SELECT a.kind, a.owner, sum(e.amount) AS amount"
    " FROM ledger_transactions t"
    "  JOIN ledger_entries e ON e.transaction_id = t.id"
    "  JOIN ledger_accounts a ON a.id = e.account_id"
    " WHERE t.payment_id = $1 AND t.kind IN ('sale', 'refund')"
    "  AND a.kind <> 'buyer' AND ($2::uuid IS NULL OR a.owner = $2)"
    " GROUP BY a.kind, a.owner HAVING sum(e.amount) <> 0"
    " ORDER BY a.owner, a.kind");

QUERY(sql_ledger_list, .sql =
    "SELECT t.kind AS posting, a.kind, a.owner, e.amount, t.created_at"
    " FROM ledger_transactions t"
    "  JOIN ledger_entries e ON e.transaction_id = t.id"
    "  JOIN ledger_accounts a ON a.id = e.account_id"
    " WHERE t.payment_id = $1 ORDER BY t.created_at, t.id, e.id");

enum err
db_ledger_post(struct db *db, const struct posting *p)
{
	const char *json = json_list_text(db_arena(db), ledger_line, &p->lines);
	struct uuid id = uuid_new();

	db_batch(db);
	db_run(db, &sql_ledger_accounts_add, VALUES(V(p->currency), V(json)),
	    NULL);
	db_run(db, &sql_ledger_transaction_add,
	    VALUES(V(id), V(p->kind), V(p->reference), V(p->payment_id),
		V(p->currency)),
	    NULL);
	db_run(db, &sql_ledger_entries_add,
	    VALUES(V(p->currency), V(json), V(id)), NULL);
	return db_flush(db);
}

enum err
db_ledger_left(struct db *db, struct uuid payment_id, struct uuid vendor_id,
    LIST(ledger_line) *out)
{
	return db_all(db, &sql_ledger_left, VALUES(V(payment_id), V(vendor_id)),
	    ledger_line, out);
}

enum err
db_ledger_list(struct db *db, struct uuid payment_id, LIST(ledger_row) *out)
{
	return db_all(db, &sql_ledger_list, VALUES(V(payment_id)), ledger_row,
	    out);
}
