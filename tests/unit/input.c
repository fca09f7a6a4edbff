/* SPDX-License-Identifier: ISC */
/*
 * input.c - what callers send, as parameters and as JSON, into structs.
 */
#include "common/model/input.h"
#include "tests/tap_cunit.h"

static const char *const sizes[] = { "SMALL", "LARGE", NULL };
enum size { SMALL, LARGE };

struct city {
	const char *name, *country;
};
SPEC_STATIC(city,
    FIELD(name, REQUIRED, RANGE(1, 20)),
    FIELD(country, REQUIRED, RANGE(2, 2), .format = TEXT_COUNTRY));

struct piece {
	struct uuid product_id;
	int64_t     quantity;
};
LIST_DECLARE(piece);
SPEC_STATIC(piece,
    FIELD(product_id, REQUIRED),
    FIELD(quantity, REQUIRED, RANGE(1, 99)));

struct box {
	struct uuid      id;
	const char      *name, *note, *email, *link, *slug, *secret;
	struct money     price, most;
	int64_t          count, page, number, serial;
	bool             is_active;
	struct flag      is_open;
	enum size        size, other_size;
	struct timestamp since;
	struct city      city;
	struct city     *second;
	LIST(piece)      pieces;
	struct text_list tags;
};
SPEC_STATIC(box,
    FIELD(id),
    FIELD(name, REQUIRED, RANGE(3, 10)),
    FIELD(note, RANGE(0, 20), .format = TEXT_BLOCK),
    FIELD(email, RANGE(3, 60), .format = TEXT_EMAIL),
    FIELD(link, RANGE(0, 60), .format = TEXT_URL),
    FIELD(slug, RANGE(1, 20), .format = TEXT_SLUG),
    FIELD(secret, RANGE(2, 20), .format = TEXT_SECRET),
    FIELD(price),
    FIELD(most, DEFAULT(500)),
    FIELD(count, RANGE(1, 50)),
    FIELD(page, RANGE(1, 1000), DEFAULT(1)),
    FIELD(number),
    FIELD(serial, RANGE(0, INT64_MAX)),
    FIELD(is_active),
    FIELD(is_open),
    FIELD_ENUM(size, sizes),
    FIELD_ENUM(other_size, sizes, DEFAULT(LARGE)),
    FIELD(since),
    FIELD_PTR(second, city),
    FIELD_OF(pieces, piece, RANGE(0, 3)),
    FIELD_TEXTS(tags, .max = 3));

struct crate {
	struct city city;
	LIST(piece) pieces;
	bool        is_new;
};
SPEC_STATIC(crate,
    FIELD_SUB(city, city, REQUIRED),
    FIELD_OF(pieces, piece, REQUIRED, RANGE(1, 2)),
    FIELD(is_new, REQUIRED));

static struct complaints complaints;

/* The fields and codes of all complaints: "name:too_short price:required". */
static const char *
complained(void)
{
	const struct complaint *c = complaints.list.items;
	const char             *all = "";

	for (size_t i = 0; i < complaints.list.n; i++)
		all = arena_printf(ta, "%s%s%s:%s", all, i > 0 ? " " : "",
		    c[i].field, c[i].code);
	return all;
}

static const char *
message(void)
{
	const struct complaint *c = complaints.list.items;

	complaints_say(&complaints, NULL, "");
	return complaints.list.n > 0 ? c[0].message : NULL;
}

/* As the dispatcher reads: "a=b&c=d" and perhaps a JSON body. */
static void
read_both(struct spec *spec, const char *form, const char *json, void *out)
{
	struct params params = { 0 };
	char         *text = arena_strdup(ta, form), *pair, *eq;

	complaints = (struct complaints){ .arena = ta };
	while ((pair = strsep(&text, "&")) != NULL) {
		if ((eq = strchr(pair, '=')) == NULL)
			continue;
		*eq = '\0';
		params_add(ta, &params, pair, eq + 1);
	}
	if (json == NULL) {
		input_read(ta, spec, &params, NULL, out, &complaints);
		return;
	}
	CHECK(json_parse(ta, json, strlen(json)) != NULL);
	input_read(ta, spec, &params, json_parse(ta, json, strlen(json)), out,
	    &complaints);
}

static struct box
form(const char *s)
{
	static struct box b;

	read_both(&box_spec, s, NULL, &b);
	return b;
}

static struct box
json(const char *s)
{
	static struct box b;

	read_both(&box_spec, "", s, &b);
	return b;
}

/* ---- both faces alike ---------------------------------------------------- */

