/* SPDX-License-Identifier: ISC */
/*
 * sales.c - the parts that orders gives to the dashboards: what there is to
 * do, and what was sold in the last 30 days against the 30 days before.
 */
#include <inttypes.h>

#include "common/model/config.h"
#include "db/orders/sales.h"
#include "fcgi/orders/orders.h"

#define PERIOD       30 /* days */
#define CHART_WIDTH  640
#define CHART_HEIGHT 160

struct sales_part {
	int64_t      unpaid, confirmed, processing, shipped;
	struct money amount, amount_before, most;
	int64_t      count;
	const char  *up, *down; /* against the period before */
	/* For the drawing. */
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
counts_fill(const LIST(status_count) *counts, struct sales_part *out)
{
	const struct status_count *c = counts->items;

	for (size_t i = 0; i < counts->n; i++, c++) {
		if (c->status == ORDER_PENDING)
			out->unpaid = c->count;
		else if (c->status == ORDER_CONFIRMED)
			out->confirmed = c->count;
		else if (c->status == ORDER_PROCESSING)
			out->processing = c->count;
		else if (c->status == ORDER_SHIPPED)
			out->shipped = c->count;
	}
}

/* "x,y x,y …" of a period's days, drawn from 0 to "most". */
static const char *
points(struct arena *a, const struct sales_day *d, int64_t most)
{
	struct buf  b = { 0 };
	const char *text;

	for (int i = 0; i < PERIOD; i++)
		buf_printf(&b, "%s%d,%" PRId64, i > 0 ? " " : "",
		    i * CHART_WIDTH / (PERIOD - 1),
		    CHART_HEIGHT - d[i].amount.minor * CHART_HEIGHT / most);
	text = arena_dup(a, b.data, b.len);
	buf_free(&b);
	return text;
}

static void
compare(struct arena *a, struct sales_part *out)
{
	int64_t was = out->amount_before.minor, is = out->amount.minor;

	if (was == 0 || is == was)
		return;
	if (is > was)
		out->up = arena_printf(a,
		    "%" PRId64 " %% more than in the "
		    "30 days before",
		    (is - was) * 100 / was);
	else
		out->down = arena_printf(a,
		    "%" PRId64 " %% less than in the "
		    "30 days before",
		    (was - is) * 100 / was);
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
	out->points_before = points(a, d, most);
	d += PERIOD;
	out->points = points(a, d, most);
	out->area = arena_printf(a, "0,%d %s %d,%d", CHART_HEIGHT, out->points,
	    CHART_WIDTH, CHART_HEIGHT);
	out->days = (LIST(sales_day)){ d, PERIOD, PERIOD };
	out->from = d[0].day;
	out->to = d[PERIOD - 1].day;
	compare(a, out);
}

static enum err
part_fill(struct req *rq, enum err e, const LIST(status_count) *counts,
    const LIST(sales_day) *days, struct sales_part *out)
{
	if (e != ERR_OK)
		return e;
	if (days->n != 2 * PERIOD)
		return ERR_UNAVAILABLE; /* midnight has just come */
	counts_fill(counts, out);
	sales_fill(rq->arena, days, out);
	return ERR_OK;
}

/* GET /_part/vendor - a vendor's orders and sales. */
HANDLER(vendor_part, none, sales_part)
{
	LIST(status_count) counts;
	LIST(sales_day)    days;

	db_batch(rq->db);
	db_vendor_order_counts(rq->db, rq->session.user_id, &counts);
	db_sales_of_vendor(rq->db, rq->session.user_id, (int64_t)2 * PERIOD,
	    &days);
	return part_fill(rq, db_flush(rq->db), &counts, &days, out);
}

/* GET /_part/admin - all orders and sales. */
HANDLER(admin_part, none, sales_part)
{
	LIST(status_count) counts;
	LIST(sales_day)    days;

	db_batch(rq->db);
	db_open_order_counts(rq->db, &counts);
	db_sales(rq->db, (int64_t)2 * PERIOD, &days);
	return part_fill(rq, db_flush(rq->db), &counts, &days, out);
}

const struct route sales_routes[] = {
	{ GET, "/_part/vendor", &vendor_part, .page = "orders/part_vendor",
	    .who = VENDOR },
	{ GET, "/_part/admin", &admin_part, .page = "orders/part_admin",
	    .who = ADMIN },
	{ 0 },
};
