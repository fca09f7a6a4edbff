/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/log.h"
#include "common/client/redis.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/http/private_file.h"
#include "common/model/config.h"
#include "common/session/jwt.h"
#include "tests/unit/tea.h"

/* ---- a service ----------------------------------------------------------- */

struct tea_in {
	struct uuid  id;
	const char  *name;
	struct money price;
};
SPEC_STATIC(tea_in,
    FIELD(id),
    FIELD(name, REQUIRED, RANGE(2, 10)),
    FIELD(price));

struct tea {
	struct uuid  id;
	const char  *name;
	struct money price;
};
SPEC_STATIC(tea, FIELD(id), FIELD(name), FIELD(price));

struct tea_id_in {
	const char *id;
};
SPEC_STATIC(tea_id_in, FIELD(id, REQUIRED, RANGE(1, 40)));

int      calls;
enum err next_error;

HANDLER(tea_show, tea_id_in, tea)
{
	if (strcmp(in->id, "none") == 0)
		return ERR_PRODUCT_NOT_FOUND;
	out->name = in->id;
	out->price = CENTS(150);
	rq->etag = "\"v1\"";
	return ERR_OK;
}

HANDLER(tea_form, none, tea)
{
	return ERR_OK;
}

HANDLER(tea_add, tea_in, tea)
{
	enum err e = next_error;

	calls++;
	next_error = ERR_OK;
	if (e != ERR_OK)
		return e;
	*out = (struct tea){ rq->once_id, in->name, in->price };
	req_next(rq, "/teas/%s?notice=added", in->name);
	return ERR_OK;
}

HANDLER(tea_edit, tea_in, tea)
{
	calls++;
	*out = (struct tea){ in->id, in->name, in->price };
	req_next(rq, "/teas");
	return ERR_OK;
}

HANDLER(tea_remove, none, none)
{
	calls++;
	req_next(rq, "/teas");
	return ERR_OK;
}

HANDLER(hook, none, tea)
{
	calls++;
	out->name = rq->body;
	return ERR_OK;
}

HANDLER(cookies, none, tea)
{
	out->name = req_cookie(rq, "theme");
	req_set_cookie(rq, "cart", "abc", 60);
	return ERR_OK;
}

HANDLER(whoami, none, tea)
{
	out->name = session_given(&rq->session) ? rq->session.email : NULL;
	return ERR_OK;
}

struct list_in {
	const char  *kind;
	struct money most;
	int64_t      page;
};
SPEC_STATIC(list_in,
    FIELD(kind, RANGE(0, 10)),
    FIELD(most),
    FIELD(page, RANGE(1, 9), DEFAULT(1)));

/* A list that looks at its own page's number, too. */
HANDLER(tea_list, list_in, tea)
{
	if (in->page == 7) {
		complain_as(&rq->complaints, "page", "unlucky", SAY("Not 7."),
		    NO_ARGS);
		return ERR_INVALID;
	}
	out->name = in->kind;
	out->price = in->most;
	return ERR_OK;
}

/* A cup is at version 7. */
struct cup_in {
	int64_t id, version;
};
SPEC_STATIC(cup_in, FIELD(id, REQUIRED), FIELD(version, EDIT_VERSION));

struct cup {
	int64_t id, version;
};
SPEC_STATIC(cup, FIELD(id), FIELD(version, EDIT_VERSION));

HANDLER(cup_show, cup_in, cup)
{
	*out = (struct cup){ in->id, 7 };
	return ERR_OK;
}

HANDLER(cup_edit, cup_in, cup)
{
	if (in->version != INT_NONE && in->version != 7)
		return ERR_STALE;
	calls++;
	*out = (struct cup){ in->id, 8 };
	req_next(rq, "/cups/%" PRId64, in->id);
	return ERR_OK;
}

struct shelf {
	int64_t     files, bytes;
	const char *title, *first;
};
SPEC_STATIC(shelf,
    FIELD(files),
    FIELD(bytes),
    FIELD(title),
    FIELD(first));

HANDLER(file_add, none, shelf)
{
	const struct upload *u = rq->uploads.items;
	char                *text;

	calls++;
	out->title = params_get(&rq->params, "title");
	for (size_t i = 0; i < rq->uploads.n; i++) {
		out->files++;
		out->bytes += u[i].size;
	}
	if (out->files == 0)
		return ERR_OK;
	text = arena_alloc(rq->arena, (size_t)u->size + 1);
	if (read(u->fd, text, (size_t)u->size) == u->size && u->size < 100)
		out->first = text;
	return private_keep(u, "leaves", (struct uuid){ USER });
}

HANDLER(file_show, none, none)
{
	private_send(rq, "leaves", (struct uuid){ USER }, "text/plain",
	    "a \"leaf\"\r\n.txt");
	return ERR_OK;
}

