/* SPDX-License-Identifier: ISC */
/*
 * input_money.c - amounts and decimals that people and services send.
 */
#include "common/model/config.h"
#include "common/model/input.h"
#include "common/model/json_write.h"
#include "tests/tap_cunit.h"

struct offer {
	struct money   price, shipping;
	struct decimal discount;
};
SPEC_STATIC(offer,
    FIELD(price),
    FIELD(shipping, DEFAULT(490)),
    FIELD(discount, RANGE(0, 10000)));

static struct complaints complaints;

/* Where an amount stands, and who sent it. */
enum way { FORM, JSON_NUMBER, JSON_TEXT, FROM_SERVICE };

static void
offer_read(enum way way, const char *name, const char *value, struct offer *out)
{
	struct params params = { 0 };
	const char   *body = arena_printf(ta,
            way == JSON_TEXT ? "{\"%s\":\"%s\"}" : "{\"%s\":%s}", name, value);

	complaints = (struct complaints){ .arena = ta };
	if (way == FORM)
		params_add(ta, &params, name, value);
	(way == FROM_SERVICE ? input_read_ours : input_read)(ta, &offer_spec,
	    &params, way == FORM ? NULL : json_parse(ta, body, strlen(body)),
	    out, &complaints);
}

static struct money
price(enum way way, const char *value)
{
	struct offer o;

	offer_read(way, "price", value, &o);
	CHECK_INT(complaints.list.n, 0);
	return o.price;
}

/* "code: message" of an amount that is refused everywhere in the same way. */
static const char *
refused(const char *value)
{
	const char  *said = NULL, *text;
	struct offer o;

	for (int way = FORM; way <= JSON_TEXT; way++) {
		offer_read((enum way)way, "price", value, &o);
		if (complaints.list.n != 1)
			return "taken";
		complaints_say(&complaints, NULL, "");
		text = arena_printf(ta, "%s: %s", complaints.list.items->code,
		    complaints.list.items->message);
		if (said != NULL)
			CHECK_TEXT(text, said);
		said = text;
	}
	return said;
}

static void
an_amount_is_a_number_or_a_text(void)
{
	config.currency = "USD";
	for (int way = FORM; way <= JSON_TEXT; way++) {
		CHECK(money_equal(price((enum way)way, "19.9"), CENTS(1990)));
		CHECK(money_equal(price((enum way)way, "19.90"), CENTS(1990)));
		CHECK(money_equal(price((enum way)way, "0.29"), CENTS(29)));
		CHECK(money_equal(price((enum way)way, "0"), CENTS(0)));
		CHECK(money_equal(price((enum way)way, "99999999.99"),
		    CENTS(CENTS_MAX)));
	}
}

static void
what_is_wrong_with_an_amount_is_said(void)
{
	config.currency = "USD";
	CHECK_TEXT(refused("1.999"),
	    "too_many_decimals: Use at most 2 decimal places.");
	CHECK_TEXT(refused("1.990"),
	    "too_many_decimals: Use at most 2 decimal places.");
	CHECK_TEXT(refused("1e2"),
	    "not_a_number: Enter an amount, such as 19.90.");
	CHECK_TEXT(refused("-1"), "too_small: Enter a value of at least 0.");
	CHECK_TEXT(refused("-0.01"), "too_small: Enter a value of at least 0.");
	CHECK_TEXT(refused("100000000"),
	    "too_large: Enter a value of at most 99,999,999.");
	CHECK_TEXT(refused("999999999999999999999999"),
	    "too_large: Enter a value of at most 99,999,999.");
}

static void
yen_have_no_decimals(void)
{
	config.currency = "JPY";
	CHECK(money_equal(price(JSON_NUMBER, "1990"), MONEY(1990, 0)));
	CHECK(money_equal(price(FORM, "99999999"), MONEY(99999999, 0)));
	CHECK_TEXT(refused("1990.0"),
	    "too_many_decimals: Enter a whole amount without decimal places.");
	CHECK_TEXT(refused("19.90"),
	    "too_many_decimals: Enter a whole amount without decimal places.");
	CHECK_TEXT(refused("1e2"),
	    "not_a_number: Enter an amount, such as 1990.");
	CHECK_TEXT(refused("100000000"),
	    "too_large: Enter a value of at most 99,999,999.");
}

static void
dinars_have_three_decimals(void)
{
	config.currency = "KWD";
	CHECK(money_equal(price(JSON_NUMBER, "19.9"), MONEY(19900, 3)));
	CHECK(money_equal(price(JSON_TEXT, "19.905"), MONEY(19905, 3)));
	CHECK(money_equal(price(FORM, "99999999.99"), MONEY(99999999990, 3)));
	CHECK_TEXT(refused("1.9990"),
	    "too_many_decimals: Use at most 3 decimal places.");
	CHECK_TEXT(refused("1e2"),
	    "not_a_number: Enter an amount, such as 1.990.");
	CHECK_TEXT(refused("99999999.991"),
	    "too_large: Enter a value of at most 99,999,999.");
}

