/* SPDX-License-Identifier: ISC */
/*
 * dispatch_body.c - bodies in memory and in files, answers in pieces.
 */
#include <unistd.h>

#include "common/http/private_file.h"
#include "common/model/config.h"
#include "tests/unit/tea.h"

#define LEAVES "/leaves/" USER

static char *
letters(size_t n)
{
	char *s = arena_alloc(ta, n + 1);

	memset(s, 'x', n);
	return s;
}

static void
shelf_clear(void)
{
	CHECK_INT(private_remove("leaves", (struct uuid){ USER }), ERR_OK);
	rmdir(arena_printf(ta, "%s/leaves", config.private_dir));
}

static void
a_row_bounds_its_body(void)
{
	fresh();
	CHECK_INT(ask_json("POST", "/api/teas",
		      arena_printf(ta, "{\"name\":\"%s\"}",
			  letters(BODY_MAX - 11))),
	    422);
	fresh();
	CHECK_INT(ask_json("POST", "/api/teas",
		      arena_printf(ta, "{\"name\":\"%s\"}",
			  letters(BODY_MAX - 10))),
	    413);
	check_problem("body_too_large");
	fresh();
	CHECK_INT(ask_form("/teas",
		      arena_printf(ta, "name=%s", letters(BODY_MAX - 4))),
	    413);
	CHECK_INT(calls, 0);
}

static void
a_body_that_is_cut_off_does_nothing(void)
{
	fresh();
	lose(1);
	CHECK_INT(ask_json("POST", "/api/teas", "{\"name\":\"mint\"}"), 400);
	lose(1);
	CHECK_INT(ask_form("/teas", "name=mint"), 400);
	without();
	lose(1);
	with("CONTENT_TYPE=text/plain");
	CHECK_INT(ask("POST", "/api/files", "leaf"), 400);
	CHECK_INT(calls, 0);
}

static void
a_body_is_a_file_where_the_row_says_so(void)
{
	fresh();
	with("CONTENT_TYPE=text/plain");
	CHECK_INT(ask("POST", "/api/files", "leaf"), 201);
	CHECK_TEXT(body(),
	    "{\"files\":1,\"bytes\":4,\"title\":null,"
	    "\"first\":\"leaf\"}");
	/* Another one of the same id is refused; the first one stays. */
	CHECK_INT(ask("POST", "/api/files", "other"), 409);
	shelf_clear();
	CHECK_INT(ask("POST", "/api/files", letters(200000)), 201);
	CHECK_HAS(body(), "\"bytes\":200000,");
	shelf_clear();
	CHECK_INT(ask("POST", "/api/files", letters(200001)), 413);
	CHECK_INT(calls, 3);
}

static void
a_form_with_files_is_texts_and_files(void)
{
	fresh();
	with("CONTENT_TYPE=multipart/form-data; boundary=B");
	CHECK_INT(ask("POST", "/files",
		      "--B\r\nContent-Disposition: form-data; name=\"title\""
		      "\r\n\r\nMint\r\n"
		      "--B\r\nContent-Disposition: form-data; name=\"f\"; "
		      "filename=\"f.txt\"\r\n\r\nleaf\r\n--B--\r\n"),
	    204);
	CHECK_INT(calls, 1);
	shelf_clear();
	CHECK_INT(ask("POST", "/api/files", "--B\r\nbroken"), 400);
	check_problem("bad_request");
}

static void
no_room_on_the_disk_is_503(void)
{
	const char *dir = config.private_dir;

	fresh();
	config.private_dir = "/nonexistent";
	with("CONTENT_TYPE=text/plain");
	CHECK_INT(ask("POST", "/api/files", "leaf"), 503);
	config.private_dir = dir;
	CHECK_INT(calls, 0);
}

static void
a_private_file_is_sent_by_nginx(void)
{
	fresh();
	CHECK_INT(ask("GET", "/api/files/1", NULL), 200);
	CHECK_HAS(headers(), "X-Accel-Redirect: /_private" LEAVES "\r\n");
	CHECK_HAS(headers(),
	    "Content-Disposition: attachment; "
	    "filename*=UTF-8''a%20%22leaf%22%0D%0A.txt\r\n");
	CHECK_TEXT(rs.content_type, "text/plain");
	CHECK_TEXT(body(), "");
}

static void
an_answer_may_come_in_pieces(void)
{
	fresh();
	CHECK_INT(ask("GET", "/api/pour", NULL), 200);
	CHECK_TEXT(body(), "tea tea tea ");
	CHECK_INT(stream_error, ERR_OK);
	next_error = ERR_UNAVAILABLE;
	CHECK_INT(ask("GET", "/api/pour", NULL), 200);
	CHECK_INT(stream_error, ERR_UNAVAILABLE);
}

static const struct test tests[] = {
	TEST(a_row_bounds_its_body),
	TEST(a_body_that_is_cut_off_does_nothing),
	TEST(a_body_is_a_file_where_the_row_says_so),
	TEST(a_form_with_files_is_texts_and_files),
	TEST(no_room_on_the_disk_is_503),
	TEST(a_private_file_is_sent_by_nginx),
	TEST(an_answer_may_come_in_pieces),
	{ 0 },
};

int
main(void)
{
	return tea_run("dispatch_body", tests);
}
