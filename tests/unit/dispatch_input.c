/* SPDX-License-Identifier: ISC */
/*
 * dispatch_input.c - what goes in: bodies, forms, parameters.
 */
#include "common/http/request.h"
#include "tests/unit/tea.h"

/* ---- what goes in -------------------------------------------------------- */

static void
a_write_is_answered_in_its_face(void)
{
	fresh();
	CHECK_INT(ask_json("POST", "/api/teas",
		      "{\"name\":\"assam\","
		      "\"price\":2.5}"),
	    201);
	CHECK_HAS(body(), "\"name\":\"assam\",\"price\":2.50}");
	CHECK_HAS(headers(), "Cache-Control: no-store");
	fresh();
	CHECK_INT(ask_form("/teas", "name=assam&price=2.50"), 303);
	CHECK_HAS(headers(), "Location: /teas/assam?notice=added\r\n");
	fresh();
	CHECK_INT(ask("DELETE", "/api/teas/x", NULL), 204);
	CHECK(rs.content_type == NULL);
}

static void
put_takes_its_id_from_the_path(void)
{
	fresh();
	CHECK_INT(ask_json("PUT", "/api/teas/" USER,
		      "{\"name\":\"ceylon\","
		      "\"id\":\"0192f3a0-7c4e-7abc-8def-ffffffffffff\"}"),
	    200);
	CHECK_HAS(body(), "{\"id\":\"" USER "\",\"name\":\"ceylon\"");
}

static void
bad_fields_are_422_all_at_once(void)
{
	fresh();
	CHECK_INT(ask_json("POST", "/api/teas",
		      "{\"name\":\"x\",\"price\":"
		      "1.999}"),
	    422);
	check_problem("validation_failed");
	CHECK_HAS(body(),
	    "\"errors\":[{\"field\":\"name\",\"code\":"
	    "\"too_short\",");
	CHECK_HAS(body(),
	    "{\"field\":\"price\",\"code\":"
	    "\"too_many_decimals\",");
	CHECK_INT(calls, 0);
}

static void
a_refused_form_is_shown_again(void)
{
	fresh();
	CHECK_INT(ask_form("/teas", "name=x&price=dear"), 422);
	CHECK_TEXT(rs.content_type, "text/html; charset=utf-8");
	CHECK_TEXT(body(),
	    "<form><p>Use at least 2 characters.</p>x"
	    "|dear</form>");
	CHECK_INT(calls, 0);
	fresh();
	next_error = ERR_SLUG_TAKEN;
	CHECK_INT(ask_form("/teas", "name=assam&price=1"), 409);
	CHECK_HAS(body(), "assam|1</form>");
	fresh();
	next_error = ERR_UNAVAILABLE;
	CHECK_INT(ask_form("/teas", "name=assam&price=1"), 503);
	CHECK_TEXT(body(), "<p>503 unavailable</p>");
	CHECK_HAS(headers(), "Retry-After: ");
}

