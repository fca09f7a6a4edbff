/* SPDX-License-Identifier: ISC */
/*
 * dispatch.c - a whole request through a service of our own, without nginx,
 * PostgreSQL or Redis: which row it means, who may, what goes in and out.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/config.h"
#include "common/base/log.h"
#include "common/client/redis.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/http/response.h"
#include "common/session/jwt.h"
#include "tests/tap_cunit.h"

#define SECRET "0123456789abcdef0123456789abcdef"
#define KEY    "fedcba9876543210fedcba9876543210"
#define USER   "0192f3a0-7c4e-7abc-8def-0123456789ab"

/* ---- a service ----------------------------------------------------------------- */

struct tea_in {
	struct uuid  id;
	const char  *name;
	struct money price;
};
SPEC_STATIC(tea_in,
    FIELD_OPT(tea_in, id, 0, 0),
    FIELD_IN(tea_in, name, 2, 10),
    FIELD_OPT(tea_in, price, 0, MONEY_MAX));

struct tea {
	struct uuid  id;
	const char  *name;
	struct money price;
};
SPEC_STATIC(tea, FIELD(tea, id), FIELD(tea, name), FIELD(tea, price));

struct id_in {
	const char *id;
};
SPEC_STATIC(id_in, FIELD_IN(id_in, id, 1, 40));

static int      calls;      /* of handlers that write */
static enum err next_error; /* what the next write answers */

static enum err
tea_show(struct req *rq)
{
	const struct id_in *in = rq->in;
	struct tea         *out = rq->out;

	if (strcmp(in->id, "none") == 0)
		return ERR_PRODUCT_NOT_FOUND;
	out->name = in->id;
	out->price = MONEY(150);
	rq->etag = "\"v1\"";
	return ERR_OK;
}

static enum err
tea_form(struct req *rq)
{
	(void)rq;
	return ERR_OK;
}

static enum err
tea_add(struct req *rq)
{
	const struct tea_in *in = rq->in;
	struct tea          *out = rq->out;
	enum err             e = next_error;

	calls++;
	next_error = ERR_OK;
	if (e != ERR_OK)
		return e;
	*out = (struct tea){ rq->once_id, in->name, in->price };
	req_next(rq, "/teas/%s?notice=added", in->name);
	return ERR_OK;
}

static enum err
tea_edit(struct req *rq)
{
	const struct tea_in *in = rq->in;
	struct tea          *out = rq->out;

	calls++;
	*out = (struct tea){ in->id, in->name, in->price };
	req_next(rq, "/teas");
	return ERR_OK;
}

static enum err
tea_remove(struct req *rq)
{
	calls++;
	req_next(rq, "/teas");
	return ERR_OK;
}

static enum err
hook(struct req *rq)
{
	struct tea *out = rq->out;

	calls++;
	out->name = rq->body;
	return ERR_OK;
}

static enum err
cookies(struct req *rq)
{
	struct tea *out = rq->out;

	out->name = req_cookie(rq, "theme");
	req_set_cookie(rq, "cart", "abc", 60);
	return ERR_OK;
}

static enum err
whoami(struct req *rq)
{
	struct tea *out = rq->out;

	out->name = session_given(&rq->session) ? rq->session.email : NULL;
	return ERR_OK;
}

static const struct route routes[] = {
	{ GET, "/teas/new", tea_form, NULL, &tea_spec, "form", ANYONE,
	    PAGE_ONLY },
	{ GET, "/teas/:id", tea_show, &id_in_spec, &tea_spec, "show", ANYONE },
	{ POST, "/teas", tea_add, &tea_in_spec, &tea_spec, NULL, ANYONE,
	    .status = 201, .once = true, .form = "/teas/new" },
	{ PUT, "/teas/:id", tea_edit, &tea_in_spec, &tea_spec, NULL, ANYONE },
	{ DELETE, "/teas/:id", tea_remove, NULL, NULL, NULL, ANYONE },
	{ GET, "/api-only", whoami, NULL, &tea_spec, NULL, VISITOR, API_ONLY },
	{ GET, "/cookies", cookies, NULL, &tea_spec, NULL, ANYONE },
	{ GET, "/mine", whoami, NULL, &tea_spec, "show", SIGNED_IN },
	{ POST, "/mine", tea_remove, NULL, NULL, NULL, SIGNED_IN },
	{ GET, "/maybe", whoami, NULL, &tea_spec, "show", VISITOR },
	{ GET, "/vendor", whoami, NULL, &tea_spec, "show", VENDOR },
	{ GET, "/admin", whoami, NULL, &tea_spec, "show", ADMIN },
	{ POST, "/hook", hook, NULL, &tea_spec, NULL, ANYONE, API_ONLY,
	    .raw = true },
	{ GET, "/_part/menu", whoami, NULL, &tea_spec, "show", SIGNED_IN },
	{ GET, "/internal/thing", whoami, NULL, &tea_spec, NULL, SERVICE },
	{ 0 },
};

