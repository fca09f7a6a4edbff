/* SPDX-License-Identifier: ISC */
/*
 * json.c - which texts are JSON (RFC 8259), and structs as JSON.
 */
#include "common/model/input.h"
#include "common/model/input_impl.h"
#include "common/model/json_write.h"
#include "tests/tap_cunit.h"

static bool
accepted(const char *s)
{
	size_t n = strlen(s);
	bool   ok = json_valid(s, n);

	/* The whole parser accepts no more than the grammar. */
	if (json_parse(ta, s, n) != NULL && !ok) {
		printf("# %s was parsed\n", s);
		CHECK(false);
	}
	return ok;
}

static void
all_of(const char *const *texts, bool wanted)
{
	for (int i = 0; texts[i] != NULL; i++) {
		if (accepted(texts[i]) == wanted)
			continue;
		printf("# %s is %s\n", texts[i],
		    wanted ? "refused" : "accepted");
		CHECK(false);
	}
}

static void
json_is_accepted(void)
{
	all_of((const char *const[]){ "{}", "[]", " { } ", "\t\n\r [1] ", "0",
		   "-0", "1", "-1", "10", "1.5", "-0.5", "1e5", "1E+5", "1e-5",
		   "1.25e10", "\"\"", "\"a\"", "true", "false", "null",
		   "{\"a\":1}", "{\"a\":{\"b\":[1,2,{}]},\"c\":null}",
		   "[1,2,3]", "[[],[],{}]", "{\"\":0}", "{\"a\":1,\"a\":2}",
		   "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u00e4\"",
		   "\"\\ud83c\\udf45\"", "\"ä🍅\"", "\"\x7f\"",
		   "123456789012345678901234567890", "1e400", NULL },
	    true);
}

static void
what_other_parsers_let_pass_is_refused(void)
{
	all_of((const char *const[]){ "NaN", "nan", "Infinity", "-Infinity",
		   "'x'", "{'a':1}", "1.", ".5", "-", "+1", "01", "-01", "0x10",
		   "1e", "1e+", "1.e5", "--1", "1_000", "True", "FALSE", "nul",
		   "None", "undefined", "{a:1}", "{\"a\":1,}", "[1,]", "[,1]",
		   "[1,,2]", "{,}", "{\"a\"}", "{\"a\":}", "{:1}", "{\"a\" 1}",
		   "{\"a\":1 \"b\":2}", "[1 2]", "[1", "{\"a\":1", "\"a", "]",
		   "}", "", " ", "{}x", "{} {}", "[]]", "// c\n{}", "/* c */{}",
		   "{}/**/", "\xef\xbb\xbf{}", "\"\\x41\"", "\"\\'\"", "\"\\\"",
		   "\"\\u12\"", "\"\\u12g4\"", "\"\n\"", "\"\t\"", "\"\x01\"",
		   "tru", "truefalse", "1 2", NULL },
	    false);
}

static void
no_text_holds_u_0000_or_half_a_surrogate_pair(void)
{
	all_of((const char *const[]){ "\"\\u0000\"", "{\"a\\u0000\":1}",
		   "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"",
		   "\"\\ud800\\u0041\"", "\"\\udc00\\ud800\"",
		   "\"\\ud800\\ud800\"", "\"\\ud83c\\n\"", NULL },
	    false);
	CHECK(!json_valid("\"\0\"", 3));
	CHECK(!json_valid("\"\\\0\"", 4));
	CHECK(!json_valid("{}\0", 3));
	CHECK(json_parse(ta, "\"a\0b\"", 5) == NULL);
}

static void
utf8_has_to_be_well_formed(void)
{
	CHECK(json_parse(ta, "\"\xc0\xaf\"", 4) == NULL);
	CHECK(json_parse(ta, "\"\xed\xa0\x80\"", 5) == NULL);
	CHECK(json_parse(ta, "\"\xff\"", 3) == NULL);
	CHECK(json_parse(ta, "\"\xc3\xa4\"", 4) != NULL);
}

static const char *
nested(int depth, const char *open, const char *close)
{
	struct buf  b = { 0 };
	const char *s;

	for (int i = 0; i < depth; i++)
		buf_str(&b, open);
	buf_char(&b, '1');
	for (int i = 0; i < depth; i++)
		buf_str(&b, close);
	s = arena_strdup(ta, buf_text(&b));
	buf_free(&b);
	return s;
}

