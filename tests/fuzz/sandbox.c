/* SPDX-License-Identifier: ISC */
/*
 * sandbox.c - the sandbox's own readers: forms with nested fields as Stripe's
 * API takes them, and what a buyer types on its payment page.
 */
#include "common/model/input_impl.h"
#include "db/sandbox/stripe.c"
#include "fcgi/sandbox/stripe/api.c"
#include "tests/fuzz/fuzz.h"

#include "fcgi/sandbox/stripe/amounts.c"
#include "fcgi/sandbox/stripe/cards.c"
#include "fcgi/sandbox/stripe/pages.c"

struct sandbox_config settings;

/* In place of intents.c and sessions.c: no request gets there. */
enum err
intent_charge(struct db *db, struct stripe_intent *i, const struct test_card *c)
{
	(void)db, (void)i, (void)c;
	return ERR_NOT_FOUND;
}
enum err
intent_authenticated(struct db *db, struct stripe_intent *i, bool ok)
{
	(void)db, (void)i, (void)ok;
	return ERR_NOT_FOUND;
}
enum err
checkout_session_lock(struct db *db, const char *id, struct stripe_session *s)
{
	(void)db, (void)id, (void)s;
	return ERR_NOT_FOUND;
}
enum err
checkout_session_complete(struct db *db, struct stripe_session *s)
{
	(void)db, (void)s;
	return ERR_NOT_FOUND;
}

static void
url_holds(const char *s)
{
	MUST(s != NULL && strncmp(s, "http", 4) == 0);
	for (; *s != '\0'; s++)
		MUST((unsigned char)*s >= 0x20 && *s != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct req    rq = { .arena = a, .complaints = { .arena = a } };
	struct stripe_api_call c = { .rq = &rq };
	struct checkout_in     in;
	struct complaints      cs = { .arena = a };
	struct raw_json        marks;
	int64_t                n;

	if (req_read_params(&rq, (const char *)data, size) == ERR_OK) {
		req_dot_params(&rq, 0);
		marks = stripe_api_marks(&c, "metadata");
		MUST(json_valid(marks.text, strlen(marks.text)));
		if (stripe_api_url(&c, "success_url") != NULL)
			url_holds(stripe_api_url(&c, "success_url"));
		if (stripe_api_number(&c, "amount", &n))
			MUST(n > 0 && n < INT64_C(1000000000000));
		input_read(a, &checkout_in_spec, &rq.params, NULL, &in, &cs);
		if (cs.list.n == 0 && card_read(&rq, &in) != NULL)
			MUST(rq.complaints.list.n == 0);
	}
	arena_free(&a);
	return 0;
}