/* {"name":"carrots", <member>} and name=carrots&<field> complain alike. */
static void
both(const char *member, const char *field, const char *complaint)
{
	json(arena_printf(ta, "{\"name\":\"carrots\",%s}", member));
	CHECK_TEXT(complained(), complaint);
	form(arena_printf(ta, "name=carrots&%s", field));
	CHECK_TEXT(complained(), complaint);
}

static void
texts_have_bounds_in_code_points(void)
{
	json("{}");
	CHECK_TEXT(complained(), "name:required");
	form("");
	CHECK_TEXT(complained(), "name:required");
	json("{\"name\":\"  \"}");
	CHECK_TEXT(complained(), "name:required");
	form("name=++");
	CHECK_TEXT(complained(), "name:too_short");
	json("{\"name\":\"ab\"}");
	CHECK_TEXT(complained(), "name:too_short");
	CHECK_TEXT(message(), "Use at least 3 characters.");
	json("{\"name\":\"12345678901\"}");
	CHECK_TEXT(complained(), "name:too_long");
	CHECK_TEXT(message(), "Use at most 10 characters.");
	CHECK_TEXT(json("{\"name\":\"ääääääääää\"}").name, "ääääääääää");
	CHECK_TEXT(complained(), "");
}

static void
texts_are_trimmed_and_checked(void)
{
	CHECK_TEXT(json("{\"name\":\" \\tkale \\n\"}").name, "kale");
	json("{\"name\":\"a\\u0001bc\"}");
	CHECK_TEXT(complained(), "name:invalid_characters");
	json("{\"name\":\"a\\nbc\"}");
	CHECK_TEXT(complained(), "name:invalid_characters");
	CHECK_TEXT(json("{\"name\":\"kale\",\"note\":\"a\\nb\"}").note, "a\nb");
	CHECK_TEXT(complained(), "");
	json("{\"name\":\"kale\",\"note\":\"a\\u001bb\"}");
	CHECK_TEXT(complained(), "note:invalid_characters");
	CHECK_TEXT(json("{\"name\":\"kale\",\"secret\":\" p w \"}").secret,
	    " p w ");
}

static void
addresses_have_their_forms(void)
{
	static const char *const bad[] = { "a@b", "a b@c.de", "@c.de",
		"a@b@c.de", "a@.de", "a@c.", "a..b@c.de", ".a@c.de", "a.@c.de",
		"<a@c.de>", "a@c.de,b@c.de", "\\\"a\\\"@c.de", "ä@c.de",
		"a@c.de\\nBcc: x@y.z", NULL };

	CHECK_TEXT(json("{\"name\":\"kale\",\"email\":\"Me+1@Shop.COM\"}")
		       .email,
	    "me+1@shop.com");
	CHECK_TEXT(complained(), "");
	for (int i = 0; bad[i] != NULL; i++) {
		json(arena_printf(ta, "{\"name\":\"kale\",\"email\":\"%s\"}",
		    bad[i]));
		CHECK_TEXT(complained(), "email:invalid_email");
	}
	both("\"link\":\"ftp://x.de\"", "link=ftp://x.de", "link:invalid_url");
	both("\"link\":\"javascript:alert(1)\"", "link=javascript:alert(1)",
	    "link:invalid_url");
	both("\"link\":\"https://\"", "link=https://", "link:invalid_url");
	both("\"link\":\"https://x.de\"", "link=https://x.de", "");
	both("\"slug\":\"a--b\"", "slug=a--b", "slug:invalid_slug");
	both("\"slug\":\"-a\"", "slug=-a", "slug:invalid_slug");
	both("\"slug\":\"a-\"", "slug=a-", "slug:invalid_slug");
	both("\"slug\":\"Aa\"", "slug=Aa", "slug:invalid_slug");
	both("\"slug\":\"a-b-2\"", "slug=a-b-2", "");
}

static void
whole_numbers_are_whole(void)
{
	CHECK_INT(json("{\"name\":\"kale\",\"count\":50}").count, 50);
	CHECK_INT(form("name=kale&count=50").count, 50);
	both("\"count\":0", "count=0", "count:too_small");
	both("\"count\":-1", "count=-1", "count:too_small");
	both("\"count\":51", "count=51", "count:too_large");
	CHECK_TEXT(message(), "Enter a value of at most 50.");
	both("\"count\":1.5", "count=1.5", "count:not_a_whole_number");
	both("\"count\":1.0", "count=1.0", "count:not_a_whole_number");
	both("\"count\":1e1", "count=1e1", "count:not_a_whole_number");
	both("\"count\":18446744073709551616", "count=18446744073709551616",
	    "count:too_large");
	both("\"count\":-9223372036854775808", "count=-9223372036854775808",
	    "count:too_small");
	both("\"serial\":-99999999999999999999", "serial=-99999999999999999999",
	    "serial:too_small");
	form("name=carrots&serial=9223372036854775808");
	CHECK_TEXT(complained(), "serial:too_large");
	CHECK_INT(form("name=kale&serial=9223372036854775807").serial,
	    INT64_MAX);
}

