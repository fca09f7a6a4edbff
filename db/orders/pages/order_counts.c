/* SPDX-License-Identifier: ISC */
#include "db/orders/pages/order_counts.h"
#include "db/orders/order_sql.h"

SPEC(order_counts,
    FIELD(pending),
    FIELD(confirmed),
    FIELD(processing),
    FIELD(shipped),
    FIELD(delivered),
    FIELD(cancelled),
    FIELD(refunded));

#define TALLY(word)                                                \
	"coalesce(sum(orders) FILTER (WHERE status = '" word "')," \
	" 0)::bigint"

QUERY(sql_order_counts, .sql =
    "SELECT " TALLY("PENDING") " AS pending, " TALLY("CONFIRMED")
    " AS confirmed, " TALLY("PROCESSING") " AS processing, "
    TALLY("SHIPPED") " AS shipped, " TALLY("DELIVERED") " AS delivered, "
    TALLY("CANCELLED") " AS cancelled, " TALLY("REFUNDED") " AS refunded"
    " FROM order_tallies WHERE owner = $1");

enum err
db_vendor_order_counts(struct db *db, struct uuid vendor_user_id,
    struct order_counts *out)
{
	return db_one(db, &sql_order_counts, VALUES(V(vendor_user_id)),
	    order_counts, out);
}

enum err
db_shop_order_counts(struct db *db, struct order_counts *out)
{
	return db_vendor_order_counts(db, TALLY_OF_SHOP, out);
}

int64_t
order_counts_sum(const struct order_counts *c, unsigned states)
{
	const int64_t of[] = { c->pending, c->confirmed, c->processing,
		c->shipped, c->delivered, c->cancelled, c->refunded };
	int64_t       sum = 0;

	for (int s = 0; s < ORDER_STATUSES; s++)
		if (states & STATE(s))
			sum += of[s];
	return sum;
}
