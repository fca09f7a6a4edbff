/* SPDX-License-Identifier: ISC */
/*
 * dispatch_rows.c - which row a request means, and what goes out.
 */
#include "common/base/mem.h"
#include "common/http/match.h"
#include "tests/unit/tea.h"

/* ---- which row ----------------------------------------------------------- */

static void
one_row_has_two_faces(void)
{
	fresh();
	CHECK_INT(ask("GET", "/api/teas/sencha", NULL), 200);
	CHECK_TEXT(rs.content_type, "application/json");
	CHECK_TEXT(body(), "{\"id\":null,\"name\":\"sencha\",\"price\":1.50}");
	CHECK_INT(ask("GET", "/teas/sencha", NULL), 200);
	CHECK_TEXT(rs.content_type, "text/html; charset=utf-8");
	CHECK_TEXT(body(), "<p>sencha</p>");
}

static void
what_is_not_there_is_404(void)
{
	static const char *const nowhere[] = { "/api/none", "/api/teas",
		"/api/teas/", "/api/teas/a/b", "/api/teas/new/x", "/api",
		"/api/", "/apiteas/a", "/api/mine/", "/api/cookies/x",
		"/cookies", NULL };

	for (int i = 0; nowhere[i] != NULL; i++) {
		bool there;

		fresh();
		there = ask("GET", nowhere[i], NULL) != 404 && rs.status != 405;
		if (there)
			printf("# %s is %d\n", nowhere[i], rs.status);
		CHECK(!there);
	}
	CHECK_INT(ask("GET", "/api/none", NULL), 404);
	check_problem("not_found");
	CHECK_HAS(body(), "\"instance\":\"/api/none\"");
	CHECK_INT(ask("GET", "/none", NULL), 404);
	CHECK_TEXT(body(), "<p>404 not_found</p>");
}

static void
faces_are_kept_apart(void)
{
	fresh();
	CHECK_INT(ask("GET", "/api-only", NULL), 404);
	CHECK_INT(ask("GET", "/api/api-only", NULL), 200);
	/* "new" is a page; under /api it is an id like any other. */
	CHECK_INT(ask("GET", "/teas/new", NULL), 200);
	CHECK_HAS(body(), "<form>");
	CHECK_INT(ask("GET", "/api/teas/new", NULL), 200);
	CHECK_HAS(body(), "\"name\":\"new\"");
}

static void
a_method_that_is_not_there_is_405(void)
{
	fresh();
	CHECK_INT(ask("POST", "/api/teas/x", ""), 405);
	check_problem("method_not_allowed");
	CHECK_HAS(headers(), "Allow: GET, HEAD, PUT, DELETE\r\n");
	CHECK_INT(ask("GET", "/api/teas", NULL), 405);
	CHECK_HAS(headers(), "Allow: POST\r\n");
	/* Two rows have GET. */
	CHECK_INT(ask("POST", "/teas/new", ""), 405);
	CHECK_HAS(headers(), "Allow: GET, HEAD, PUT, DELETE\r\n");
	CHECK_INT(ask("PATCH", "/api/teas/x", "{}"), 405);
	CHECK_INT(ask("BREW", "/api/teas/x", NULL), 405);
	CHECK_INT(calls, 0);
}

static void
head_is_get(void)
{
	fresh();
	CHECK_INT(ask("HEAD", "/api/teas/sencha", NULL), 200);
	CHECK_INT(rs.body.len,
	    strlen("{\"id\":null,\"name\":\"sencha\","
		   "\"price\":1.50}"));
}

static void
forms_name_other_methods(void)
{
	fresh();
	CHECK_INT(ask_form("/teas/" USER, "_method=PUT&name=oolong"), 303);
	CHECK_INT(calls, 1);
	fresh();
	CHECK_INT(ask_form("/teas/x", "_method=DELETE"), 303);
	CHECK_INT(calls, 1);
	fresh();
	CHECK_INT(ask_form("/teas/x", "_method=GET"), 405);
	CHECK_INT(ask_form("/teas/x", "_method=PATCH"), 405);
	/* Not under /api, and not by a link. */
	fresh();
	with("QUERY_STRING=_method=DELETE");
	CHECK_INT(ask("GET", "/teas/x", NULL), 200);
	CHECK_INT(ask_json("POST", "/api/teas/x", "{\"_method\":\"DELETE\"}"),
	    405);
	CHECK_INT(calls, 0);
}

/* ---- what goes out ------------------------------------------------------- */

static void
errors_of_handlers_become_problems(void)
{
	fresh();
	CHECK_INT(ask("GET", "/api/teas/none", NULL), 404);
	check_problem("product_not_found");
	CHECK_INT(ask("GET", "/teas/none", NULL), 404);
	CHECK_TEXT(body(), "<p>404 product_not_found</p>");
	next_error = ERR_INTERNAL;
	CHECK_INT(ask_json("POST", "/api/teas", "{\"name\":\"assam\"}"), 500);
	check_problem("internal");
	next_error = ERR_UNAVAILABLE;
	CHECK_INT(ask("POST", "/api/teas", "{\"name\":\"assam\"}"), 503);
	CHECK_HAS(headers(), "Retry-After: ");
}