static void
numbers_as_texts_are_of_the_wrong_type(void)
{
	json("{\"name\":\"kale\",\"count\":\"5\"}");
	CHECK_TEXT(complained(), "count:wrong_type");
	json("{\"name\":\"kale\",\"count\":true}");
	CHECK_TEXT(complained(), "count:wrong_type");
	json("{\"name\":5}");
	CHECK_TEXT(complained(), "name:wrong_type");
	json("{\"name\":[\"a\"]}");
	CHECK_TEXT(complained(), "name:wrong_type");
	json("{\"name\":{}}");
	CHECK_TEXT(complained(), "name:wrong_type");
	json("{\"name\":\"kale\",\"isActive\":1}");
	CHECK_TEXT(complained(), "isActive:wrong_type");
	json("{\"name\":\"kale\",\"isActive\":\"true\"}");
	CHECK_TEXT(complained(), "isActive:wrong_type");
}

static void
words_are_of_a_list(void)
{
	CHECK_INT(json("{\"name\":\"kale\",\"size\":\"LARGE\"}").size, LARGE);
	CHECK_INT(form("name=kale&size=SMALL").size, SMALL);
	both("\"size\":\"large\"", "size=large", "size:not_one_of");
	both("\"size\":\"HUGE\"", "size=HUGE", "size:not_one_of");
	json("{\"name\":\"kale\",\"size\":1}");
	CHECK_TEXT(complained(), "size:wrong_type");
}

static void
ids_and_times_have_their_forms(void)
{
	CHECK_TEXT(form("name=kale&id=0192F3A0-7C4E-7ABC-8DEF-0123456789AB")
		       .id.text,
	    "0192f3a0-7c4e-7abc-8def-0123456789ab");
	both("\"id\":\"7\"", "id=7", "id:invalid_id");
	both("\"since\":\"yesterday\"", "since=yesterday",
	    "since:invalid_time");
	CHECK_INT(json("{\"name\":\"kale\",\"since\":\"1970-01-01T00:00:01Z\""
		       "}")
		      .since.us,
	    1000000);
}

static void
truths_have_three_states_where_wanted(void)
{
	CHECK(json("{\"name\":\"kale\",\"isActive\":true}").is_active);
	CHECK(!json("{\"name\":\"kale\"}").is_active);
	CHECK_INT(json("{\"name\":\"kale\"}").is_open.is, -1);
	CHECK_INT(json("{\"name\":\"kale\",\"isOpen\":false}").is_open.is, 0);
	CHECK_INT(json("{\"name\":\"kale\",\"isOpen\":null}").is_open.is, -1);
	CHECK_INT(form("name=kale&isOpen=on").is_open.is, 1);
	CHECK_INT(form("name=kale&isOpen=").is_open.is, -1);
	form("name=kale&isOpen=maybe");
	CHECK_TEXT(complained(), "isOpen:wrong_type");
}

static void
what_is_not_given_stays_so(void)
{
	struct box b = json("{\"name\":\"kale\"}");

	CHECK_TEXT(complained(), "");
	CHECK(b.note == NULL && b.email == NULL && b.second == NULL);
	CHECK(!uuid_given(b.id) && !money_given(b.price));
	CHECK(!timestamp_given(b.since));
	CHECK_INT(b.count, INT_NONE);
	CHECK_INT((int)b.size, -1);
	CHECK_INT(b.pieces.n, 0);
	b = json("{\"name\":\"kale\",\"price\":null,\"count\":null,\"note\":"
		 "null,\"pieces\":null,\"second\":null}");
	CHECK_TEXT(complained(), "");
	CHECK(!money_given(b.price) && b.note == NULL && b.second == NULL);
}

/* A form sends all its fields: empty numbers are not given, not wrong. */
static void
empty_fields_of_forms_are_not_given(void)
{
	struct box b = form("name=kale&price=&count=&id=&size=&since="
			    "&slug=&note=");

	CHECK_TEXT(complained(), "");
	CHECK(!money_given(b.price) && !uuid_given(b.id) && b.slug == NULL);
	CHECK_TEXT(b.note, "");
}