static void
bodies_have_to_be_what_they_say(void)
{
	static const struct {
		const char *type, *body;
		int         status;
	} cases[] = {
		{ "application/json", "{\"name\":", 400 },
		{ "application/json", "{\"name\":NaN}", 400 },
		{ "application/json", "{'name':'x'}", 400 },
		{ "application/json", "[]", 400 },
		{ "application/json", "\"x\"", 400 },
		{ "application/json", "null", 400 },
		{ "application/json", "{\"name\":\"\xff\"}", 400 },
		{ "application/json", "{\"name\":\"\\u0000\"}", 400 },
		{ "application/json", "{\"name\":\"\\ud800\"}", 400 },
		{ "application/json", " ", 400 },
		{ "application/json", "{}", 422 },
		{ "text/plain", "{\"name\":\"assam\"}", 415 },
		{ "application/jsonx", "{\"name\":\"assam\"}", 415 },
		{ "application/x-www-form-urlencoded", "name=assam", 415 },
		{ "multipart/form-data; boundary=x", "--x--", 415 },
		{ "application/json; charset=utf-8", "{\"name\":\"assam\"}",
		    201 },
		{ "Application/JSON", "{\"name\":\"assam\"}", 201 },
		{ "application/json", "\n {\"name\":\"assam\"} ", 201 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		fresh();
		with(arena_printf(ta, "CONTENT_TYPE=%s", cases[i].type));
		if (ask("POST", "/api/teas", cases[i].body) != cases[i].status)
			printf("# %s as %s\n", cases[i].body, cases[i].type);
		CHECK_INT(rs.status, cases[i].status);
	}
	fresh();
	CHECK_INT(ask("POST", "/api/teas", "{\"name\":\"assam\"}"), 415);
	CHECK_INT(ask("POST", "/teas", "name=assam"), 415);
	with("CONTENT_TYPE=multipart/form-data; boundary=x");
	CHECK_INT(ask("POST", "/teas", "--x--"), 415);
}

static void
a_list_is_shown_without_the_filters_that_cannot_be(void)
{
	fresh();
	with("QUERY_STRING=kind=green&most=dear");
	CHECK_INT(ask("GET", "/list", NULL), 422);
	CHECK_TEXT(body(),
	    "<p>most: Enter an amount, such as 19.90.</p>"
	    "green|dear");
	fresh();
	with("QUERY_STRING=kind=green&page=7");
	CHECK_INT(ask("GET", "/list", NULL), 422);
	CHECK_TEXT(body(), "<p>page: Not 7.</p>green|");
	fresh();
	with("QUERY_STRING=kind=green&most=dear");
	CHECK_INT(ask("GET", "/api/list", NULL), 422);
	CHECK_HAS(body(), "not_a_number");
	/* A page that would not say what is wrong is not shown. */
	fresh();
	with("QUERY_STRING=most=dear");
	CHECK_INT(ask("GET", "/mute", NULL), 422);
	CHECK_HAS(body(), "validation_failed");
}

static void
what_answers_json_says_so_when_it_refuses(void)
{
	fresh();
	CHECK_INT(ask("GET", "/state", NULL), 200);
	fresh();
	CHECK_INT(ask("POST", "/state", NULL), 405);
	CHECK_TEXT(rs.content_type, "application/problem+json");
	CHECK_HAS(body(), "\"instance\":\"/state\"");
	fresh();
	with("QUERY_STRING=%ff");
	CHECK_INT(ask("GET", "/state", NULL), 400);
	CHECK_TEXT(rs.content_type, "application/problem+json");
	fresh();
	CHECK_INT(ask("GET", "/states", NULL), 404);
	CHECK_TEXT(rs.content_type, "text/html; charset=utf-8");
	fresh();
	CHECK_INT(ask("GET", "/api/nothing", NULL), 404);
	CHECK_HAS(body(), "\"instance\":\"/api/nothing\"");
}

static void
parameters_have_to_be_well_formed(void)
{
	static const struct {
		const char *query;
		int         status;
	} cases[] = {
		{ "a=%", 400 },
		{ "a=%zz", 400 },
		{ "a=%00", 400 },
		{ "a=%ff", 400 },
		{ "%c0%af=1", 400 },
		{ "a=%ed%a0%80", 400 },
		{ "a", 200 },
		{ "&&", 200 },
		{ "=", 200 },
		{ "a=b=c", 200 },
		{ "a=%C3%A4", 200 },
		{ "notice=%3Cb%3E", 200 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		fresh();
		with(arena_printf(ta, "QUERY_STRING=%s", cases[i].query));
		if (ask("GET", "/api/teas/x", NULL) != cases[i].status)
			printf("# ?%s\n", cases[i].query);
		CHECK_INT(rs.status, cases[i].status);
	}
	fresh();
	CHECK_INT(ask("GET", "/api/teas/\xff", NULL), 400);
}

static void
there_is_a_limit_to_parameters(void)
{
	struct buf b = { 0 };

	fresh();
	buf_str(&b, "QUERY_STRING=");
	for (int i = 0; i <= PARAMS_MAX; i++)
		buf_str(&b, "a=1&");
	with(buf_text(&b));
	CHECK_INT(ask("GET", "/api/teas/x", NULL), 400);
	buf_free(&b);
}

static void
raw_bodies_reach_their_handler_unread(void)
{
	fresh();
	with("CONTENT_TYPE=text/strange");
	CHECK_INT(ask("POST", "/api/hook", "not { json"), 200);
	CHECK_HAS(body(), "\"name\":\"not { json\"");
}

static void
no_way_on_ends_its_header(void)
{
	struct req rq = { .arena = ta };

	req_next(&rq, "https://shop.example/%s", "a b");
	CHECK_TEXT(rq.next, "https://shop.example/a b");
	req_next(&rq, "https://shop.example/%s", "\r\nSet-Cookie: a=b");
	CHECK_TEXT(rq.next, "/");
}

static const struct test tests[] = {
	TEST(no_way_on_ends_its_header),
	TEST(a_write_is_answered_in_its_face),
	TEST(put_takes_its_id_from_the_path),
	TEST(bad_fields_are_422_all_at_once),
	TEST(a_refused_form_is_shown_again),
	TEST(bodies_have_to_be_what_they_say),
	TEST(a_list_is_shown_without_the_filters_that_cannot_be),
	TEST(what_answers_json_says_so_when_it_refuses),
	TEST(parameters_have_to_be_well_formed),
	TEST(there_is_a_limit_to_parameters),
	TEST(raw_bodies_reach_their_handler_unread),
	{ 0 },
};

int
main(void)
{
	return tea_run("dispatch_input", tests);
}