static void
sixteen_levels_are_enough(void)
{
	const char *s = nested(16, "[", "]");

	CHECK(accepted(s));
	CHECK(json_parse(ta, s, strlen(s)) != NULL);
	CHECK(!accepted(nested(17, "[", "]")));
	CHECK(accepted(nested(16, "{\"a\":", "}")));
	CHECK(!accepted(nested(17, "{\"a\":", "}")));
	CHECK(!accepted(nested(100000, "[", "]")));
	/* Side by side is not deep. */
	CHECK(accepted("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],"
		       "[],[],[],[],[]]"));
}

/* ---- writing ------------------------------------------------------------- */

static const char *const colours[] = { "RED", "GREEN", NULL };

struct seed {
	const char *name;
	int64_t     count;
};
LIST_DECLARE(seed);
SPEC_STATIC(seed, FIELD(name), FIELD(count));

struct base {
	struct uuid id;
	const char *hidden;
};
SPEC_STATIC(base, FIELD(id));

struct bed {
	struct base      base;
	const char      *long_name, *secret, *page_only;
	struct money     price;
	bool             is_wet;
	struct flag      is_new;
	int64_t          stock_quantity;
	struct timestamp created_at;
	int              colour;
	struct raw_json  raw;
	LIST(seed)       seeds;
	struct text_list tags;
	struct seed      first;
	struct seed     *second;
};
SPEC_STATIC(bed,
    FIELD_BASE(base, base),
    FIELD(long_name),
    FIELD(page_only, FOR_PAGES),
    FIELD(price),
    FIELD(is_wet),
    FIELD(is_new),
    FIELD(stock_quantity),
    FIELD(created_at),
    FIELD_ENUM(colour, colours),
    FIELD(raw),
    FIELD_OF(seeds, seed),
    FIELD_TEXTS(tags),
    FIELD_SUB(first, seed),
    FIELD_PTR(second, seed));

static const char *
written(struct spec *spec, const void *obj)
{
	struct buf  b = { 0 };
	const char *s;

	json_write_spec(&b, spec, obj);
	s = arena_strdup(ta, buf_text(&b));
	buf_free(&b);
	return s;
}

static void
a_struct_is_written_by_its_spec(void)
{
	struct seed seeds[] = { { "leek", 3 }, { "kale", 0 } };
	const char *tags[] = { "a\"b", "c" };
	struct bed  bed = {
		 .base = { { "0192f3a0-7c4e-7abc-8def-0123456789ab" }, "no" },
		 .long_name = "<Bed>",
		 .secret = "no",
		 .page_only = "no",
		 .price = CENTS(1990),
		 .is_wet = true,
		 .is_new = { 0 },
		 .stock_quantity = 7,
		 .created_at = { 1500000 },
		 .colour = 1,
		 .raw = { "{\"a\":[1]}" },
		 .seeds = { seeds, 2 },
		 .tags = { tags, 2 },
		 .first = { "pea", 1 },
		 .second = &seeds[1],
	};

	CHECK_TEXT(written(&bed_spec, &bed),
	    "{\"id\":\"0192f3a0-7c4e-7abc-8def-0123456789ab\","
	    "\"longName\":\"\\u003cBed\\u003e\",\"price\":19.90,"
	    "\"isWet\":true,\"isNew\":false,\"stockQuantity\":7,"
	    "\"createdAt\":\"1970-01-01T00:00:01.500Z\","
	    "\"colour\":\"GREEN\",\"raw\":{\"a\":[1]},"
	    "\"seeds\":[{\"name\":\"leek\",\"count\":3},"
	    "{\"name\":\"kale\",\"count\":0}],\"tags\":[\"a\\\"b\",\"c\"],"
	    "\"first\":{\"name\":\"pea\",\"count\":1},"
	    "\"second\":{\"name\":\"kale\",\"count\":0}}");
}

static void
what_is_not_given_is_null(void)
{
	struct bed bed;

	spec_clear(&bed_spec, &bed);
	CHECK_TEXT(written(&bed_spec, &bed),
	    "{\"id\":null,\"longName\":null,\"price\":null,\"isWet\":false,"
	    "\"isNew\":null,\"stockQuantity\":null,\"createdAt\":null,"
	    "\"colour\":null,\"raw\":null,\"seeds\":[],\"tags\":[],"
	    "\"first\":{\"name\":null,\"count\":null},\"second\":null}");
}