static enum err
pour(struct req *rq, struct stream *s, void *ctx)
{
	int     *cups = ctx;
	enum err e = ERR_OK;

	(void)rq;
	for (int i = 0; i < *cups && e == ERR_OK; i++)
		e = stream_write(s, "tea ", 4);
	return e != ERR_OK ? e : next_error;
}

HANDLER(tea_pour, none, none)
{
	static int three = 3;

	req_stream(rq, "text/plain", pour, &three);
	return ERR_OK;
}

static const struct route routes[] = {
	{ GET, "/cups/:id", &cup_show, .who = ANYONE },
	{ PUT, "/cups/:id", &cup_edit, .who = ANYONE },
	{ POST, "/files", &file_add, .who = ANYONE, .status = 201,
	    .body_max = 200000, .body_file = true },
	{ GET, "/files/1", &file_show, .who = ANYONE, .shape = AS_FILE },
	{ GET, "/pour", &tea_pour, .who = ANYONE, .shape = AS_STREAM },
	{ GET, "/list", &tea_list, .page = "list", .who = ANYONE },
	{ GET, "/mute", &tea_list, .page = "show", .who = ANYONE },
	{ GET, "/state", &tea_form, .who = ANYONE, .face = PAGE_ONLY,
	    .shape = AS_JSON },
	/* The order of rows does not matter: this one first. */
	{ GET, "/teas/:id", &tea_show, .page = "show", .who = ANYONE },
	{ GET, "/teas/new", &tea_form, .page = "form", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ POST, "/teas", &tea_add, .who = ANYONE, .status = 201, .once = true,
	    .form = "/teas/new" },
	{ PUT, "/teas/:id", &tea_edit, .who = ANYONE },
	{ DELETE, "/teas/:id", &tea_remove, .who = ANYONE },
	{ GET, "/api-only", &whoami, .who = VISITOR, .face = API_ONLY },
	{ GET, "/cookies", &cookies, .who = ANYONE },
	{ GET, "/mine", &whoami, .page = "show", .who = SIGNED_IN },
	{ POST, "/mine", &tea_remove, .who = SIGNED_IN },
	{ GET, "/maybe", &whoami, .page = "show", .who = VISITOR },
	{ GET, "/vendor", &whoami, .page = "show", .who = VENDOR },
	{ GET, "/admin", &whoami, .page = "show", .who = ADMIN },
	{ POST, "/hook", &hook, .who = ANYONE, .face = API_ONLY, .raw = true },
	{ GET, "/_part/menu", &whoami, .page = "show", .who = SIGNED_IN },
	{ GET, "/internal/thing", &whoami, .who = SERVICE },
	{ 0 },
};
static const struct route *const tables[] = { routes, NULL };

/* ---- its store: one key -------------------------------------------------- */

struct once kept;
bool        running;
enum err    store_error, flush_error;
int         releases, flushes;

