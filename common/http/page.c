/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "common/base/log.h"
#include "common/base/mem.h"
#include "common/base/text.h"
#include "common/base/utf8.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/model/config.h"
#include "common/template/template.h"

struct problem_page {
	int64_t     status;
	const char *slug, *title, *detail;
};
SPEC_STATIC(problem_page,
    FIELD(status),
    FIELD(slug),
    FIELD(title),
    FIELD(detail));

static struct template **pages; /* as many as rows */
static struct template  *problem;

/* The sentence that a page shows once after a change: "?notice=saved". */
static const struct {
	const char *name, *text;
} notices[] = {
#define NOTICE(name, text) { name, text },
#include "common/http/notice.def"
#undef NOTICE
};

bool
pages_load(const struct service *service)
{
	size_t n = service->nrows;
	bool   ok;

	/* NOLINTNEXTLINE(bugprone-sizeof-expression): of pointers */
	pages = mem_new(n + 1, sizeof(*pages));
	problem = template_load(config.template_dir, "error",
	    &problem_page_spec);
	ok = problem != NULL;
	for (size_t i = 0; i < n; i++) {
		const struct route *r = service->rows[i];

		if (r->page == NULL)
			continue;
		pages[i] = template_load(config.template_dir, r->page,
		    r->handler->out);
		ok = ok && pages[i] != NULL;
	}
	template_load_end();
	return ok;
}

static const char *
notice_text(struct req *rq)
{
	const char *name = params_get(&rq->params, "notice");

	for (size_t i = 0;
	     name != NULL && i < sizeof(notices) / sizeof(*notices); i++)
		if (strcmp(notices[i].name, name) == 0)
			return req_say(rq, SAY(notices[i].text), NO_ARGS);
	return NULL;
}

static const char *
theme_of(const struct req *rq)
{
	static const char *const themes[] = { "dark", "light" };
	const char              *asked = req_script_cookie(rq, "theme");

	for (size_t i = 0; asked != NULL && i < 2; i++)
		if (strcmp(asked, themes[i]) == 0)
			return themes[i];
	return "auto";
}

static bool
has_cookie(const struct req *rq, const char *name)
{
	const char *value = req_cookie(rq, name);

	return value != NULL && *value != '\0';
}

static const char *
url_of(struct req *rq)
{
	struct buf b = { 0 };

	buf_str(&b, config.public_url);
	url_path_text(&b, rq->path);
	return buf_keep(&b, rq->arena);
}

/*
 * The requested path with its query.  If the query is not UTF-8, the path
 * alone.
 */
static const char *
here_of(struct req *rq, const char *path)
{
	const char *query = req_env(rq, "QUERY_STRING");

	return query == NULL || *query == '\0' ||
		!utf8_valid(query, strlen(query)) ?
	    path :
	    arena_printf(rq->arena, "%s?%s", path, query);
}

static bool
several_languages(void)
{
	size_t n;

	languages_all(&n);
	return n > 1;
}

static LIST(page_language)
languages_of(struct req *rq)
{
	size_t                 n;
	const struct language *all = languages_all(&n);
	struct page_language *items = arena_array(rq->arena, n, sizeof(*items));

	for (size_t i = 0; i < n; i++)
		items[i] = (struct page_language){ all[i].code, all[i].name,
			&all[i] == rq->language };
	return (LIST(page_language)){ items, n, 0 };
}

/*
 * The account menu and the count of the cart are fragments that nginx includes.
 * A page for a visitor without cookies does not even ask for them.
 */
static struct page_globals
globals_of(struct req *rq)
{
	const struct language *l = rq->language != NULL ? rq->language :
							  language_english();
	const char            *shop = config.shop_name;
	bool                   signed_in = has_cookie(rq, "accessToken") ||
	    has_cookie(rq, "refreshToken");
	const char *path = utf8_valid(rq->path, strlen(rq->path)) ? rq->path :
								    "/";

	return (struct page_globals){
		.language = rq->language,
		.lang = l->code,
		.rtl = l->rtl,
		.languages = languages_of(rq),
		.has_languages = several_languages(),
		.path = path,
		.here = here_of(rq, path),
		.url = url_of(rq),
		.request_id = log_request_id(),
		.key = arena_strdup(rq->arena, uuid_new().text),
		.notice = notice_text(rq),
		.shop = shop != NULL ? shop : "Farmstand",
		.currency = config.currency,
		.theme = theme_of(rq),
		.signed_in = signed_in,
		.has_cart = signed_in || has_cookie(rq, "cart"),
	};
}

const char *
page_etag(struct req *rq)
{
	return arena_printf(rq->arena, "%.*s-%s-%s\"",
	    (int)strlen(rq->etag) - 1, rq->etag,
	    rq->language != NULL ? rq->language->code : "en", theme_of(rq));
}

/* Which of the languages it is in depends on the reader. */
static void
page_begin(struct response *rs, const char *lang)
{
	buf_reset(&rs->body);
	rs->content_type = "text/html; charset=utf-8";
	buf_printf(&rs->headers, "Content-Language: %s\r\n", lang);
	if (several_languages())
		buf_str(&rs->headers, "Vary: Accept-Language, Cookie\r\n");
}

void
page_write(const struct service *service, const struct route *r, struct req *rq,
    struct response *rs, enum err refused)
{
	struct page_globals g = globals_of(rq);

	g.refused = refused != ERR_OK;
	g.edited = refused == ERR_STALE && rq->method != DELETE;
	if (g.refused) {
		complaints_say(&rq->complaints, rq->language, config.currency);
		g.errors = rq->complaints.list;
	}
	page_begin(rs, g.lang);
	template_render(pages[route_index(service, r)], &rs->body, rq->out, &g,
	    g.refused ? &rq->params : NULL);
}

bool
page_shows_errors(const struct service *service, const struct route *r)
{
	return r->page != NULL &&
	    template_shows_errors(pages[route_index(service, r)]);
}

void
page_write_error(struct req *rq, struct response *rs, enum err e,
    const char *detail)
{
	struct page_globals g = globals_of(rq);
	struct problem_page model = {
		.status = err_status(e),
		.slug = err_slug(e),
		.title = req_say(rq, SAY(err_title(e)), NO_ARGS),
	};

	/* The title alone says what happened, unless there is more to say. */
	if (detail != NULL && strcmp(detail, model.title) != 0)
		model.detail = detail;
	page_begin(rs, g.lang);
	template_render(problem, &rs->body, &model, &g, NULL);
}
