/* SPDX-License-Identifier: ISC */
/*
 * contract.c - calls between services, and payloads of events that earlier
 * programs wrote.
 */
#include "common/client/http_client.h"
#include "common/client/service_ask.h"
#include "common/contract/auth_calls.h"
#include "common/contract/events.h"
#include "common/contract/orders_calls.h"
#include "common/contract/payments_calls.h"
#include "common/contract/products_calls.h"
#include "common/contract/sandbox_calls.h"
#include "common/model/input.h"
#include "common/model/json_write.h"
#include "tests/tap_cunit.h"

#define ID    "0192f3a0-7c4e-7abc-8def-0123456789ab"
#define OTHER "0192f3a0-7c4e-7abc-8def-0123456789ac"

static struct http_call sent; /* the last one */
static int              nsent;
static const char      *reply = "{}";

void
http_call(struct arena *a, const struct http_call *call,
    struct http_answer *out)
{
	(void)a;
	sent = *call;
	nsent++;
	*out = (struct http_answer){ .outcome = HTTP_ANSWERED,
		.status = 200,
		.body = reply,
		.body_len = strlen(reply) };
}

static void
ids_of_the_input_fill_the_path(void)
{
	const struct caller        who = { .arena = ta };
	const struct order_paid_in in = { { ID }, { OTHER }, CENTS(1250) };

	CHECK_INT(service_ask(&who, CALL_ORDER_PAID, &in, NONE), ERR_OK);
	CHECK_TEXT(sent.method, "POST");
	CHECK_TEXT(sent.url,
	    "http://internal/orders/internal/orders/" ID "/paid");
	CHECK_TEXT(sent.body,
	    "{\"id\":\"" ID "\",\"paymentId\":\"" OTHER "\",\"amount\":12.50}");
	CHECK_INT(sent.body_len, strlen(sent.body));
}

static void
a_call_without_its_id_is_not_sent(void)
{
	const struct caller        who = { .arena = ta };
	const struct order_paid_in in = { { "" }, { OTHER }, CENTS(1250) };
	int                        before = nsent;

	CHECK_INT(service_ask(&who, CALL_ORDER_PAID, &in, NONE), ERR_INVALID);
	CHECK_INT(nsent, before);
}

static void
a_get_has_no_body(void)
{
	const struct caller who = { .arena = ta };
	const struct id_in  in = { { ID } };
	struct order_bill   bill;

	reply = "{\"id\":\"" ID
		"\",\"status\":\"PENDING\",\"totalAmount\":9.50,"
		"\"paymentMethod\":\"STRIPE\",\"isNew\":true,"
		"\"vendors\":[{\"vendorId\":\"" OTHER
		"\",\"vendorName\":\"A\"}]}";
	CHECK_INT(service_ask(&who, CALL_ORDER_BILL, &in, &bill), ERR_OK);
	CHECK(sent.body == NULL);
	CHECK_TEXT(sent.url, "http://internal/orders/internal/orders/" ID);
	CHECK_INT(bill.status, ORDER_PENDING);
	CHECK_INT(bill.total_amount.minor, 950);
	CHECK_INT(bill.vendors.n, 1);
	CHECK_TEXT(bill.vendors.items[0].vendor_id.text, OTHER);
	reply = "{}";
}