static void
a_default_is_in_minor_units_of_the_currency(void)
{
	struct offer o;

	config.currency = "JPY";
	offer_read(FORM, "price", "1", &o);
	CHECK(money_equal(o.shipping, MONEY(490, 0)));
	config.currency = "KWD";
	offer_read(FORM, "price", "1", &o);
	CHECK(money_equal(o.shipping, MONEY(490, 3)));
}

static void
forms_may_write_a_comma(void)
{
	static const char *const wrong[] = { "1.234,50", "1,2,3", ",50", NULL };
	struct params            params = { .decimal_comma = true };
	struct offer             o;

	config.currency = "EUR";
	params_add(ta, &params, "price", "4,50");
	complaints = (struct complaints){ .arena = ta };
	input_read(ta, &offer_spec, &params, NULL, &o, &complaints);
	CHECK_INT(complaints.list.n, 0);
	CHECK(money_equal(o.price, CENTS(450)));
	for (int i = 0; wrong[i] != NULL; i++) {
		params.items[0].value = wrong[i];
		complaints.list.n = 0;
		input_read(ta, &offer_spec, &params, NULL, &o, &complaints);
		CHECK_INT(complaints.list.n, 1);
	}
	/* Without the language's leave, and in JSON, it is no amount. */
	offer_read(FORM, "price", "4,50", &o);
	CHECK_TEXT(complaints.list.items->code, "not_a_number");
	offer_read(JSON_TEXT, "price", "4,50", &o);
	CHECK_TEXT(complaints.list.items->code, "not_a_number");
}

static void
services_say_amounts_with_their_own_decimals(void)
{
	struct offer o;

	config.currency = "USD";
	CHECK(money_equal(price(FROM_SERVICE, "1990"), MONEY(1990, 0)));
	CHECK(money_equal(price(FROM_SERVICE, "19.90"), CENTS(1990)));
	CHECK(money_equal(price(FROM_SERVICE, "19.905"), MONEY(19905, 3)));
	offer_read(FROM_SERVICE, "price", "-1.00", &o);
	CHECK_TEXT(complaints.list.items->code, "too_small");
	offer_read(FROM_SERVICE, "price", "100000000.00", &o);
	CHECK_TEXT(complaints.list.items->code, "too_large");
	offer_read(FROM_SERVICE, "price", "1.0000", &o);
	CHECK_TEXT(complaints.list.items->code, "too_many_decimals");
}

static const char *
discount_refused(const char *value)
{
	struct offer o;

	offer_read(FORM, "discount", value, &o);
	complaints_say(&complaints, NULL, "");
	return complaints.list.n == 1 ? complaints.list.items->message :
					"taken";
}

static void
decimals_do_not_depend_on_the_currency(void)
{
	struct offer o;
	struct buf   b = { 0 };

	config.currency = "JPY";
	for (int way = FORM; way <= JSON_TEXT; way++) {
		offer_read((enum way)way, "discount", "12.5", &o);
		CHECK_INT(complaints.list.n, 0);
		CHECK_INT(o.discount.hundredths, 1250);
	}
	CHECK_TEXT(discount_refused("12.505"), "Use at most 2 decimal places.");
	CHECK_TEXT(discount_refused("100.01"), "Enter a value of at most 100.");
	CHECK_TEXT(discount_refused("-1"), "Enter a value of at least 0.");
	CHECK_TEXT(discount_refused("ten"), "Enter an amount, such as 19.90.");
	json_write(&b, offer, &o);
	CHECK_TEXT(buf_text(&b),
	    "{\"price\":null,\"shipping\":490,\"discount\":12.50}");
	buf_free(&b);
}

static void
own_json_keeps_the_decimals_of_an_amount(void)
{
	static const char json[] =
	    "{\"price\":19.900,\"shipping\":1990,\"discount\":0.50}";
	struct buf   b = { 0 };
	struct offer o;

	config.currency = "USD";
	CHECK(json_read(ta, offer, json, strlen(json), &o));
	CHECK(money_equal(o.price, MONEY(19900, 3)));
	CHECK(money_equal(o.shipping, MONEY(1990, 0)));
	json_write(&b, offer, &o);
	CHECK_TEXT(buf_text(&b), json);
	buf_free(&b);
}

static const struct test tests[] = {
	TEST(an_amount_is_a_number_or_a_text),
	TEST(what_is_wrong_with_an_amount_is_said),
	TEST(yen_have_no_decimals),
	TEST(dinars_have_three_decimals),
	TEST(a_default_is_in_minor_units_of_the_currency),
	TEST(forms_may_write_a_comma),
	TEST(services_say_amounts_with_their_own_decimals),
	TEST(decimals_do_not_depend_on_the_currency),
	TEST(own_json_keeps_the_decimals_of_an_amount),
	{ 0 },
};

int
main(void)
{
	return tap_run("input_money", tests);
}
