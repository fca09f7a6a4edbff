/* SPDX-License-Identifier: ISC */
/*
 * sandbox_stripe.c - what the stand-in for Stripe keeps: intents, sessions,
 * refunds, events, and the answers by Idempotency-Key.
 */
#include "common/base/clock.h"
#include "common/model/config.h"
#include "db/sandbox/stripe.h"
#include "tests/db/tap_db.h"

static void
empty(void)
{
	WITH_DB();
	config.public_url = "http://shop.example";
	owner("TRUNCATE stripe_intents, stripe_sessions, stripe_refunds,"
	      " stripe_events, stripe_keys, outbox");
}

static struct stripe_intent
some_intent(const char *id)
{
	struct stripe_intent i = { .id = id,
		.amount = 1100,
		.currency = "usd",
		.status = "requires_payment_method",
		.metadata = { "{\"a\": \"b\"}" } };

	CHECK_INT(db_stripe_intent_put(db, &i), ERR_OK);
	return i;
}

static struct stripe_session
some_session(const char *id, int64_t seconds)
{
	struct stripe_session s = { .id = id,
		.amount_total = 1100,
		.currency = "usd",
		.status = "open",
		.payment_status = "unpaid",
		.name = "Order F-1",
		.success_url = "http://shop.example/ok",
		.metadata = { "{}" },
		.intent_metadata = { "{\"a\": \"b\"}" },
		.expires_at = clock_now().us / 1000000 + seconds };

	CHECK_INT(db_stripe_session_put(db, &s), ERR_OK);
	return s;
}

static void
every_query_can_be_prepared(void)
{
	WITH_DB();
	CHECK(db_check(db));
}

static void
an_intent_is_added_and_changed(void)
{
	struct stripe_intent i, out;

	empty();
	i = some_intent("pi_1");
	CHECK_TEXT(i.object, "payment_intent");
	CHECK_INT(i.amount_received, 0);
	CHECK_HAS(i.client_secret, "pi_1_secret_");
	CHECK(i.created > 0);
	i.status = "succeeded";
	i.amount = 7; /* is never changed */
	i.amount_received = 1100;
	i.payment_method = "pm_card_visa";
	CHECK_INT(db_stripe_intent_put(db, &i), ERR_OK);
	CHECK_INT(db_stripe_intent_get(db, "pi_1", false, &out), ERR_OK);
	CHECK_TEXT(out.status, "succeeded");
	CHECK_INT(out.amount, 1100);
	CHECK_INT(out.amount_received, 1100);
	CHECK_TEXT(out.payment_method, "pm_card_visa");
	CHECK_TEXT(out.metadata.text, "{\"a\": \"b\"}");
	CHECK_INT(db_stripe_intent_get(db, "pi_2", false, &out), ERR_NOT_FOUND);
	CHECK_INT(db_stripe_intent_get(db, "pi_2", true, &out), ERR_NOT_FOUND);
}

static enum err
receive_one(struct db *d, void *ctx)
{
	struct stripe_intent i;
	enum err             e;

	(void)ctx;
	if ((e = db_stripe_intent_get(d, "pi_1", true, &i)) != ERR_OK)
		return e;
	i.amount_received++;
	usleep(5000);
	return db_stripe_intent_put(d, &i);
}

static enum err
receive_one_of_many(int i)
{
	(void)i;
	return db_tx(db, receive_one, NULL);
}

static void
a_locked_intent_waits_for_others(void)
{
	struct stripe_intent i;

	empty();
	some_intent("pi_1");
	CHECK_INT(at_once(8, receive_one_of_many,
		      url_of("DATABASE_URL_SANDBOX"), ERR_OK),
	    8);
	CHECK_INT(db_stripe_intent_get(db, "pi_1", false, &i), ERR_OK);
	CHECK_INT(i.amount_received, 8);
}

static void
a_session_has_a_page_while_it_is_open(void)
{
	struct stripe_session s, out;

	empty();
	some_intent("pi_1");
	s = some_session("cs_1", 3600);
	CHECK_TEXT(s.url, "http://shop.example/sandbox/stripe/checkout/cs_1");
	CHECK(!s.is_late);
	s.status = "complete";
	s.payment_status = "paid";
	s.payment_intent = "pi_1";
	s.url = NULL;
	CHECK_INT(db_stripe_session_put(db, &s), ERR_OK);
	CHECK(s.url == NULL);
	CHECK_INT(db_stripe_session_get(db, "cs_1", false, &out), ERR_OK);
	CHECK(out.url == NULL);
	CHECK_TEXT(out.payment_status, "paid");
	CHECK_TEXT(out.payment_intent, "pi_1");
	CHECK_TEXT(out.intent_metadata.text, "{\"a\": \"b\"}");
	CHECK_INT(db_stripe_session_get(db, "cs_2", true, &out), ERR_NOT_FOUND);
}