static void
json_that_is_passed_on_is_safe_anywhere(void)
{
	struct bed bed = { .raw = { "{\"<a>\": [\"</script><!--#\"]}" } };

	CHECK_LACKS(written(&bed_spec, &bed), "<");
	CHECK_LACKS(written(&bed_spec, &bed), ">");
	CHECK_HAS(written(&bed_spec, &bed),
	    "{\"\\u003ca\\u003e\": "
	    "[\"\\u003c/script\\u003e\\u003c!--#\"]}");
}

static void
what_was_written_reads_back(void)
{
	struct seed seed = { "peas\n\"&<\xc3\xa4", -5 }, again;
	const char *s = written(&seed_spec, &seed);

	CHECK(json_read(ta, seed, s, strlen(s), &again));
	CHECK_TEXT(again.name, seed.name);
	CHECK_INT(again.count, -5);
}

/* ---- specs --------------------------------------------------------------- */

static void
members_are_found_by_their_names(void)
{
	size_t              off = 0;
	const struct field *f;

	f = spec_find(&bed_spec, "stockQuantity", 13, &off);
	CHECK(f != NULL && f->type == TYPE_INT);
	CHECK_INT(off, offsetof(struct bed, stock_quantity));
	off = 0;
	f = spec_find(&bed_spec, "id", 2, &off);
	CHECK(f != NULL && off == offsetof(struct bed, base.id));
	off = 0;
	f = spec_find(&bed_spec, "first.count", 11, &off);
	CHECK(f != NULL && off == offsetof(struct bed, first.count));
	off = 0;
	CHECK(spec_find(&bed_spec, "stock_quantity", 14, &off) == NULL);
	CHECK(spec_find(&bed_spec, "secret", 6, &off) == NULL);
	CHECK(spec_find(&bed_spec, "base", 4, &off) == NULL);
	CHECK(spec_find(&bed_spec, "second.name", 11, &off) == NULL);
	CHECK(spec_find(&bed_spec, "price.x", 7, &off) == NULL);
	CHECK(spec_find(&bed_spec, "", 0, &off) == NULL);
}

static void
lists_grow_and_keep_their_items(void)
{
	const char      *words[] = { "a", "b", "c" };
	struct text_list l = { words, 3, 0 };

	for (int i = 3; i < 1000; i++)
		*list_add(ta, &l) = words[i % 3];
	CHECK_INT(l.n, 1000);
	for (int i = 0; i < 1000; i++)
		CHECK(l.items[i] == words[i % 3]);
	CHECK(l.items != words); /* memory of others is not written */
}

struct part {
	int64_t version;
};
SPEC_STATIC(part, FIELD(version, EDIT_VERSION));

struct whole {
	const char *name;
	struct part part;
};
SPEC_AS(inlining, whole, FIELD(name), FIELD_BASE(part, part));
SPEC_AS(holding, whole, FIELD(name), FIELD_SUB(part, part));

/* A version belongs to the object itself, not to one inside of it. */
static void
an_object_has_the_version_that_it_inlines(void)
{
	const struct whole w = { "A", { 7 } };

	CHECK_INT(spec_version(&part_spec, &w.part), 7);
	CHECK_INT(spec_version(&inlining_spec, &w), 7);
	CHECK_INT(spec_version(&holding_spec, &w), INT_NONE);
}

static void
texts_become_an_array(void)
{
	const char            *items[] = { "a", "\"b\"" };
	const struct text_list two = { items, 2, 2 }, nothing = { 0 };

	CHECK_TEXT(json_texts_text(ta, &two), "[\"a\",\"\\\"b\\\"\"]");
	CHECK_TEXT(json_texts_text(ta, &nothing), "[]");
}

static const struct test tests[] = {
	TEST(json_is_accepted),
	TEST(what_other_parsers_let_pass_is_refused),
	TEST(no_text_holds_u_0000_or_half_a_surrogate_pair),
	TEST(utf8_has_to_be_well_formed),
	TEST(sixteen_levels_are_enough),
	TEST(a_struct_is_written_by_its_spec),
	TEST(what_is_not_given_is_null),
	TEST(json_that_is_passed_on_is_safe_anywhere),
	TEST(what_was_written_reads_back),
	TEST(members_are_found_by_their_names),
	TEST(lists_grow_and_keep_their_items),
	TEST(an_object_has_the_version_that_it_inlines),
	TEST(texts_become_an_array),
	{ 0 },
};

int
main(void)
{
	return tap_run("json", tests);
}
