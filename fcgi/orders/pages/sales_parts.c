/* SPDX-License-Identifier: ISC */
/*
 * sales_parts.c - the parts of the dashboards that orders draws: the orders
 * that wait for something, and the sales of the last 30 days beside those of
 * the 30 days before.
 */
#include <inttypes.h>

#include "common/model/config.h"
#include "db/orders/pages/order_counts.h"
#include "db/orders/pages/sales.h"
#include "fcgi/orders/orders.h"

#define PERIOD       30 /* days */
#define CHART_WIDTH  640
#define CHART_HEIGHT 160

struct sales_part {
	int64_t      unpaid, confirmed, processing, shipped;
	struct money amount, amount_before, most;
	int64_t      count;
	int64_t      up, down; /* percent, against the period before */
	/* For the chart. */
	const char      *points, *points_before, *area;
	LIST(sales_day)  days;
	struct timestamp from, to;
};
SPEC_STATIC(sales_part,
    FIELD(unpaid),
    FIELD(confirmed),
    FIELD(processing),
    FIELD(shipped),
    FIELD(amount),
    FIELD(amount_before),
    FIELD(most),
    FIELD(count),
    FIELD(up),
    FIELD(down),
    FIELD(points),
    FIELD(points_before),
    FIELD(area),
    FIELD_OF(days, sales_day),
    FIELD(from),
    FIELD(to));

static void
counts_fill(const struct order_counts *c, struct sales_part *out)
{
	out->unpaid = c->pending;
	out->confirmed = c->confirmed;
	out->processing = c->processing;
	out->shipped = c->shipped;
}

/* "x,y x,y …": the days of a period, between 0 and "most". */
static const char *
chart_points(struct arena *a, const struct sales_day *d, int64_t most)
{
	const char *text = "";

	for (int i = 0; i < PERIOD; i++)
		text = arena_printf(a, "%s%s%d,%" PRId64, text,
		    i > 0 ? " " : "", i * CHART_WIDTH / (PERIOD - 1),
		    CHART_HEIGHT - d[i].amount.minor * CHART_HEIGHT / most);
	return text;
}

static void
periods_compare(struct sales_part *out)
{
	int64_t was = out->amount_before.minor, now = out->amount.minor;

	if (was > 0 && now > was)
		out->up = (now - was) * 100 / was;
	else if (was > 0 && now < was)
		out->down = (was - now) * 100 / was;
}

static void
sales_fill(struct arena *a, const LIST(sales_day) *days, struct sales_part *out)
{
	struct sales_day *d = days->items;
	struct money      nothing = currency_amount(config_currency(), 0);
	int64_t           most = 1;

	out->amount = out->amount_before = out->most = nothing;
	for (size_t i = 0; i < 2 * PERIOD; i++) {
		if (d[i].count == 0)
			d[i].amount = nothing;
		if (d[i].amount.minor > most)
			most = d[i].amount.minor;
		if (i < PERIOD) {
			out->amount_before.minor += d[i].amount.minor;
			continue;
		}
		out->amount.minor += d[i].amount.minor;
		out->count += d[i].count;
	}
	out->most.minor = most;
	out->points_before = chart_points(a, d, most);
	d += PERIOD;
	out->points = chart_points(a, d, most);
	out->area = arena_printf(a, "0,%d %s %d,%d", CHART_HEIGHT, out->points,
	    CHART_WIDTH, CHART_HEIGHT);
	out->days = (LIST(sales_day)){ d, PERIOD, PERIOD };
	out->from = d[0].day;
	out->to = d[PERIOD - 1].day;
	periods_compare(out);
}

static void
part_fill(struct req *rq, const struct order_counts *counts,
    const LIST(sales_day) *days, struct sales_part *out)
{
	counts_fill(counts, out);
	sales_fill(rq->arena, days, out);
}

/* GET /_part/vendor - a vendor's orders and sales. */
HANDLER(vendor_part, none, sales_part)
{
	struct order_counts counts;
	LIST(sales_day)     days;
	enum err            e;

	db_batch(rq->db);
	db_vendor_order_counts(rq->db, rq->session.user_id, &counts);
	db_sales_of_vendor(rq->db, rq->session.user_id, (int64_t)2 * PERIOD,
	    &days);
	if ((e = db_flush(rq->db)) == ERR_OK)
		part_fill(rq, &counts, &days, out);
	return e;
}

/* GET /_part/admin - all orders and sales. */
HANDLER(admin_part, none, sales_part)
{
	struct order_counts counts;
	LIST(sales_day)     days;
	enum err            e;

	db_batch(rq->db);
	db_shop_order_counts(rq->db, &counts);
	db_sales(rq->db, (int64_t)2 * PERIOD, &days);
	if ((e = db_flush(rq->db)) == ERR_OK)
		part_fill(rq, &counts, &days, out);
	return e;
}

const struct route sales_routes[] = {
	{ GET, "/_part/vendor", &vendor_part, .page = "orders/part_vendor",
	    .who = VENDOR },
	{ GET, "/_part/admin", &admin_part, .page = "orders/part_admin",
	    .who = ADMIN },
	{ 0 },
};