static enum err
once_take(struct db *db, struct once *o)
{
	(void)db;
	if (store_error != ERR_OK)
		return store_error;
	if (kept.key == NULL) {
		kept = *o;
		kept.key = arena_strdup(ta, o->key);
		kept.scope = arena_strdup(ta, o->scope);
		kept.fingerprint = arena_strdup(ta, o->fingerprint);
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
	kept.body = o->body != NULL ? arena_strdup(ta, o->body) : NULL;
	kept.location = o->location != NULL ? arena_strdup(ta, o->location) :
					      NULL;
	running = false;
	return ERR_OK;
}

static void
forget(void)
{
	kept = (struct once){ .scope = NULL };
	running = false;
}

static enum err
once_release(struct db *db, const struct once *o, bool keep_id)
{
	(void)db;
	(void)o;
	releases++;
	running = false;
	if (!keep_id)
		forget();
	return ERR_OK;
}

static enum err
flush(struct db *db)
{
	(void)db;
	flushes++;
	return flush_error;
}

static const struct store store = { .flush = flush,
	.once_take = once_take,
	.once_record = once_record,
	.once_release = once_release };

enum err  find_error;
enum role found_role;

static enum err
find(const struct caller *who, struct db *db, struct uuid id, enum role *role)
{
	(void)who;
	(void)db;
	(void)id;
	*role = found_role;
	return find_error;
}

static struct service service = { .name = "tea",
	.tables = tables,
	.store = &store,
	.session_find = find };

/* ---- asking it ----------------------------------------------------------- */

struct response    rs;
static const char *env[24];
static size_t      env_n;

void
with(const char *variable)
{
	env[env_n++] = variable;
	env[env_n] = NULL;
}

void
without(void)
{
	env_n = 0;
	env[0] = NULL;
}

void
fresh(void)
{
	config.public_url = "http://tea.example";
	without();
	calls = 0;
	next_error = store_error = flush_error = find_error = ERR_OK;
	releases = flushes = 0;
	found_role = ROLE_BUYER;
	forget();
	lose(0);
	stream_error = ERR_OK;
}

/* What is sent, a few bytes at a time. */
struct memory {
	struct body_source source;
	const char        *at;
	size_t             left;
	int64_t            lost; /* announced, and not sent */
};

static size_t
memory_read(struct body_source *s, char *to, size_t n)
{
	struct memory *m = (struct memory *)(void *)s;

	n = n > 1000 ? 1000 : n;
	n = n > m->left ? m->left : n;
	if (n > 0)
		memcpy(to, m->at, n);
	m->at += n;
	m->left -= n;
	return n;
}

static struct memory source = { .source.read = memory_read };

void
lose(int64_t n)
{
	source.lost = n;
}

enum err stream_error;

static enum err
body_write(struct stream *s, const void *piece, size_t n)
{
	(void)s;
	buf_add(&rs.body, piece, n);
	return ERR_OK;
}

static struct stream into_body = { body_write };

int
ask(const char *method, const char *path, const char *body)
{
	int        m = word_index(method_words, method, strlen(method));
	struct req rq = { .arena = ta, .env = (char *const *)(uintptr_t)env };

	buf_reset(&rs.headers);
	buf_reset(&rs.body);
	rs.status = 0;
	rs.content_type = NULL;
	rq.head = strcmp(method, "HEAD") == 0;
	rq.method = rq.head ? GET : m >= 0 ? (enum method)m : METHOD__COUNT;
	rq.path = path;
	rq.remote = "192.0.2.1";
	rs.stream = NULL;
	rq.body = "";
	source.left = body != NULL ? strlen(body) : 0;
	source.at = body;
	source.source.length = (int64_t)source.left + source.lost;
	rq.source = &source.source;
	dispatch(&service, &rq, &rs);
	if (rs.stream != NULL)
		stream_error = rs.stream(&rq, &into_body, rq.stream_ctx);
	return rs.status;
}

int
ask_json(const char *method, const char *path, const char *body)
{
	with("CONTENT_TYPE=application/json");
	return ask(method, path, body);
}

int
ask_form(const char *path, const char *body)
{
	with("CONTENT_TYPE=application/x-www-form-urlencoded");
	return ask("POST", path, body);
}

const char *
body(void)
{
	return buf_text(&rs.body);
}

const char *
headers(void)
{
	return buf_text(&rs.headers);
}

void
check_problem(const char *slug)
{
	CHECK_TEXT(rs.content_type, "application/problem+json");
	CHECK_HAS(body(),
	    arena_printf(ta, "\"type\":\"%s/problems/%s\"", config.public_url,
		slug));
	CHECK_HAS(body(), arena_printf(ta, "\"status\":%d", rs.status));
}

const char *
token_of(enum role role, int64_t at)
{
	struct session s = { .id = { USER },
		.user_id = { USER },
		.email = "a@b.de",
		.role = role };

	return jwt_sign(ta, SECRET, &s, at);
}

void
sign_in(enum role role)
{
	found_role = role;
	with(arena_printf(ta, "HTTP_COOKIE=accessToken=%s",
	    token_of(role, clock_now().us / 1000000)));
}

/* ---- its pages ----------------------------------------------------------- */

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
		"form.html", "list.html" };
	char                     path[200];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		unlink(path);
	}
	rmdir(dir);
}

int
tea_run(const char *name, const struct test *tests)
{
	int status;

	if (mkdtemp(dir) == NULL)
		return 1;
	put("error.html", "<p>{{status}} {{slug}}</p>");
	put("show.html",
	    "{{#page.notice}}<i>{{page.notice}}</i>"
	    "{{/page.notice}}<p>{{name}}</p>");
	put("list.html",
	    "{{#page.errors}}<p>{{problem}}</p>{{/page.errors}}"
	    "{{input name}}|{{input most}}");
	put("form.html",
	    "<form>{{#error name}}<p>{{.}}</p>{{/error}}"
	    "{{input name}}|{{input price}}</form>");
	config = (struct config){ .jwt_access_secret = SECRET,
		.internal_key = KEY,
		.public_url = "https://tea.example",
		.currency = "USD",
		.template_dir = dir,
		.private_dir = dir,
		.redis_url = "unix:/nonexistent/redis.sock" };
	log_open("tea", (enum log_level)(LOG_ERROR + 1));
	redis_open(config.redis_url);
	status = routes_gather(&service) && pages_load(&service) ?
	    tap_run(name, tests) :
	    1;
	clean();
	return status;
}