/* Every capture is an id in the input: else path and struct do not fit. */
static void
every_path_can_be_filled(void)
{
	const struct caller who = { .arena = ta };

#define ASK(...) ASK_(__VA_ARGS__)
#define ASK_(service, method, path, I, O, member)                       \
	do {                                                            \
		struct I in = { .member = { ID } };                     \
		CHECK_INT(service_ask_spec(&who, service, method, path, \
			      &I##_spec, &in, NULL, NULL),              \
		    ERR_OK);                                            \
		CHECK_LACKS(sent.url + strlen("http:"), ":");           \
		CHECK_HAS(sent.url, ID);                                \
	} while (0)
	ASK(CALL_ORDER_BILL, id);
	ASK(CALL_ORDER_CANCELLED, order_id);
	ASK(CALL_ORDER_PAID, id);
	ASK(CALL_ORDER_REFUNDED, id);
	ASK(CALL_SESSION_ROLE, id);
	ASK(CALL_STOCK_COMMIT, order_id);
	ASK(CALL_STOCK_RELEASE, order_id);
	ASK(CALL_WEBHOOK, id);
#undef ASK_
}

/* ---- events -------------------------------------------------------------- */

static void
stored_order_events_are_readable(void)
{
	static const char old[] =
	    "{\"orderId\":\"" ID
	    "\",\"orderNumber\":\"A-1\",\"userId\":\"" OTHER
	    "\",\"email\":\"b@example.com\",\"status\":\"CONFIRMED\","
	    "\"currency\":\"USD\",\"totalAmount\":10.50,\"items\":"
	    "[{\"productId\":\"" ID
	    "\",\"variantId\":null,\"vendorId\":\"" OTHER
	    "\",\"name\":\"Tea\",\"quantity\":2,\"price\":5.25,"
	    "\"totalPrice\":10.50,\"status\":\"CONFIRMED\"}],"
	    "\"shippingAddress\":{\"fullName\":\"Bea\",\"line1\":\"1 Road\","
	    "\"city\":\"Town\",\"postalCode\":\"1\",\"country\":\"DE\"},"
	    "\"vendorId\":null,\"reason\":null,\"amount\":null}";
	struct order_payload p;

	CHECK(json_read(ta, order_payload, old, strlen(old), &p));
	CHECK_TEXT(p.order_id.text, ID);
	CHECK_INT(p.status, ORDER_CONFIRMED);
	CHECK_INT(p.items.n, 1);
	CHECK_INT(p.items.items[0].total_price.minor, 1050);
	CHECK_TEXT(p.shipping_address->full_name, "Bea");
	CHECK(!money_given(p.amount));
	CHECK_INT(p.is_paid.is, FLAG_NONE.is);
}

static void
stored_payment_events_are_readable(void)
{
	static const char old[] =
	    "{\"paymentId\":\"" ID "\",\"orderId\":\"" OTHER
	    "\",\"orderNumber\":\"A-1\",\"amount\":10.50,"
	    "\"currency\":\"USD\",\"status\":\"refunded\","
	    "\"method\":\"STRIPE\",\"message\":null}";
	struct payment_payload p;

	CHECK(json_read(ta, payment_payload, old, strlen(old), &p));
	CHECK_TEXT(p.order_id.text, OTHER);
	CHECK_INT(p.method, PAY_STRIPE);
	CHECK_TEXT(p.status, "refunded");
	CHECK_INT(p.is_whole.is, FLAG_NONE.is);
}

/* What programs of an earlier version read must still be there. */
static void
members_of_events_keep_their_names(void)
{
	const struct vendor_payload v = { { ID }, { OTHER }, "v@example.com",
		"Shop", NULL };
	struct buf                  b = { 0 };

	json_write(&b, vendor_payload, &v);
	CHECK_TEXT(buf_text(&b),
	    "{\"vendorId\":\"" ID "\",\"userId\":\"" OTHER
	    "\",\"email\":\"v@example.com\",\"businessName\":\"Shop\","
	    "\"reason\":null}");
	buf_free(&b);
}

static const struct test tests[] = {
	TEST(ids_of_the_input_fill_the_path),
	TEST(a_call_without_its_id_is_not_sent),
	TEST(a_get_has_no_body),
	TEST(every_path_can_be_filled),
	TEST(stored_order_events_are_readable),
	TEST(stored_payment_events_are_readable),
	TEST(members_of_events_keep_their_names),
	{ 0 },
};

int
main(void)
{
	return tap_run("contract", tests);
}
