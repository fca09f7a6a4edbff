/* SPDX-License-Identifier: ISC */
/*
 * stripe_settings.c - which address a key of Stripe is used with.
 */
#include "fcgi/payments/providers/stripe/stripe.h"
#include "tests/tap_cunit.h"

#define SANDBOX "http://127.0.0.1:8080/sandbox/stripe"

static const char *
base_of(const char *key, const char *setting)
{
	const struct stripe_settings s = { setting, { key, "whsec_12345678" } };

	return stripe_api_base(&s);
}

static void
without_a_setting_the_address_is_stripe_s(void)
{
	CHECK_TEXT(base_of("sk_live_12345678", NULL), "https://api.stripe.com");
	CHECK_TEXT(base_of("sk_test_12345678", NULL), "https://api.stripe.com");
}

static void
a_setting_counts(void)
{
	CHECK_TEXT(base_of("sk_sandbox_12345678", SANDBOX), SANDBOX);
	CHECK_TEXT(base_of("sk_test_12345678", SANDBOX), SANDBOX);
	CHECK_TEXT(base_of("sk_live_12345678", "https://proxy.example"),
	    "https://proxy.example");
}

static void
a_live_key_and_a_sandbox_never_meet(void)
{
	CHECK_TEXT(base_of("sk_live_12345678", SANDBOX),
	    "https://api.stripe.com");
	CHECK_TEXT(base_of("rk_live_12345678", SANDBOX),
	    "https://api.stripe.com");
	CHECK_TEXT(base_of("sk_live_12345678",
		       "https://shop.example/sandbox/stripe"),
	    "https://api.stripe.com");
}

static void
keys_tell_whether_they_are_live(void)
{
	CHECK(stripe_key_is_live(&(struct stripe_keys){ "sk_live_1", NULL }));
	CHECK(stripe_key_is_live(&(struct stripe_keys){ "rk_live_1", NULL }));
	CHECK(!stripe_key_is_live(&(struct stripe_keys){ "sk_test_1", NULL }));
	CHECK(!stripe_key_is_live(&(struct stripe_keys){ "sk_sandbox_1",
	    NULL }));
	CHECK(!stripe_key_is_live(&(struct stripe_keys){ NULL, NULL }));
}

static void
the_first_missing_key_is_named(void)
{
	CHECK_TEXT(stripe_keys_missing(&(struct stripe_keys){ NULL, NULL }),
	    "STRIPE_SECRET_KEY");
	CHECK_TEXT(stripe_keys_missing(&(struct stripe_keys){ "sk", NULL }),
	    "STRIPE_WEBHOOK_SECRET");
	CHECK(stripe_keys_missing(&(struct stripe_keys){ "sk", "whsec" }) ==
	    NULL);
}

static const struct test tests[] = {
	TEST(without_a_setting_the_address_is_stripe_s),
	TEST(a_setting_counts),
	TEST(a_live_key_and_a_sandbox_never_meet),
	TEST(keys_tell_whether_they_are_live),
	TEST(the_first_missing_key_is_named),
	{ 0 },
};

int
main(void)
{
	return tap_run("stripe_settings", tests);
}
