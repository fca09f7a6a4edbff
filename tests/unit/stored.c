/* SPDX-License-Identifier: ISC */
/*
 * stored.c - JSON that we wrote ourselves is read without the rules of input.
 */
#include "common/model/input.h"
#include "tests/tap_cunit.h"

static const char *const sizes[] = { "SMALL", "LARGE", NULL };
enum size { SMALL, LARGE };

struct city {
	const char *name, *country;
};
SPEC_STATIC(city,
    FIELD(name, REQUIRED, RANGE(1, 5)),
    FIELD(country, REQUIRED, RANGE(2, 2), .format = TEXT_COUNTRY));

struct piece {
	int64_t quantity;
};
LIST_DECLARE(piece);
SPEC_STATIC(piece, FIELD(quantity, REQUIRED, RANGE(1, 9)));

struct box {
	const char      *name, *phone, *email;
	struct uuid      id;
	struct money     price;
	struct timestamp since;
	struct flag      is_open;
	int64_t          count;
	enum size        size;
	struct city      city, *second;
	LIST(piece)      pieces;
	struct text_list tags;
};
SPEC_STATIC(box,
    FIELD(id, REQUIRED),
    FIELD(name, REQUIRED, RANGE(3, 10)),
    FIELD(phone, REQUIRED, RANGE(5, 20)),
    FIELD(email, REQUIRED, RANGE(3, 60), .format = TEXT_EMAIL),
    FIELD(price, REQUIRED, RANGE(1, 100)),
    FIELD(since, REQUIRED),
    FIELD(is_open, REQUIRED),
    FIELD(count, RANGE(1, 50), DEFAULT(7)),
    FIELD_ENUM(size, sizes, DEFAULT(LARGE)),
    FIELD_SUB(city, city, REQUIRED),
    FIELD_PTR(second, city, REQUIRED),
    FIELD_OF(pieces, piece, REQUIRED, RANGE(2, 3)),
    FIELD_TEXTS(tags, RANGE(1, 1)));

static bool
box_read(const char *json, struct box *out)
{
	memset(out, 0x7f, sizeof(*out));
	return json_read(ta, box, json, strlen(json), out);
}

static void
no_rule_of_input_applies(void)
{
	struct box b;

	CHECK(box_read("{\"name\":\" a name longer than ten \","
		       "\"phone\":\"\",\"email\":\"Nobody\",\"price\":5000.00,"
		       "\"count\":99,\"city\":{\"name\":\"Paris\\u0007 XVI\","
		       "\"country\":\"fr\"},\"second\":{\"name\":\"\"},"
		       "\"pieces\":[{\"quantity\":0}],\"tags\":[\"a\",\"b\"]}",
	    &b));
	CHECK_TEXT(b.name, " a name longer than ten ");
	CHECK_TEXT(b.phone, "");
	CHECK_TEXT(b.email, "Nobody");
	CHECK_INT(b.price.minor, 500000);
	CHECK_INT(b.count, 99);
	CHECK_TEXT(b.city.name, "Paris\a XVI");
	CHECK_TEXT(b.city.country, "fr");
	CHECK_TEXT(b.second->name, "");
	CHECK_TEXT(b.second->country, NULL);
	CHECK_INT(b.pieces.n, 1);
	CHECK_INT(b.pieces.items[0].quantity, 0);
	CHECK_INT(b.tags.n, 2);
}

static void
check_not_given(const struct box *b)
{
	CHECK(!uuid_given(b->id) && b->name == NULL && b->phone == NULL);
	CHECK(!money_given(b->price) && !timestamp_given(b->since));
	CHECK_INT(b->is_open.is, -1);
	CHECK_INT(b->count, INT_NONE);
	CHECK_INT((int)b->size, -1);
	CHECK(b->city.name == NULL && b->second == NULL);
	CHECK(b->pieces.n == 0 && b->tags.n == 0);
}

