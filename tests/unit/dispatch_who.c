/* SPDX-License-Identifier: ISC */
/*
 * dispatch_who.c - cookies, sessions, and who may.
 */
#include "common/base/clock.h"
#include "common/http/page.h"
#include "common/model/config.h"
#include "tests/unit/tea.h"

/* ---- cookies ------------------------------------------------------------- */

static void
cookies_are_found_by_their_whole_names(void)
{
	fresh();
	with("HTTP_COOKIE=mytheme=a; theme2=b;  theme=dark; theme=light");
	CHECK_INT(ask("GET", "/api/cookies", NULL), 200);
	CHECK_HAS(body(), "\"name\":\"dark\"");
	fresh();
	with("HTTP_COOKIE=theme");
	CHECK_INT(ask("GET", "/api/cookies", NULL), 200);
	CHECK_HAS(body(), "\"name\":null");
}

static void
cookies_are_locked_down(void)
{
	fresh();
	ask("GET", "/api/cookies", NULL);
	CHECK_HAS(headers(),
	    "Set-Cookie: cart=abc; Path=/; Max-Age=60; "
	    "HttpOnly; SameSite=Lax\r\n");
	config.public_url = "https://tea.example";
	with("HTTP_COOKIE=theme=plain; __Host-theme=host");
	ask("GET", "/api/cookies", NULL);
	CHECK_HAS(headers(),
	    "Set-Cookie: __Host-cart=abc; Path=/; Max-Age=60;"
	    " HttpOnly; SameSite=Lax; Secure\r\n");
	CHECK_HAS(body(), "\"name\":\"host\"");
}

static void
next_leads_nowhere_else(void)
{
	CHECK_TEXT(local_path("/orders/7?a=b#c"), "/orders/7?a=b#c");
	CHECK_TEXT(local_path("//evil.example"), "/");
	CHECK_TEXT(local_path("/\\evil.example"), "/");
	CHECK_TEXT(local_path("https://evil.example"), "/");
	CHECK_TEXT(local_path("javascript:alert(1)"), "/");
	CHECK_TEXT(local_path("/a\r\nSet-Cookie: x=y"), "/");
	CHECK_TEXT(local_path("/a\t/b"), "/");
	CHECK_TEXT(local_path("/a\\b"), "/");
	CHECK_TEXT(local_path(""), "/");
	CHECK_TEXT(local_path(NULL), "/");
}

/* ---- who ----------------------------------------------------------------- */

static void
nobody_is_asked_to_sign_in(void)
{
	fresh();
	config.public_url = "https://tea.example";
	CHECK_INT(ask("GET", "/api/mine", NULL), 401);
	check_problem("not_signed_in");
	CHECK_HAS(headers(), "WWW-Authenticate: Bearer");
	with("QUERY_STRING=a=b c");
	CHECK_INT(ask("GET", "/mine", NULL), 303);
	CHECK_HAS(headers(), "Location: /login?next=%2Fmine%3Fa%3Db%20c\r\n");
	with("HTTP_COOKIE=__Host-refreshToken=r");
	CHECK_INT(ask("GET", "/mine", NULL), 307);
	CHECK_HAS(headers(), "Location: /account/refresh?next=%2Fmine");
	CHECK_INT(ask("GET", "/_part/menu", NULL), 401);
	CHECK_INT(rs.body.len, 0);
}

static void
roles_open_doors(void)
{
	static const char *const doors[] = { "/api/mine", "/api/vendor",
		"/api/admin" };
	static const int         status[3][3] = {
			[ROLE_BUYER] = { 200, 403, 403 },
			[ROLE_VENDOR] = { 200, 200, 403 },
			[ROLE_ADMIN] = { 200, 403, 200 },
	};

	for (int role = 0; role < 3; role++)
		for (int door = 0; door < 3; door++) {
			fresh();
			sign_in((enum role)role);
			CHECK_INT(ask("GET", doors[door], NULL),
			    status[role][door]);
		}
}

/* The token says what was; the session's record says what is. */
static void
the_record_wins_over_the_token(void)
{
	fresh();
	sign_in(ROLE_ADMIN);
	found_role = ROLE_BUYER;
	CHECK_INT(ask("GET", "/api/admin", NULL), 403);
	find_error = ERR_NOT_SIGNED_IN;
	CHECK_INT(ask("GET", "/api/mine", NULL), 401);
	find_error = ERR_UNAVAILABLE;
	CHECK_INT(ask("GET", "/api/mine", NULL), 503);
}