static void
defaults_stand_in(void)
{
	struct box b = json("{\"name\":\"kale\"}");

	CHECK_INT(b.page, 1);
	CHECK_INT(b.most.minor, 500);
	CHECK_INT(b.other_size, LARGE);
	b = form("name=kale&page=7&most=2.50&otherSize=SMALL");
	CHECK_INT(b.page, 7);
	CHECK_INT(b.most.minor, 250);
	CHECK_INT(b.other_size, SMALL);
	form("name=kale&page=0");
	CHECK_TEXT(complained(), "page:too_small");
}

static void
all_complaints_come_at_once(void)
{
	json("{\"price\":1.234,\"count\":99,\"email\":\"x\",\"size\":\"M\"}");
	CHECK_TEXT(complained(),
	    "name:required email:too_short "
	    "price:too_many_decimals count:too_large size:not_one_of");
}

static void
complaints_have_an_end(void)
{
	struct box    b;
	struct params params = { 0 };

	complaints = (struct complaints){ .arena = ta };
	for (int i = 0; i < 300; i++)
		input_read(ta, &box_spec, &params, NULL, &b, &complaints);
	CHECK_INT(complaints.list.n, COMPLAINTS_MAX);
}

/* ---- nesting ------------------------------------------------------------- */

#define ID "0192f3a0-7c4e-7abc-8def-0123456789ab"

static void
objects_and_lists_nest(void)
{
	struct crate  c;
	struct piece *p;

	read_both(&crate_spec, "",
	    "{\"city\":{\"name\":\"Graz\",\"country\":"
	    "\"at\"},\"pieces\":[{\"productId\":\"" ID "\",\"quantity\":2},"
	    "{\"productId\":\"" ID "\",\"quantity\":3}],\"isNew\":false}",
	    &c);
	CHECK_TEXT(complained(), "");
	CHECK_TEXT(c.city.country, "AT");
	CHECK_INT(c.pieces.n, 2);
	p = c.pieces.items;
	CHECK_INT(p[1].quantity, 3);
	read_both(&crate_spec,
	    "city.name=Graz&city.country=at"
	    "&pieces.0.productId=" ID "&pieces.0.quantity=2"
	    "&pieces.1.productId=" ID "&pieces.1.quantity=3&isNew=on",
	    NULL, &c);
	CHECK_TEXT(complained(), "");
	CHECK_TEXT(c.city.name, "Graz");
	CHECK_INT(c.pieces.n, 2);
	p = c.pieces.items;
	CHECK_INT(p[1].quantity, 3);
	CHECK(c.is_new);
}

static void
complaints_name_nested_fields(void)
{
	struct crate c;

	read_both(&crate_spec, "",
	    "{\"city\":{\"country\":\"ATX\"},"
	    "\"pieces\":[{\"productId\":\"x\",\"quantity\":0}],"
	    "\"isNew\":true}",
	    &c);
	CHECK_TEXT(complained(),
	    "city.name:required city.country:too_long "
	    "pieces.0.productId:invalid_id pieces.0.quantity:too_small");
	read_both(&crate_spec, "city.country=A1&pieces.0.quantity=0", NULL, &c);
	CHECK_TEXT(complained(),
	    "city.name:required "
	    "city.country:invalid_country pieces.0.productId:required "
	    "pieces.0.quantity:too_small isNew:required");
}

struct table {
	LIST(piece) pieces;
};
SPEC_STATIC(table, FIELD_OF(pieces, piece, RANGE(0, 3), BLANK_ROWS));

static void
rows_of_a_form_may_be_blank(void)
{
	struct table t;

	read_both(&table_spec, "pieces.0.quantity=&pieces.1.quantity=2", NULL,
	    &t);
	CHECK_TEXT(complained(), "");
	CHECK_INT(t.pieces.n, 2);
	CHECK_INT(t.pieces.items[0].quantity, INT_NONE);
	CHECK_INT(t.pieces.items[1].quantity, 2);
	read_both(&table_spec, "pieces.0.quantity=0", NULL, &t);
	CHECK_TEXT(complained(), "pieces.0.quantity:too_small");
	read_both(&table_spec, "", "{\"pieces\":[{\"quantity\":2}]}", &t);
	CHECK_TEXT(complained(), "pieces.0.productId:required");
}

static void
lists_have_bounds(void)
{
	struct crate c;

	read_both(&crate_spec, "",
	    "{\"city\":{\"name\":\"Graz\",\"country\":"
	    "\"AT\"},\"pieces\":[],\"isNew\":true}",
	    &c);
	CHECK_TEXT(complained(), "pieces:too_few");
	read_both(&crate_spec, "",
	    "{\"city\":{\"name\":\"Graz\",\"country\":"
	    "\"AT\"},\"isNew\":true}",
	    &c);
	CHECK_TEXT(complained(), "pieces:required");
	json("{\"name\":\"kale\",\"pieces\":[{},{},{},{}]}");
	CHECK_TEXT(complained(), "pieces:too_many");
	CHECK_TEXT(message(), "Enter at most 3.");
	json("{\"name\":\"kale\",\"tags\":[\"a\",\"b\",\"c\",\"d\"]}");
	CHECK_TEXT(complained(), "tags:too_many");
	form("name=kale&tags.0=a&tags.1=b&tags.2=c&tags.3=d");
	CHECK_TEXT(complained(), "tags:too_many");
}