/* ---- its store: one key ---------------------------------------------------------- */

static struct once kept; /* ->key NULL: the key is free */
static bool        running;
static enum err    store_error;

static enum err
once_take(struct db *db, struct once *o)
{
	(void)db;
	if (store_error != ERR_OK)
		return store_error;
	if (kept.key == NULL) {
		kept = *o;
		kept.key = strdup(o->key);
		kept.scope = strdup(o->scope);
		kept.fingerprint = strdup(o->fingerprint);
		running = true;
		return ERR_OK;
	}
	CHECK_TEXT(o->key, kept.key);
	if (strcmp(o->fingerprint, kept.fingerprint) != 0)
		return ERR_KEY_REUSED;
	if (running)
		return ERR_KEY_IN_USE;
	o->id = kept.id;
	o->status = kept.status;
	o->body = kept.body;
	o->location = kept.location;
	o->replay = kept.status != 0;
	return ERR_OK;
}

static enum err
once_record(struct db *db, const struct once *o)
{
	(void)db;
	kept.status = o->status;
	kept.body = o->body != NULL ? strdup(o->body) : NULL;
	kept.location = o->location != NULL ? strdup(o->location) : NULL;
	running = false;
	return ERR_OK;
}

static void
forget(void)
{
	free((void *)(uintptr_t)kept.key);
	free((void *)(uintptr_t)kept.scope);
	free((void *)(uintptr_t)kept.fingerprint);
	free((void *)(uintptr_t)kept.body);
	free((void *)(uintptr_t)kept.location);
	kept = (struct once){ .scope = NULL };
	running = false;
}

static enum err
once_release(struct db *db, const struct once *o, bool keep_id)
{
	(void)db;
	(void)o;
	running = false;
	if (!keep_id)
		forget();
	return ERR_OK;
}

static const struct store store = { .once_take = once_take,
	.once_record = once_record,
	.once_release = once_release };

/* Sessions are looked up here in place of auth. */
static enum err  find_error;
static enum role found_role;

static enum err
find(struct req *rq, struct uuid id, enum role *role)
{
	(void)rq;
	(void)id;
	*role = found_role;
	return find_error;
}

static const struct service service = { .name = "tea",
	.routes = routes,
	.store = &store,
	.session_find = find };

/* ---- asking it ---------------------------------------------------------------------- */

static struct response rs;
static const char     *env[24];
static size_t          env_n;

static void
with(const char *variable)
{
	env[env_n++] = variable;
	env[env_n] = NULL;
}

static void
fresh(void)
{
	config.public_url = "http://tea.example";
	env_n = 0;
	env[0] = NULL;
	calls = 0;
	next_error = store_error = find_error = ERR_OK;
	found_role = ROLE_BUYER;
	forget();
}

/* The answer is in "rs"; its status is returned. */
static int
ask(const char *method, const char *path, const char *body)
{
	int        m = word_index(method_words, method, strlen(method));
	struct req rq = { .arena = ta, .env = (char *const *)env };

	buf_reset(&rs.headers);
	buf_reset(&rs.body);
	rs.status = 0;
	rs.content_type = NULL;
	rq.head = strcmp(method, "HEAD") == 0;
	rq.method = rq.head ? GET : m >= 0 ? (enum method)m : METHOD__COUNT;
	rq.path = path;
	rq.remote = "192.0.2.1";
	rq.body = body != NULL ? body : "";
	rq.body_len = strlen(rq.body);
	dispatch(&service, &rq, &rs);
	return rs.status;
}

