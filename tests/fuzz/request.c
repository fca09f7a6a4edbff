/* SPDX-License-Identifier: ISC */
/*
 * request.c - whole requests through the dispatcher: a request line, headers
 * ("NAME: value", named as a pool sees them), an empty line, a body.  However
 * odd, the answer is a well-formed one, and no text of the request is markup
 * or a header in it.
 */
#include <sys/stat.h>

#include "common/base/log.h"
#include "common/base/text.h"
#include "common/base/utf8.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/http/response.h"
#include "common/model/config.h"
#include "common/model/input_impl.h"
#include "tests/fuzz/fuzz.h"

#define HEADERS_MAX 20

struct tea {
	struct uuid  id;
	const char  *name, *note;
	struct money price;
};
SPEC_STATIC(tea,
    FIELD(id),
    FIELD(name, REQUIRED, RANGE(1, 40)),
    FIELD(note, RANGE(0, 200), .format = TEXT_BLOCK),
    FIELD(price));

HANDLER(tea_echo, tea, tea)
{
	*(struct tea *)out = *in;
	rq->etag = "\"v1\"";
	return ERR_OK;
}

HANDLER(tea_add, tea, tea)
{
	*(struct tea *)out = *in;
	((struct tea *)out)->id = rq->once_id;
	req_next(rq, "%s", local_path(params_get(&rq->params, "next")));
	return ERR_OK;
}

HANDLER(tea_form, none, tea)
{
	return ERR_OK;
}

static const struct route routes[] = {
	{ GET, "/teas/new", &tea_form, .page = "form", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ GET, "/teas/:name", &tea_echo, .page = "show", .who = ANYONE },
	{ POST, "/teas", &tea_add, .who = VISITOR, .status = 201, .once = true,
	    .form = "/teas/new" },
	{ PUT, "/teas/:name/:note", &tea_add, .who = ANYONE },
	{ DELETE, "/teas/:name", &tea_add, .who = SIGNED_IN },
	{ POST, "/hook", &tea_form, .who = ANYONE, .face = API_ONLY,
	    .raw = true },
	{ POST, "/v1/teas", &tea_add, .who = ANYONE, .face = API_ONLY,
	    .form_body = true },
	{ GET, "/_part/menu", &tea_form, .page = "show", .who = SIGNED_IN },
	{ GET, "/internal/teas", &tea_form, .who = SERVICE },
	{ 0 },
};
static const struct route *const tables[] = { routes, NULL };

static enum err
once_take(struct db *db, struct once *o)
{
	(void)db;
	MUST(*o->key != '\0' && strlen(o->key) <= 255);
	MUST(strlen(o->fingerprint) == 64);
	return ERR_OK;
}

static enum err
once_record(struct db *db, const struct once *o)
{
	(void)db;
	MUST(o->status >= 200 && o->status < 400);
	return ERR_OK;
}

static enum err
once_release(struct db *db, const struct once *o, bool keep_id)
{
	(void)db;
	(void)o;
	(void)keep_id;
	return ERR_OK;
}

static enum err
find(const struct caller *who, struct db *db, struct uuid id, enum role *role)
{
	(void)who;
	(void)db;
	(void)id;
	*role = ROLE_BUYER;
	return ERR_OK;
}

static enum err
flush(struct db *db)
{
	(void)db;
	return ERR_OK;
}

static const struct store store = { .flush = flush,
	.once_take = once_take,
	.once_record = once_record,
	.once_release = once_release };
static const char *const  api_prefixes[] = { "/v1/", NULL };
static struct service     service = { .name = "tea",
	    .tables = tables,
	    .store = &store,
	    .session_find = find,
	    .api_prefixes = api_prefixes };

/* ---- its pages ----------------------------------------------------------- */