static void
nothing_is_required_and_nothing_has_a_default(void)
{
	struct box b;

	CHECK(box_read("{}", &b));
	check_not_given(&b);
	CHECK(box_read("{\"id\":null,\"name\":null,\"count\":null,"
		       "\"size\":null,\"second\":null,\"pieces\":null}",
	    &b));
	check_not_given(&b);
}

/* Each is another type than its member; the rest of the object is read. */
static void
what_cannot_be_read_is_not_given(void)
{
	struct box b;

	CHECK(!box_read("{\"id\":\"7\",\"name\":{},\"phone\":5,"
			"\"price\":\"1.2.3\",\"since\":\"yesterday\","
			"\"isOpen\":\"yes\",\"count\":\"12\",\"size\":\"HUGE\","
			"\"city\":[],\"second\":\"Rome\",\"pieces\":{},"
			"\"tags\":7,\"email\":\"a@example.com\"}",
	    &b));
	check_not_given(&b);
	CHECK_TEXT(b.email, "a@example.com");
	CHECK(!box_read("{\"second\":{\"name\":5,\"country\":\"IT\"},"
			"\"pieces\":[{\"quantity\":1},{\"quantity\":\"a\"},7,"
			"{\"quantity\":4}],\"count\":99999999999999999999}",
	    &b));
	CHECK_TEXT(b.second->name, NULL);
	CHECK_TEXT(b.second->country, "IT");
	CHECK_INT(b.pieces.n, 4);
	CHECK_INT(b.pieces.items[0].quantity, 1);
	CHECK_INT(b.pieces.items[1].quantity, INT_NONE);
	CHECK_INT(b.pieces.items[2].quantity, INT_NONE);
	CHECK_INT(b.pieces.items[3].quantity, 4);
	CHECK_INT(b.count, INT_NONE);
}

static void
what_is_no_json_is_not_given(void)
{
	static const char *const bad[] = { "", "{", "[]", "7", "null",
		"{\"name\":NaN}" };
	struct box               b;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		CHECK(!box_read(bad[i], &b));
		check_not_given(&b);
	}
}

static void
a_new_struct_is_made_of_an_object_only(void)
{
	void *out = &out;

	CHECK(json_read_new(ta, &city_spec, "{\"name\":\"Rome\"}", 15, &out));
	CHECK_TEXT(((struct city *)out)->name, "Rome");
	CHECK(!json_read_new(ta, &city_spec, "{\"name\":7}", 10, &out));
	CHECK(out != NULL && ((struct city *)out)->name == NULL);
	CHECK(!json_read_new(ta, &city_spec, "[]", 2, &out));
	CHECK(out == NULL);
	CHECK(!json_read_new(ta, &city_spec, "{", 1, &out));
	CHECK(out == NULL);
}

static void
arrays_are_lists(void)
{
	struct text_list texts;
	LIST(piece)      l;

	CHECK(json_read_list(ta, piece, "[{\"quantity\":1}]", 16, &l));
	CHECK_INT(l.n, 1);
	CHECK(json_read_list(ta, piece, "[]", 2, &l));
	CHECK_INT(l.n, 0);
	CHECK(json_read_texts(ta, "[\"a\",\"b\"]", 9, &texts));
	CHECK_INT(texts.n, 2);
	CHECK_TEXT(texts.items[1], "b");
	CHECK(!json_read_texts(ta, "[\"a\",7]", 7, &texts));
	CHECK_TEXT(texts.items[0], "a");
	CHECK_TEXT(texts.items[1], "");
	CHECK(!json_read_list(ta, piece, "{}", 2, &l));
	CHECK_INT(l.n, 0);
	CHECK(!json_read_list(ta, piece, "[", 1, &l));
	CHECK_INT(l.n, 0);
}

static const struct test tests[] = {
	TEST(no_rule_of_input_applies),
	TEST(nothing_is_required_and_nothing_has_a_default),
	TEST(what_cannot_be_read_is_not_given),
	TEST(what_is_no_json_is_not_given),
	TEST(a_new_struct_is_made_of_an_object_only),
	TEST(arrays_are_lists),
	{ 0 },
};

int
main(void)
{
	return tap_run("stored", tests);
}