static int
ask_json(const char *method, const char *path, const char *body)
{
	with("CONTENT_TYPE=application/json");
	return ask(method, path, body);
}

static int
ask_form(const char *path, const char *body)
{
	with("CONTENT_TYPE=application/x-www-form-urlencoded");
	return ask("POST", path, body);
}

static const char *
body(void)
{
	return buf_text(&rs.body);
}

static const char *
headers(void)
{
	return buf_text(&rs.headers);
}

/* A problem of this slug in RFC 9457's form. */
static void
check_problem(const char *slug)
{
	CHECK_TEXT(rs.content_type, "application/problem+json");
	CHECK_HAS(body(),
	    arena_printf(ta, "\"type\":\"%s/problems/%s\"", config.public_url,
		slug));
	CHECK_HAS(body(), arena_printf(ta, "\"status\":%d", rs.status));
}

static const char *
token_of(enum role role, int64_t at)
{
	struct session s = { .id = { USER },
		.user_id = { USER },
		.email = "a@b.de",
		.role = role };

	return jwt_sign(ta, SECRET, &s, at);
}

static void
sign_in(enum role role)
{
	found_role = role;
	with(arena_printf(ta, "HTTP_COOKIE=accessToken=%s",
	    token_of(role, clock_now().us / 1000000)));
}

/* ---- which row ------------------------------------------------------------------------ */

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

/* ---- what goes in ----------------------------------------------------------------------- */

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
no_way_on_ends_its_header(void)
{
	struct req rq = { .arena = ta };

	req_next(&rq, "https://shop.example/%s", "a b");
	CHECK_TEXT(rq.next, "https://shop.example/a b");
	req_next(&rq, "https://shop.example/%s", "\r\nSet-Cookie: a=b");
	CHECK_TEXT(rq.next, "/");
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

/* ---- what goes out --------------------------------------------------------------------- */

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
	CHECK_TEXT(body(), "<i>Saved.</i><p>x</p>");
	fresh();
	with("QUERY_STRING=notice=You+won");
	CHECK_INT(ask("GET", "/teas/x", NULL), 200);
	CHECK_TEXT(body(), "<p>x</p>");
}

/* ---- cookies ----------------------------------------------------------------------------- */

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

/* ---- who ------------------------------------------------------------------------------------ */

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

/* ---- once --------------------------------------------------------------------------------- */

#define ASSAM "{\"name\":\"assam\"}"

static int
ask_once(const char *text)
{
	env_n = 0;
	with("HTTP_IDEMPOTENCY_KEY=key-1");
	return ask_json("POST", "/api/teas", text);
}

static void
the_same_key_gets_the_same_answer(void)
{
	const char *first;

	fresh();
	CHECK_INT(ask_once(ASSAM), 201);
	first = arena_strdup(ta, body());
	CHECK_LACKS(headers(), "Idempotent-Replayed");
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_TEXT(body(), first);
	CHECK_HAS(headers(), "Idempotent-Replayed: true");
	CHECK_INT(calls, 1);
}

static void
the_same_key_with_another_body_is_422(void)
{
	fresh();
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_INT(ask_once("{\"name\":\"ceylon\"}"), 422);
	check_problem("idempotency_key_reused");
	CHECK_INT(calls, 1);
}

static void
a_key_in_use_is_409(void)
{
	fresh();
	CHECK_INT(ask_once(ASSAM), 201);
	running = true;
	CHECK_INT(ask_once(ASSAM), 409);
	check_problem("idempotency_key_in_use");
	CHECK_INT(calls, 1);
}

static void
after_an_error_the_key_is_free(void)
{
	fresh();
	CHECK_INT(ask_once("{\"name\":\"x\"}"), 422);
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_INT(calls, 1);
	fresh();
	next_error = ERR_OUT_OF_STOCK;
	CHECK_INT(ask_once(ASSAM), 409);
	CHECK_INT(ask_once("{\"name\":\"ceylon\"}"), 201);
}

/* Work that may be half done is done again with the same id. */
static void
after_a_failure_the_id_stays(void)
{
	struct uuid id;

	fresh();
	next_error = ERR_UNAVAILABLE;
	CHECK_INT(ask_once(ASSAM), 503);
	id = kept.id;
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_INT(calls, 2);
	CHECK_HAS(body(), id.text);
}