static void
file_write(const char *dir, const char *name, const char *text)
{
	char  path[200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s.html", dir, name);
	f = fopen(path, "we");
	MUST(f != NULL && fputs(text, f) >= 0);
	fclose(f);
}

static void
begin(void)
{
	static char dir[] = "/tmp/fuzz-request.XXXXXX";
	char        path[200];

	MUST(mkdtemp(dir) != NULL);
	file_write(dir, "error",
	    "<p class=\"{{slug}}\">{{title}} {{detail}}"
	    " {{page.here}} <a href=\"/login?next={{page.here|url}}\">x</a>");
	file_write(dir, "show",
	    "<b title=\"{{name}}\">{{name}} {{note}}"
	    " {{page.path}} {{page.url}}</b>");
	file_write(dir, "form",
	    "<input name=\"name\" value=\"{{input name}}\">"
	    "<textarea>{{input note}}</textarea>"
	    "{{#error name}}<i>{{.}}</i>{{/error}}");
	config = (struct config){
		.jwt_access_secret = "0123456789abcdef0123456789abcdef",
		.internal_key = "fedcba9876543210fedcba9876543210",
		.public_url = "http://shop.example",
		.currency = "EUR",
		.template_dir = dir,
	};
	log_open("fuzz", LOG_ERROR);
	MUST(routes_gather(&service) && pages_load(&service));
	for (const char *const *name =
		 (const char *const[]){ "error", "show", "form", NULL };
	     *name != NULL; name++) {
		snprintf(path, sizeof(path), "%s/%s.html", dir, *name);
		unlink(path);
	}
	rmdir(dir);
}

/* ---- the answer ---------------------------------------------------------- */

/* "Name: value", each ended by CRLF, and neither of these anywhere else. */
static void
headers_hold(struct buf *b)
{
	const char *s = buf_text(b), *end;

	MUST(strlen(s) == b->len);
	for (; *s != '\0'; s = end + 2) {
		size_t name = strspn(s,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");

		MUST(name > 0 && s[name] == ':' && s[name + 1] == ' ');
		end = s + strcspn(s, "\r\n");
		MUST(end[0] == '\r' && end[1] == '\n');
		if (strncmp(s, "Location: ", 10) == 0)
			MUST(s[10] == '/' && s[11] != '/' && s[11] != '\\');
	}
}

/* Only the tags of our own templates. */
static void
page_holds(struct buf *b)
{
	static const char *const ours[] = { "<p class=\"", "<a href=\"", "</a>",
		"<b title=\"", "</b>", "<input name=\"", "<textarea>",
		"</textarea>", "<i>", "</i>" };
	const char              *s = buf_text(b);
	size_t                   i;

	for (; (s = strchr(s, '<')) != NULL; s++) {
		for (i = 0; i < 10; i++)
			if (strncmp(s, ours[i], strlen(ours[i])) == 0)
				break;
		MUST(i < 10);
	}
}

static void
answer_holds(const struct req *rq, struct response *rs)
{
	MUST((rs->status >= 200 && rs->status < 500) || rs->status == 503);
	headers_hold(&rs->headers);
	if (rs->content_type == NULL)
		return;
	MUST(utf8_valid(rs->body.data, rs->body.len));
	if (strncmp(rs->content_type, "text/html", 9) == 0)
		page_holds(&rs->body);
	else
		MUST(json_valid(rs->body.data, rs->body.len));
	MUST(rs->status < 400 || !rq->api ||
	    strcmp(rs->content_type, "application/problem+json") == 0);
}

/* ---- the request --------------------------------------------------------- */

/* "GET /api/teas?x=1"; the path arrives decoded, as nginx gives it. */
static void
request_line(struct req *rq, char *line, char **env)
{
	char       *space = strchr(line, ' '), *query;
	const char *method = line;
	int         m = -1;

	rq->path = "/";
	rq->method = METHOD__COUNT;
	if (space != NULL) {
		*space = '\0';
		if ((query = strchr(space + 1, '?')) != NULL)
			*query++ = '\0';
		if (space[1] == '/')
			rq->path = url_decode(rq->arena, space + 1,
			    strlen(space + 1), false);
		*env = arena_printf(rq->arena, "QUERY_STRING=%s",
		    query != NULL ? query : "");
	}
	if (rq->path == NULL || strchr(rq->path, '\0') == rq->path)
		rq->path = "/";
	if ((m = word_index(method_words, method, strlen(method))) >= 0)
		rq->method = (enum method)m;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool            begun;
	static struct response rs;
	struct arena          *a = arena_new(FUZZ_ARENA);
	struct input           in = input_of(data, size);
	char                  *env[HEADERS_MAX + 2] = { NULL }, *line;
	struct req             rq = { .arena = a, .env = env, .remote = "::1" };
	size_t                 n = 1;

	if (!begun)
		begin();
	begun = true;
	env[0] = arena_strdup(a, "QUERY_STRING=");
	request_line(&rq, input_line(a, &in), &env[0]);
	while (n <= HEADERS_MAX && *(line = input_line(a, &in)) != '\0') {
		struct input header = { line, line + strlen(line) };
		const char  *name = input_take(a, &header, ": ");

		env[n++] = arena_printf(a, "%s=%.*s", name,
		    (int)input_left(&header), header.s);
	}
	rq.body_len = input_left(&in);
	rq.body = arena_dup(a, in.s, rq.body_len);
	buf_reset(&rs.headers);
	buf_reset(&rs.body);
	rs.status = 500;
	rs.content_type = NULL;
	dispatch(&service, &rq, &rs);
	answer_holds(&rq, &rs);
	arena_free(&a);
	return 0;
}