static void
what_is_known_is_not_sent_again(void)
{
	fresh();
	CHECK_INT(ask("GET", "/api/teas/x", NULL), 200);
	CHECK_HAS(headers(), "ETag: \"v1\"\r\n");
	with("HTTP_IF_NONE_MATCH=\"v0\", \"v1\"");
	CHECK_INT(ask("GET", "/api/teas/x", NULL), 304);
	CHECK_INT(rs.body.len, 0);
	fresh();
	with("HTTP_IF_NONE_MATCH=\"v2\"");
	CHECK_INT(ask("GET", "/api/teas/x", NULL), 200);
}

static void
notices_come_from_a_list(void)
{
	fresh();
	with("QUERY_STRING=notice=saved");
	CHECK_INT(ask("GET", "/teas/x", NULL), 200);
	CHECK_TEXT(body(), "<i>Your changes have been saved.</i><p>x</p>");
	fresh();
	with("QUERY_STRING=notice=You+won");
	CHECK_INT(ask("GET", "/teas/x", NULL), 200);
	CHECK_TEXT(body(), "<p>x</p>");
}

/* ---- what has been edited meanwhile --------------------------------------- */

static void
a_version_is_the_etag_and_never_a_304(void)
{
	fresh();
	CHECK_INT(ask("GET", "/api/cups/1", NULL), 200);
	CHECK_HAS(headers(), "ETag: \"v7\"\r\n");
	CHECK_TEXT(body(), "{\"id\":1}");
	with("HTTP_IF_NONE_MATCH=\"v7\"");
	CHECK_INT(ask("GET", "/api/cups/1", NULL), 200);
}

static void
if_match_guards_an_edit(void)
{
	static const char *const bad[] = { "\"v6\"", "\"v7", "v7", "\"v7\"x",
		"W/\"v6\"", "w/\"v7\"", "\"v7 \"", "\"v7\", \"v8\"", "", "\"\"", NULL };

	fresh();
	CHECK_INT(ask_json("PUT", "/api/cups/1", "{}"), 200);
	CHECK_HAS(headers(), "ETag: \"v8\"\r\n");
	with("HTTP_IF_MATCH=\"v7\"");
	CHECK_INT(ask("PUT", "/api/cups/1", "{}"), 200);
	fresh();
	with("HTTP_IF_MATCH=W/\"v7\""); /* of a compressed answer */
	CHECK_INT(ask_json("PUT", "/api/cups/1", "{}"), 200);
	fresh();
	with("HTTP_IF_MATCH=*");
	CHECK_INT(ask_json("PUT", "/api/cups/1", "{}"), 200);
	CHECK_INT(calls, 1);
	for (int i = 0; bad[i] != NULL; i++) {
		fresh();
		with(arena_printf(ta, "HTTP_IF_MATCH=%s", bad[i]));
		CHECK_INT(ask_json("PUT", "/api/cups/1", "{}"), 412);
		check_problem("precondition_failed");
		CHECK_INT(calls, 0);
	}
}

static void
a_form_sends_the_version_it_was_made_from(void)
{
	fresh();
	CHECK_INT(ask_form("/cups/1", "_method=PUT&version=7"), 303);
	fresh();
	CHECK_INT(ask_form("/cups/1", "_method=PUT&version=6"), 409);
	CHECK_INT(calls, 0);
	/* In the API a member of that name means nothing. */
	fresh();
	CHECK_INT(ask_json("PUT", "/api/cups/1", "{\"version\":6}"), 200);
}

static void
a_row_without_a_caller_or_twice_is_refused(void)
{
	static const struct handler handler = { NULL, &none_spec, &none_spec };
	static const struct route   open[] = { { GET, "/a", &handler }, { 0 } };
	static const struct route   twice[] = { { GET, "/a/:id", &handler,
						    .page = "a", .who = ANYONE },
		  { GET, "/b", &handler, .who = ANYONE },
		  { GET, "/a/:id", &handler, .who = ADMIN }, { 0 } };
	static const struct route   file[] = { { POST, "/a", &handler,
						   .who = ANYONE, .once = true,
						   .body_file = true },
		  { 0 } };
	static const struct route *const tables[][2] = { { open, NULL },
		{ twice, NULL }, { file, NULL } };

	for (int i = 0; i < 3; i++) {
		struct service s = { .name = "x", .tables = tables[i] };

		CHECK(!routes_gather(&s));
		mem_free(s.rows);
	}
}

static const struct test tests[] = {
	TEST(one_row_has_two_faces),
	TEST(what_is_not_there_is_404),
	TEST(faces_are_kept_apart),
	TEST(a_method_that_is_not_there_is_405),
	TEST(head_is_get),
	TEST(forms_name_other_methods),
	TEST(errors_of_handlers_become_problems),
	TEST(what_is_known_is_not_sent_again),
	TEST(notices_come_from_a_list),
	TEST(a_version_is_the_etag_and_never_a_304),
	TEST(if_match_guards_an_edit),
	TEST(a_form_sends_the_version_it_was_made_from),
	TEST(a_row_without_a_caller_or_twice_is_refused),
	{ 0 },
};

int
main(void)
{
	return tea_run("dispatch_rows", tests);
}