static void
forms_carry_their_key(void)
{
	fresh();
	CHECK_INT(ask_form("/teas", "name=assam&idempotencyKey=k"), 303);
	CHECK_INT(ask_form("/teas", "name=assam&idempotencyKey=k"), 303);
	CHECK_HAS(headers(), "Location: /teas/assam?notice=added\r\n");
	CHECK_INT(calls, 1);
}

static void
keys_are_short_and_printable(void)
{
	char *key = arena_alloc(ta, 400);

	fresh();
	with("HTTP_IDEMPOTENCY_KEY=");
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 400);
	check_problem("bad_idempotency_key");
	fresh();
	with("HTTP_IDEMPOTENCY_KEY=a\tb");
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 400);
	fresh();
	with("HTTP_IDEMPOTENCY_KEY=\xc3\xa4");
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 400);
	memset(key, 'k', 256);
	fresh();
	with(arena_printf(ta, "HTTP_IDEMPOTENCY_KEY=%s", key));
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 400);
	fresh();
	with(arena_printf(ta, "HTTP_IDEMPOTENCY_KEY=%.255s", key));
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 201);
}

static void
without_the_store_there_is_no_answer(void)
{
	fresh();
	store_error = ERR_UNAVAILABLE;
	CHECK_INT(ask_once(ASSAM), 503);
	CHECK_INT(calls, 0);
	CHECK_INT(ask_json("POST", "/api/hook", "x"), 200);
}

/* ---- routes ----------------------------------------------------------------------------------- */

static const struct test tests[] = {
	TEST(one_row_has_two_faces),
	TEST(what_is_not_there_is_404),
	TEST(faces_are_kept_apart),
	TEST(a_method_that_is_not_there_is_405),
	TEST(head_is_get),
	TEST(forms_name_other_methods),
	TEST(a_write_is_answered_in_its_face),
	TEST(no_way_on_ends_its_header),
	TEST(put_takes_its_id_from_the_path),
	TEST(bad_fields_are_422_all_at_once),
	TEST(a_refused_form_is_shown_again),
	TEST(bodies_have_to_be_what_they_say),
	TEST(parameters_have_to_be_well_formed),
	TEST(there_is_a_limit_to_parameters),
	TEST(raw_bodies_reach_their_handler_unread),
	TEST(errors_of_handlers_become_problems),
	TEST(what_is_known_is_not_sent_again),
	TEST(notices_come_from_a_list),
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
	TEST(the_same_key_gets_the_same_answer),
	TEST(the_same_key_with_another_body_is_422),
	TEST(a_key_in_use_is_409),
	TEST(after_an_error_the_key_is_free),
	TEST(after_a_failure_the_id_stays),
	TEST(forms_carry_their_key),
	TEST(keys_are_short_and_printable),
	TEST(without_the_store_there_is_no_answer),
	{ 0 },
};

static char dir[] = "/tmp/dispatch.XXXXXX";

static void
put(const char *file, const char *text)
{
	char  path[200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	if ((f = fopen(path, "w")) == NULL)
		abort();
	fputs(text, f);
	fclose(f);
}

static void
clean(void)
{
	static const char *const files[] = { "error.html", "show.html",
		"form.html" };
	char                     path[200];

	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		unlink(path);
	}
	rmdir(dir);
}

int
main(void)
{
	int status;

	if (mkdtemp(dir) == NULL)
		return 1;
	put("error.html", "<p>{{status}} {{slug}}</p>");
	put("show.html",
	    "{{#page.notice}}<i>{{page.notice}}</i>"
	    "{{/page.notice}}<p>{{name}}</p>");
	put("form.html",
	    "<form>{{#error name}}<p>{{.}}</p>{{/error}}"
	    "{{input name}}|{{input price}}</form>");
	config = (struct config){ .jwt_access_secret = SECRET,
		.internal_key = KEY,
		.public_url = "https://tea.example",
		.currency = "USD",
		.template_dir = dir,
		.redis_url = "unix:/nonexistent/redis.sock" };
	log_open("tea", (enum log_level)(LOG_ERROR + 1));
	redis_open(config.redis_url);
	status = pages_load(&service) ? tap_run("dispatch", tests) : 1;
	clean();
	return status;
}
