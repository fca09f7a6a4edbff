/* SPDX-License-Identifier: ISC */
/*
 * template_format.c - values as text: {{price|money}}.
 */
#include <cmark.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/text.h"
#include "common/template/template_impl.h"

static void
time_text(struct buf *b, const void *p)
{
	const struct timestamp *t = p;
	char                    text[TIMESTAMP_SIZE];

	if (timestamp_given(*t))
		buf_add(b, text, timestamp_format(*t, text));
}

static void
amount_text(struct buf *b, const void *p)
{
	const struct money *m = p;
	char                text[MONEY_SIZE];

	if (money_given(*m))
		buf_add(b, text, money_format(*m, text));
}

static void
decimal_text(struct buf *b, const void *p)
{
	const struct decimal *d = p;
	char                  text[DECIMAL_SIZE];

	if (decimal_given(*d))
		buf_add(b, text, decimal_format(*d, text));
}

void
value_text(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	const char *s = NULL;

	(void)g;
	switch (f->type) {
	case TYPE_BOOL: s = *(const bool *)p ? "true" : "false"; break;
	case TYPE_FLAG:
		s = *(const signed char *)p < 0  ? NULL :
		    *(const signed char *)p != 0 ? "true" :
						   "false";
		break;
	case TYPE_INT:
		if (*(const int64_t *)p != INT_NONE)
			buf_int(b, *(const int64_t *)p);
		break;
	case TYPE_TEXT:
	case TYPE_JSON: s = *(const char *const *)p; break;
	case TYPE_MONEY: amount_text(b, p); break;
	case TYPE_DECIMAL: decimal_text(b, p); break;
	case TYPE_UUID: s = p; break;
	case TYPE_TIME: time_text(b, p); break;
	case TYPE_ENUM: s = field_word(f, p); break;
	case TYPE_LIST:
	case TYPE_OBJ:
	case TYPE_PTR: break;
	}
	if (s != NULL)
		buf_str(b, s);
}

void
input_text(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	size_t from = b->len;

	value_text(b, f, p, g);
	if (g->language == NULL ||
	    (f->type != TYPE_MONEY && f->type != TYPE_DECIMAL) ||
	    strcmp(g->language->decimal, ",") != 0)
		return;
	for (size_t i = from; i < b->len; i++)
		if (b->data[i] == '.')
			b->data[i] = ',';
}

static void
format_money(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	const struct money *m = p;

	if (f->type == TYPE_MONEY && money_given(*m))
		language_money(b, g->language, *m, g->currency);
}

static void
format_number(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	char digits[24];

	if (f->type != TYPE_INT || *(const int64_t *)p == INT_NONE)
		return;
	snprintf(digits, sizeof(digits), "%" PRId64, *(const int64_t *)p);
	language_number(b, g->language, digits);
}

static void
format_date(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	const struct timestamp *t = p;

	if (f->type == TYPE_TIME && timestamp_given(*t))
		language_date(b, g->language, *t, false);
}

static void
format_datetime(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	const struct timestamp *t = p;

	if (f->type == TYPE_TIME && timestamp_given(*t))
		language_date(b, g->language, *t, true);
}

/* Texts as a list of the language: "a, b and c". */
static void
format_list(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	const struct list *l = p;

	(void)f;
	language_list(b, g->language, l->items, l->n);
}

static void
format_url(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	struct buf plain = { 0 };

	value_text(&plain, f, p, g);
	url_text(b, plain.data, plain.len);
	buf_free(&plain);
}

static void
format_lower(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	size_t from = b->len;

	value_text(b, f, p, g);
	for (size_t i = from; i < b->len; i++)
		if (b->data[i] >= 'A' && b->data[i] <= 'Z')
			b->data[i] = (char)(b->data[i] + 32);
}

