/* SPDX-License-Identifier: ISC */
/*
 * paging.c - which rows a page asks for, and the cursor to the next one.
 */
#include "common/http/paging.h"
#include "common/base/text.h"
#include "tests/tap_cunit.h"

struct tea {
	struct uuid      id;
	const char      *name;
	struct money     price;
	struct timestamp created_at;
};
LIST_DECLARE(tea);
/* The rows below break these rules: cursors do not care. */
SPEC_STATIC(tea,
    FIELD(id),
    FIELD(name, REQUIRED, RANGE(1, 3)),
    FIELD(price, REQUIRED, RANGE(1, 100)),
    FIELD(created_at));

struct cup {
	int64_t id;
};
SPEC_STATIC(cup, FIELD(id));

static const struct paging by_name = { "teas", &tea_spec, "name", 24 };
static const struct paging by_price = { "teas-price", &tea_spec, "price", 24 };
static const struct paging by_age = { "teas-age", &tea_spec, "createdAt", 24 };
static const struct paging by_id = { "cups", &cup_spec, "id", 24 };
static const struct paging ranked = { "ranked", &tea_spec, NULL, 24 };

static struct req
request(bool api)
{
	return (struct req){ .arena = ta,
		.api = api,
		.path = "/teas",
		.complaints = { .arena = ta } };
}

static struct page_in
nothing_asked(void)
{
	return (struct page_in){ .page = 1, .limit = INT_NONE };
}

/* Three rows where two fit: the cursor to the third. */
static struct page_out
two_of_three(const struct paging *p, void *rows)
{
	struct req      rq = request(true);
	struct page_in  in = { .page = 1, .limit = 2 };
	LIST(tea)       list = { rows, 3, 0 };
	struct slice    slice;
	struct page_out out;

	CHECK_INT(page_begin(&rq, p, &in, &slice), ERR_OK);
	CHECK_INT(slice.limit, 3);
	page_end(&rq, p, &in, &slice, &list, 5, "", &out);
	CHECK_INT(list.n, 2);
	CHECK_INT(out.total_pages, 3);
	return out;
}

/* What the next page begins after. */
static struct slice
slice_of(const struct paging *p, const char *cursor)
{
	struct req     rq = request(true);
	struct page_in in = nothing_asked();
	struct slice   slice;

	in.cursor = cursor;
	in.page = 9; /* only a number beside it */
	CHECK_INT(page_begin(&rq, p, &in, &slice), ERR_OK);
	return slice;
}

#define TEA(n, text, us)                                              \
	{                                                             \
		.id = { "0192f3a0-7c4e-7abc-8def-00000000000" n },    \
		.name = (text), .price = CENTS(1990), .created_at = { \
			us                                            \
		}                                                     \
	}

static struct tea *
teas(void)
{
	static struct tea t[] = { TEA("1", "Assam", 1),
		TEA("2", "Grün, \xe7\x8e\x89 & 5 %", INT64_C(1795235461582002)),
		TEA("3", "Rooibos", 3) };

	return t;
}

static void
a_cursor_leads_to_the_row_after_the_last(void)
{
	struct slice s;

	s = slice_of(&by_name, two_of_three(&by_name, teas()).next_cursor);
	CHECK_TEXT(s.key, teas()[1].name);
	CHECK_TEXT(s.id.text, teas()[1].id.text);
	CHECK_INT(s.offset, 0);
	CHECK_INT(s.limit, 21);
	s = slice_of(&by_price, two_of_three(&by_price, teas()).next_cursor);
	CHECK_TEXT(s.key, "19.90");
	s = slice_of(&by_age, two_of_three(&by_age, teas()).next_cursor);
	CHECK_TEXT(s.key, "2026-11-21 04:31:01.582002+00");
}

static void
a_key_that_is_the_id_stands_alone(void)
{
	struct cup   cups[] = { { 7 }, { 5 }, { 3 } };
	struct slice s;

	s = slice_of(&by_id, two_of_three(&by_id, cups).next_cursor);
	CHECK_TEXT(s.key, "5");
	CHECK(!uuid_given(s.id));
}