static void
nested_types_are_checked(void)
{
	struct crate c;

	read_both(&crate_spec, "",
	    "{\"city\":\"Graz\",\"pieces\":{},"
	    "\"isNew\":true}",
	    &c);
	CHECK_TEXT(complained(), "city:wrong_type pieces:wrong_type");
	read_both(&crate_spec, "",
	    "{\"city\":[],\"pieces\":[7,null],"
	    "\"isNew\":true}",
	    &c);
	CHECK_TEXT(complained(),
	    "city:wrong_type pieces.0:wrong_type "
	    "pieces.1:wrong_type");
	json("{\"name\":\"kale\",\"tags\":[\"a\",7]}");
	CHECK_TEXT(complained(), "tags:wrong_type");
	json("{\"name\":\"kale\",\"second\":7}");
	CHECK_TEXT(complained(), "second:wrong_type");
}

static void
optional_objects_are_whole_or_absent(void)
{
	struct box b;

	b = json("{\"name\":\"kale\",\"second\":{\"name\":\"Linz\","
		 "\"country\":\"AT\"}}");
	CHECK_TEXT(complained(), "");
	CHECK_TEXT(b.second->name, "Linz");
	form("name=kale&second.name=Linz");
	CHECK_TEXT(complained(), "second.country:required");
	json("{\"name\":\"kale\",\"second\":{}}");
	CHECK_TEXT(complained(),
	    "second.name:required "
	    "second.country:required");
}

static void
the_path_wins_over_the_body(void)
{
	struct box b;

	read_both(&box_spec, "id=" ID,
	    "{\"name\":\"kale\",\"id\":"
	    "\"0192f3a0-7c4e-7abc-8def-ffffffffffff\"}",
	    &b);
	CHECK_TEXT(complained(), "");
	CHECK_TEXT(b.id.text, ID);
	read_both(&box_spec, "id=7", "{\"name\":\"kale\"}", &b);
	CHECK_TEXT(complained(), "id:invalid_id");
	read_both(&box_spec, "count=7&size=LARGE&isActive=true",
	    "{\"name\":\"kale\",\"count\":3}", &b);
	CHECK_TEXT(complained(), "");
	CHECK_INT(b.count, 7);
	CHECK_INT(b.size, LARGE);
	CHECK(b.is_active);
}

static void
the_first_parameter_of_a_name_counts(void)
{
	CHECK_INT(form("name=kale&count=7&count=8").count, 7);
}

static void
unknown_members_are_ignored(void)
{
	CHECK_TEXT(json("{\"name\":\"kale\",\"isAdmin\":true,\"__proto__\":{}}")
		       .name,
	    "kale");
	CHECK_TEXT(complained(), "");
}

static void
the_last_of_doubled_members_counts(void)
{
	CHECK_TEXT(json("{\"name\":\"kale\",\"name\":\"leek\"}").name, "leek");
}

static const struct test tests[] = {
	TEST(texts_have_bounds_in_code_points),
	TEST(texts_are_trimmed_and_checked),
	TEST(addresses_have_their_forms),
	TEST(whole_numbers_are_whole),
	TEST(numbers_as_texts_are_of_the_wrong_type),
	TEST(words_are_of_a_list),
	TEST(ids_and_times_have_their_forms),
	TEST(truths_have_three_states_where_wanted),
	TEST(what_is_not_given_stays_so),
	TEST(empty_fields_of_forms_are_not_given),
	TEST(defaults_stand_in),
	TEST(all_complaints_come_at_once),
	TEST(complaints_have_an_end),
	TEST(objects_and_lists_nest),
	TEST(complaints_name_nested_fields),
	TEST(rows_of_a_form_may_be_blank),
	TEST(lists_have_bounds),
	TEST(nested_types_are_checked),
	TEST(optional_objects_are_whole_or_absent),
	TEST(the_path_wins_over_the_body),
	TEST(the_first_parameter_of_a_name_counts),
	TEST(unknown_members_are_ignored),
	TEST(the_last_of_doubled_members_counts),
	{ 0 },
};

int
main(void)
{
	return tap_run("input", tests);
}