static void
a_session_is_late_when_its_time_is_over(void)
{
	struct stripe_session s;

	empty();
	some_session("cs_1", -60);
	CHECK_INT(db_stripe_session_get(db, "cs_1", true, &s), ERR_OK);
	CHECK(s.is_late);
}

static void
refunds_are_found_by_id_and_by_intent(void)
{
	struct stripe_refund r = { .id = "re_1",
		.payment_intent = "pi_1",
		.amount = 100,
		.currency = "usd",
		.reason = "requested_by_customer",
		.metadata = { "{}" } };
	struct stripe_refund out;
	LIST(stripe_refund)  all;

	empty();
	some_intent("pi_1");
	CHECK_INT(db_stripe_refund_put(db, &r), ERR_OK);
	CHECK_TEXT(r.status, "succeeded");
	CHECK_TEXT(r.object, "refund");
	CHECK_INT(db_stripe_refund_get(db, "re_1", &out), ERR_OK);
	CHECK_INT(out.amount, 100);
	CHECK_TEXT(out.reason, "requested_by_customer");
	CHECK_INT(db_stripe_refund_get(db, "re_2", &out), ERR_NOT_FOUND);
	CHECK_INT(db_stripe_refunds_of(db, "pi_1", &all), ERR_OK);
	CHECK_INT(all.n, 1);
	CHECK_INT(db_stripe_refunds_of(db, "pi_2", &all), ERR_OK);
	CHECK_INT(all.n, 0);
}

static void
an_event_keeps_its_object_and_tells_the_worker(void)
{
	struct stripe_intent i;
	struct stripe_event  ev;
	struct uuid          id = { "" };
	const char          *text;

	empty();
	i = some_intent("pi_1");
	CHECK_INT(db_stripe_event_add(db, "payment_intent.created",
		      &stripe_intent_spec, &i),
	    ERR_OK);
	text = owner("SELECT id FROM stripe_events");
	uuid_parse(text, strlen(text), &id);
	CHECK_TEXT(owner("SELECT payload ->> 'id' FROM outbox"
			 " WHERE name = 'webhook.created'"),
	    id.text);
	CHECK_INT(db_stripe_event_get(db, id, &ev), ERR_OK);
	CHECK_HAS(ev.id, "evt_");
	CHECK_INT(strlen(ev.id), 4 + 32);
	CHECK_TEXT(ev.object, "event");
	CHECK_TEXT(ev.type, "payment_intent.created");
	CHECK_HAS(ev.data.object.text, "\"pi_1\"");
	CHECK_INT(db_stripe_event_get(db, uuid_new(), &ev), ERR_NOT_FOUND);
}

static void
a_key_keeps_the_first_answer(void)
{
	struct stripe_key k = { .key = "k1", .fingerprint = "f1" };

	empty();
	CHECK_INT(db_stripe_key_take(db, &k), ERR_OK);
	CHECK_INT(k.status, INT_NONE);
	k.status = 200;
	k.body = "{}";
	CHECK_INT(db_stripe_key_keep(db, &k), ERR_OK);
	k = (struct stripe_key){ .key = "k1", .fingerprint = "f2" };
	CHECK_INT(db_stripe_key_take(db, &k), ERR_OK);
	CHECK_INT(k.status, 200);
	CHECK_TEXT(k.body, "{}");
	CHECK_TEXT(k.fingerprint, "f1");
}

static enum err
use_key(struct db *d, void *ctx)
{
	struct stripe_key k = { .key = "k1", .fingerprint = "f" };
	enum err          e;

	(void)ctx;
	if ((e = db_stripe_key_take(d, &k)) != ERR_OK)
		return e;
	if (k.status != INT_NONE)
		return ERR_KEY_REUSED;
	usleep(5000);
	k.status = 200;
	return db_stripe_key_keep(d, &k);
}

static enum err
use_key_as_one_of_many(int i)
{
	(void)i;
	return db_tx(db, use_key, NULL);
}

static void
a_second_request_with_the_key_waits_for_the_first(void)
{
	empty();
	CHECK_INT(at_once(8, use_key_as_one_of_many,
		      url_of("DATABASE_URL_SANDBOX"), ERR_OK),
	    1);
}

static const struct test tests[] = {
	TEST(every_query_can_be_prepared),
	TEST(an_intent_is_added_and_changed),
	TEST(a_locked_intent_waits_for_others),
	TEST(a_session_has_a_page_while_it_is_open),
	TEST(a_session_is_late_when_its_time_is_over),
	TEST(refunds_are_found_by_id_and_by_intent),
	TEST(an_event_keeps_its_object_and_tells_the_worker),
	TEST(a_key_keeps_the_first_answer),
	TEST(a_second_request_with_the_key_waits_for_the_first),
	{ 0 },
};

int
main(void)
{
	return db_tests("sandbox_stripe", "SANDBOX", tests);
}
