/* SPDX-License-Identifier: ISC */
/*
 * paging.c - a cursor holds the name of its list, the id of the last row and
 * the value that orders the rows, in base64url.  It gives no access: it is one
 * more filter.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/base/utf8.h"
#include "common/http/paging.h"

SPEC(page_in,
    FIELD(page, RANGE(1, PAGE_DEEPEST), DEFAULT(1)),
    FIELD(limit, RANGE(1, 100)),
    FIELD(cursor, RANGE(1, 3000)));

SPEC(page_out,
    FIELD(page, GIVEN),
    FIELD(limit, GIVEN),
    FIELD(total, GIVEN),
    FIELD(total_pages, GIVEN),
    FIELD(next_cursor),
    FIELD(prev_url, FOR_PAGES),
    FIELD(next_url, FOR_PAGES),
    FIELD(has_pages, FOR_PAGES));

/* The content of a cursor of a list without a key. */
struct counted {
	int64_t rows;
};
SPEC_STATIC(counted, FIELD(rows, REQUIRED, RANGE(0, PAGE_DEEPEST * 100)));

/* A member of the rows and its offset. */
static const struct field *
member(const struct paging *p, const char *name, size_t *off)
{
	const struct field *f;

	*off = 0;
	spec_prepare(p->row);
	f = spec_find(p->row, name, strlen(name), off);
	assert(f != NULL);
	return f;
}

/* With microseconds, because rows within one millisecond differ. */
static const char *
time_text(struct arena *a, struct timestamp t)
{
	char text[TIMESTAMP_SIZE];

	timestamp_strftime(t, "%Y-%m-%d %H:%M:%S", text);
	return arena_printf(a, "%s.%06d+00", text, (int)(t.us % 1000000));
}

static const char *
key_text(struct arena *a, const struct field *f, const void *value)
{
	char text[MONEY_SIZE];

	switch (f->type) {
	case TYPE_TEXT: return *(const char *const *)value;
	case TYPE_TIME: return time_text(a, *(const struct timestamp *)value);
	case TYPE_INT:
		return arena_printf(a, "%" PRId64, *(const int64_t *)value);
	case TYPE_MONEY:
		money_format(*(const struct money *)value, text);
		return arena_strdup(a, text);
	default: abort();
	}
}

/* NULL when no row can have it. */
static const char *
key_read(struct arena *a, const struct field *f, const char *s)
{
	union {
		const char      *text;
		struct timestamp time;
		int64_t          n;
		struct money     money;
	} value;

	/* It comes from a row, which no rule of input binds. */
	if (field_parse(a, f, s, strlen(s), &value) != -1 ||
	    (f->type == TYPE_TIME && value.time.us < 0))
		return NULL;
	return key_text(a, f, &value);
}

static bool
has_id(const struct paging *p)
{
	return strcmp(p->key, "id") != 0;
}

static const char *
cursor_write(struct arena *a, const struct paging *p, const char *row,
    int64_t rows)
{
	const struct field *f;
	const char         *text;
	size_t              at, id_at;

	if (p->key == NULL)
		text = arena_printf(a, "%s %" PRId64, p->name, rows);
	else {
		f = member(p, p->key, &at);
		text = key_text(a, f, row + at);
		if (has_id(p)) {
			member(p, "id", &id_at);
			text = arena_printf(a, "%s %s",
			    ((const struct uuid *)(const void *)(row + id_at))
				->text,
			    text);
		}
		text = arena_printf(a, "%s %s", p->name, text);
	}
	return base64url(a, text, strlen(text));
}

static bool
cursor_read(struct arena *a, const struct paging *p, const char *cursor,
    struct slice *out)
{
	const char    *s = base64url_decode(a, cursor);
	size_t         n = strlen(p->name), at;
	struct counted counted;
	int64_t        bound;

	if (s == NULL || !utf8_valid(s, strlen(s)) ||
	    strncmp(s, p->name, n) != 0 || s[n] != ' ')
		return false;
	s += n + 1;
	if (p->key == NULL) {
		spec_prepare(&counted_spec);
		if (field_read_text(a, counted_spec.fields, s, strlen(s),
			&counted.rows, &bound) != -1)
			return false;
		out->offset = counted.rows;
		return true;
	}
	if (has_id(p)) {
		if (strlen(s) <= UUID_LEN || s[UUID_LEN] != ' ' ||
		    !uuid_parse(s, UUID_LEN, &out->id))
			return false;
		s += UUID_LEN + 1;
	}
	out->key = key_read(a, member(p, p->key, &at), s);
	return out->key != NULL;
}

static int64_t
limit_of(const struct req *rq, const struct paging *p, const struct page_in *in)
{
	return in->limit != INT_NONE ? in->limit :
	    rq->api                  ? API_PAGE_SIZE :
				       p->size;
}

enum err
page_begin(struct req *rq, const struct paging *p, const struct page_in *in,
    struct slice *out)
{
	int64_t limit = limit_of(rq, p, in);

	*out = (struct slice){ .limit = limit + 1 };
	if (in->cursor == NULL) {
		out->offset = (in->page - 1) * limit;
		return ERR_OK;
	}
	if (cursor_read(rq->arena, p, in->cursor, out))
		return ERR_OK;
	complain_as(&rq->complaints, "cursor", "invalid_cursor",
	    SAY("This cursor does not belong to this list."), NO_ARGS);
	return ERR_INVALID;
}

const char *
query_and(struct req *rq, const char *before, const char *name,
    const char *value)
{
	struct buf b = { 0 };

	if (value == NULL || *value == '\0')
		return before;
	buf_printf(&b, "%s%s%s=", before, *before != '\0' ? "&" : "", name);
	url_text(&b, value, strlen(value));
	return buf_keep(&b, rq->arena);
}

/* Page 1 of a list without filters is the list itself. */
static const char *
page_url(struct req *rq, const char *query, int64_t page, const char *cursor)
{
	if (page > 1)
		query = query_and(rq, query, "page",
		    arena_printf(rq->arena, "%" PRId64, page));
	query = query_and(rq, query, "cursor", cursor);
	return *query == '\0' ?
	    rq->path :
	    arena_printf(rq->arena, "%s?%s", rq->path, query);
}

void
page_end_spec(struct req *rq, const struct paging *p, const struct page_in *in,
    const struct slice *slice, struct list *rows, int64_t total,
    const char *query, struct page_out *out)
{
	int64_t limit = slice->limit - 1;
	bool    more = (int64_t)rows->n > limit;

	*out = (struct page_out){ .page = in->page,
		.limit = limit,
		.total = total,
		.total_pages = (total + limit - 1) / limit };
	if (more) {
		rows->n = (size_t)limit;
		out->next_cursor = cursor_write(rq->arena, p,
		    (const char *)rows->items + (rows->n - 1) * p->row->size,
		    slice->offset + limit);
		out->next_url = page_url(rq, query, in->page + 1,
		    out->next_cursor);
	}
	if (in->page > 1)
		out->prev_url = page_url(rq, query, in->page - 1, NULL);
	out->has_pages = out->prev_url != NULL || out->next_url != NULL;
}