/* An address of the web, or one of ours without a scheme. */
static bool
is_web_address(const char *url)
{
	static const char *const schemes[] = { "http", "https", "mailto",
		NULL };
	size_t                   n = strcspn(url, ":/?#");

	if (url[n] != ':')
		return true;
	for (size_t i = 0; schemes[i] != NULL; i++)
		if (strlen(schemes[i]) == n &&
		    strncasecmp(url, schemes[i], n) == 0)
			return true;
	return false;
}

/* cmark lets all schemes pass that it does not know to be harmful. */
static void
links_restrict(cmark_node *document)
{
	cmark_iter      *it = cmark_iter_new(document);
	cmark_event_type event;

	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);
		const char *url = event == CMARK_EVENT_ENTER ?
		    cmark_node_get_url(node) :
		    NULL;

		if (url != NULL && !is_web_address(url) &&
		    cmark_node_set_url(node, "") == 0)
			abort();
	}
	cmark_iter_free(it);
}

/* cmark without raw HTML, and without links to anything but the web. */
static void
format_markdown(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	struct buf  plain = { 0 };
	cmark_node *document;
	char       *html;

	value_text(&plain, f, p, g);
	document = cmark_parse_document(plain.len > 0 ? plain.data : "",
	    plain.len, CMARK_OPT_DEFAULT);
	if (document == NULL)
		abort();
	links_restrict(document);
	if ((html = cmark_render_html(document, CMARK_OPT_DEFAULT)) == NULL)
		abort();
	buf_str(b, html);
	free(html);
	cmark_node_free(document);
	buf_free(&plain);
}

/* A JSON value, for a script element: no "<" or ">" survives in it. */
static void
format_json(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	struct buf plain = { 0 };

	value_text(&plain, f, p, g);
	if (plain.len > 0 &&
	    (f->type == TYPE_INT || f->type == TYPE_MONEY ||
		f->type == TYPE_DECIMAL || f->type == TYPE_BOOL ||
		f->type == TYPE_FLAG))
		buf_add(b, plain.data, plain.len);
	else
		json_text(b, plain.data, plain.len);
	buf_free(&plain);
}

/* Text in which a search has put MARK_ON and MARK_OFF round what it found. */
static void
format_marked(struct buf *b, const struct field *f, const void *p,
    const struct page_globals *g)
{
	struct buf plain = { 0 };
	size_t     from = 0;
	bool       on = false;

	value_text(&plain, f, p, g);
	if (plain.len == 0)
		return;
	for (size_t i = 0; i < plain.len; i++) {
		char c = plain.data[i];

		if (c != MARK_ON && c != MARK_OFF)
			continue;
		html_text(b, plain.data + from, i - from);
		from = i + 1;
		if ((c == MARK_ON) != on)
			buf_str(b, on ? "</mark>" : "<mark>");
		on = c == MARK_ON;
	}
	html_text(b, plain.data + from, plain.len - from);
	if (on)
		buf_str(b, "</mark>");
	buf_free(&plain);
}

static const struct {
	const char *name;
	format_fn  *fn;
} formats[] = {
	{ "", value_text },
	{ "amount", value_text },
	{ "iso", value_text },
	{ "money", format_money },
	{ "number", format_number },
	{ "date", format_date },
	{ "datetime", format_datetime },
	{ "list", format_list },
	{ "url", format_url },
	{ "lower", format_lower },
	{ "markdown", format_markdown },
	{ "marked", format_marked },
	{ "json", format_json },
};

format_fn *
format_find(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (strlen(formats[i].name) == len &&
		    memcmp(formats[i].name, name, len) == 0)
			return formats[i].fn;
	return NULL;
}

bool
format_fits(format_fn *fn, const struct field *f)
{
	if (fn == format_list)
		return f->type == TYPE_LIST && f->of == NULL;
	return f->type < TYPE_LIST;
}

bool
format_is_markup(format_fn *fn)
{
	return fn == format_markdown || fn == format_marked ||
	    fn == format_json;
}