static void
what_is_ranked_anew_is_counted(void)
{
	struct slice s;

	s = slice_of(&ranked, two_of_three(&ranked, teas()).next_cursor);
	CHECK(s.key == NULL);
	CHECK_INT(s.offset, 2);
}

static void
the_last_page_has_no_cursor(void)
{
	struct req      rq = request(true);
	struct page_in  in = { .page = 2, .limit = 3 };
	LIST(tea)       list = { teas(), 3, 0 };
	struct slice    slice;
	struct page_out out;

	CHECK_INT(page_begin(&rq, &by_name, &in, &slice), ERR_OK);
	CHECK_INT(slice.offset, 3);
	page_end(&rq, &by_name, &in, &slice, &list, 6, "", &out);
	CHECK_INT(list.n, 3);
	CHECK(out.next_cursor == NULL);
	CHECK(out.next_url == NULL);
	CHECK_TEXT(out.prev_url, "/teas");
}

static const char *
encoded(const char *text)
{
	return base64url(ta, text, strlen(text));
}

static void
cursors_of_others_are_refused(void)
{
#define AN_ID "0192f3a0-7c4e-7abc-8def-000000000001"
	const char *const bad[] = { "x", "AAAA", "''", "....", "=",
		encoded("teas"), encoded("teas-age "),
		encoded("teas-age " AN_ID), encoded("teas-age " AN_ID " "),
		encoded("teas-age " AN_ID " Assam"),
		encoded("teas-age " AN_ID " -infinity"),
		encoded("teas-age " AN_ID " 0000-01-01 00:00:00+00"),
		encoded("teas-age zzzzzzzz 2026-01-01 00:00:00+00"),
		encoded("teas " AN_ID " Assam"), NULL };
	struct page_in    in = nothing_asked();
	struct slice      slice;

	for (int i = 0; bad[i] != NULL; i++) {
		struct req rq = request(true);

		in.cursor = bad[i];
		CHECK_INT(page_begin(&rq, &by_age, &in, &slice), ERR_INVALID);
		CHECK_INT(rq.complaints.list.n, 1);
		CHECK_TEXT(((struct complaint *)rq.complaints.list.items)->code,
		    "invalid_cursor");
	}
	in.cursor = encoded("teas " AN_ID " \xff");
	struct req rq = request(true);
	CHECK_INT(page_begin(&rq, &by_name, &in, &slice), ERR_INVALID);
	in.cursor = encoded("cups 5 5");
	CHECK_INT(page_begin(&rq, &by_id, &in, &slice), ERR_INVALID);
	in.cursor = encoded("ranked -1");
	CHECK_INT(page_begin(&rq, &ranked, &in, &slice), ERR_INVALID);
}

static void
the_site_has_pages_of_its_own_size(void)
{
	struct req     rq = request(false);
	struct page_in in = nothing_asked();
	LIST(tea)    list = { arena_array(ta, 25, sizeof(struct tea)), 25, 0 };
	struct slice slice;
	struct page_out out;

	in.page = 2;
	for (size_t i = 0; i < 25; i++)
		((struct tea *)list.items)[i] = teas()[0];
	CHECK_INT(page_begin(&rq, &by_name, &in, &slice), ERR_OK);
	CHECK_INT(slice.limit, 25);
	page_end(&rq, &by_name, &in, &slice, &list, 60,
	    query_and(&rq, query_and(&rq, "", "kind", "a&b"), "none", NULL),
	    &out);
	CHECK_TEXT(out.prev_url, "/teas?kind=a%26b");
	CHECK_TEXT(out.next_url,
	    arena_printf(ta, "/teas?kind=a%%26b&page=3&cursor=%s",
		out.next_cursor));
	CHECK(out.has_pages);
}

static const struct test tests[] = {
	TEST(a_cursor_leads_to_the_row_after_the_last),
	TEST(a_key_that_is_the_id_stands_alone),
	TEST(what_is_ranked_anew_is_counted),
	TEST(the_last_page_has_no_cursor),
	TEST(cursors_of_others_are_refused),
	TEST(the_site_has_pages_of_its_own_size),
	{ 0 },
};

int
main(void)
{
	return tap_run("paging", tests);
}