static void
visitors_may_be_anybody(void)
{
	fresh();
	CHECK_INT(ask("GET", "/api/maybe", NULL), 200);
	CHECK_HAS(body(), "\"name\":null");
	sign_in(ROLE_BUYER);
	CHECK_INT(ask("GET", "/api/maybe", NULL), 200);
	CHECK_HAS(body(), "\"name\":\"a@b.de\"");
	fresh();
	with("HTTP_AUTHORIZATION=Bearer forged");
	CHECK_INT(ask("GET", "/api/maybe", NULL), 401);
	fresh();
	with("HTTP_COOKIE=accessToken=old; refreshToken=r");
	CHECK_INT(ask("GET", "/maybe", NULL), 307);
	fresh();
	with("HTTP_COOKIE=accessToken=old");
	CHECK_INT(ask("GET", "/maybe", NULL), 200);
}

static void
an_expired_token_is_nobody(void)
{
	fresh();
	with(arena_printf(ta, "HTTP_AUTHORIZATION=bearer %s",
	    token_of(ROLE_ADMIN, clock_now().us / 1000000)));
	found_role = ROLE_ADMIN;
	CHECK_INT(ask("GET", "/api/admin", NULL), 200);
	fresh();
	with(arena_printf(ta, "HTTP_AUTHORIZATION=Bearer %s",
	    token_of(ROLE_ADMIN, clock_now().us / 1000000 - 901)));
	CHECK_INT(ask("GET", "/api/admin", NULL), 401);
	fresh();
	with("HTTP_AUTHORIZATION=Basic YTpi");
	CHECK_INT(ask("GET", "/api/mine", NULL), 401);
}

static void
services_need_the_key_and_the_socket(void)
{
	fresh();
	CHECK_INT(ask("GET", "/internal/thing", NULL), 404);
	with("HTTP_X_INTERNAL_KEY=" KEY);
	CHECK_INT(ask("GET", "/internal/thing", NULL), 404);
	CHECK_INT(ask("GET", "/api/internal/thing", NULL), 404);
	with("INTERNAL=1");
	CHECK_INT(ask("GET", "/internal/thing", NULL), 200);
	CHECK_TEXT(rs.content_type, "application/json");
	fresh();
	with("INTERNAL=1");
	with("HTTP_X_INTERNAL_KEY=" KEY "x");
	CHECK_INT(ask("GET", "/internal/thing", NULL), 404);
	fresh();
	with("INTERNAL=1");
	CHECK_INT(ask("GET", "/internal/thing", NULL), 404);
}

static void
other_sites_may_not_write(void)
{
	static const struct {
		const char *a, *b;
		int         status;
	} cases[] = {
		{ "HTTP_SEC_FETCH_SITE=cross-site", "X=", 403 },
		{ "HTTP_SEC_FETCH_SITE=same-site", "X=", 403 },
		{ "HTTP_SEC_FETCH_SITE=same-origin", "X=", 204 },
		{ "HTTP_SEC_FETCH_SITE=none", "X=", 204 },
		{ "HTTP_SEC_FETCH_SITE=same-origin",
		    "HTTP_ORIGIN=https://evil.example", 204 },
		{ "HTTP_ORIGIN=https://evil.example", "X=", 403 },
		{ "HTTP_ORIGIN=null", "X=", 403 },
		{ "HTTP_ORIGIN=http://tea.example.evil", "X=", 403 },
		{ "HTTP_ORIGIN=http://tea.example", "X=", 204 },
		{ "HTTP_ORIGIN=https://shop.local:8080",
		    "HTTP_HOST=shop.local:8080", 204 },
		{ "HTTP_ORIGIN=https://shop.local:8080",
		    "HTTP_HOST=tea.example", 403 },
		{ "X=", "Y=", 204 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		fresh();
		sign_in(ROLE_BUYER);
		with(cases[i].a);
		with(cases[i].b);
		ask("POST", "/api/mine", NULL);
		if (rs.status != cases[i].status)
			printf("# %s %s\n", cases[i].a, cases[i].b);
		CHECK_INT(rs.status, cases[i].status);
		CHECK_INT(calls, rs.status == 204);
		CHECK_INT(ask("GET", "/api/mine", NULL), 200);
	}
}

/* A token in a header is no cookie: no other site can have sent it. */
static void
bearers_come_from_anywhere(void)
{
	fresh();
	with("HTTP_SEC_FETCH_SITE=cross-site");
	with(arena_printf(ta, "HTTP_AUTHORIZATION=Bearer %s",
	    token_of(ROLE_BUYER, clock_now().us / 1000000)));
	CHECK_INT(ask("POST", "/api/mine", NULL), 204);
}

static const struct test tests[] = {
	TEST(cookies_are_found_by_their_whole_names),
	TEST(cookies_are_locked_down),
	TEST(next_leads_nowhere_else),
	TEST(nobody_is_asked_to_sign_in),
	TEST(roles_open_doors),
	TEST(the_record_wins_over_the_token),
	TEST(visitors_may_be_anybody),
	TEST(an_expired_token_is_nobody),
	TEST(services_need_the_key_and_the_socket),
	TEST(other_sites_may_not_write),
	TEST(bearers_come_from_anywhere),
	{ 0 },
};

int
main(void)
{
	return tea_run("dispatch_who", tests);
}
