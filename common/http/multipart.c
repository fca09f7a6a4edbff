/* SPDX-License-Identifier: ISC */
/*
 * multipart.c - a window of 64 KB moves over the body and looks for the next
 * delimiter.  The bytes before it belong to the part.  When there is none, the
 * last bytes stay in the window: they may be the beginning of a delimiter.
 */
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/base/text.h"
#include "common/base/utf8.h"
#include "common/http/multipart.h"

#define WINDOW       ((size_t)64 * 1024)
#define HEAD_MAX     ((size_t)1024)
#define BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */

struct window {
	const struct multipart_in *in;
	char                       delimiter[BOUNDARY_MAX + 5];
	size_t                     delimiter_len;
	char                      *data;
	size_t                     at, len; /* of what is in it */
	bool                       ended;   /* the source has no more */
	size_t                     texts;   /* bytes of texts so far */
};

/* The part that is read: a text, or a file. */
struct part {
	const char *name, *file_name, *type;
	bool        is_file;
	struct buf  text;
	int         fd;
	int64_t     size;
};

/* ---- the window ---------------------------------------------------------- */

/* Move the rest to the front and read more behind it. */
static void
window_fill(struct window *w)
{
	size_t got;

	memmove(w->data, w->data + w->at, w->len - w->at);
	w->len -= w->at;
	w->at = 0;
	while (!w->ended && w->len < WINDOW) {
		got = w->in->source->read(w->in->source, w->data + w->len,
		    WINDOW - w->len);
		w->ended = got == 0;
		w->len += got;
	}
}

static char *
window_find(const struct window *w, const char *s, size_t n)
{
	return memmem(w->data + w->at, w->len - w->at, s, n);
}

static bool
window_takes(struct window *w, const char *s)
{
	size_t n = strlen(s);

	if (w->len - w->at < n)
		window_fill(w);
	if (w->len - w->at < n || memcmp(w->data + w->at, s, n) != 0)
		return false;
	w->at += n;
	return true;
}

/* ---- the head of a part -------------------------------------------------- */

/* Browsers encode these three characters, and no others. */
static const char *
name_decode(struct arena *a, const char *s, size_t n)
{
	static const struct {
		const char *code;
		char        is;
	} codes[] = { { "%22", '"' }, { "%0D", '\r' }, { "%0A", '\n' } };
	char  *out = arena_alloc(a, n + 1);
	size_t len = 0, i = 0, k;

	while (i < n) {
		for (k = 0; k < 3; k++)
			if (n - i >= 3 &&
			    strncasecmp(s + i, codes[k].code, 3) == 0)
				break;
		out[len++] = k < 3 ? codes[k].is : s[i];
		i += k < 3 ? 3 : 1;
	}
	return out;
}

/* Read the parameter name="…" if it stands here; "*s" moves behind it. */
static bool
parameter(struct arena *a, const char **s, const char *end, const char *name,
    const char **value)
{
	size_t      n = strlen(name);
	const char *from, *quote;

	if ((size_t)(end - *s) < n + 2 || strncasecmp(*s, name, n) != 0 ||
	    (*s)[n] != '=' || (*s)[n + 1] != '"')
		return false;
	from = *s + n + 2;
	quote = memchr(from, '"', (size_t)(end - from));
	if (quote == NULL || *value != NULL)
		return false;
	*value = name_decode(a, from, (size_t)(quote - from));
	*s = quote + 1;
	return true;
}

/* form-data; name="…"; filename="…" */
static bool
disposition_read(struct arena *a, const char *s, const char *end,
    struct part *p)
{
	static const char kind[] = "form-data";

	if (p->name != NULL || (size_t)(end - s) < sizeof(kind) - 1 ||
	    strncasecmp(s, kind, sizeof(kind) - 1) != 0)
		return false;
	for (s += sizeof(kind) - 1; s < end;) {
		if (*s != ';' && *s != ' ' && *s != '\t')
			return false;
		while (s < end && (*s == ';' || *s == ' ' || *s == '\t'))
			s++;
		if (s < end && !parameter(a, &s, end, "name", &p->name) &&
		    !parameter(a, &s, end, "filename", &p->file_name))
			return false;
	}
	p->is_file = p->file_name != NULL;
	return p->name != NULL && *p->name != '\0';
}

static bool
header_is(const char **s, const char *end, const char *name)
{
	size_t n = strlen(name);

	if ((size_t)(end - *s) <= n || strncasecmp(*s, name, n) != 0 ||
	    (*s)[n] != ':')
		return false;
	for (*s += n + 1; *s < end && (**s == ' ' || **s == '\t');)
		(*s)++;
	return true;
}

/*
 * Read one line.  Unknown headers are ignored; transfer encodings are refused.
 */
static bool
header_read(struct arena *a, const char *s, const char *end, struct part *p)
{
	if (memchr(s, '\0', (size_t)(end - s)) != NULL || *s == ' ' ||
	    *s == '\t' || memchr(s, ':', (size_t)(end - s)) == NULL)
		return false;
	if (header_is(&s, end, "Content-Disposition"))
		return disposition_read(a, s, end, p);
	if (header_is(&s, end, "Content-Transfer-Encoding"))
		return false;
	if (header_is(&s, end, "Content-Type"))
		p->type = arena_dup(a, s, (size_t)(end - s));
	return true;
}

static enum err
head_read(struct window *w, struct part *p)
{
	struct arena *a = w->in->arena;
	const char   *s, *end, *line;

	if (w->len - w->at < HEAD_MAX)
		window_fill(w);
	s = w->data + w->at;
	end = window_find(w, "\r\n\r\n", 4);
	if (end == NULL || (size_t)(end - s) > HEAD_MAX)
		return ERR_BAD_REQUEST;
	for (; s < end; s = line + 2) {
		line = memmem(s, (size_t)(end + 2 - s), "\r\n", 2);
		if (!header_read(a, s, line, p))
			return ERR_BAD_REQUEST;
	}
	w->at = (size_t)(end + 4 - w->data);
	if (p->name == NULL)
		return ERR_BAD_REQUEST;
	return utf8_valid(p->name, strlen(p->name)) &&
		(p->file_name == NULL ||
		    utf8_valid(p->file_name, strlen(p->file_name))) ?
	    ERR_OK :
	    ERR_BAD_UTF8;
}

/* ---- the content of a part ----------------------------------------------- */

static enum err
content_add(struct window *w, struct part *p, const char *s, size_t n)
{
	ssize_t done;

	if (!p->is_file) {
		w->texts += n;
		if (w->texts > MULTIPART_TEXT_MAX)
			return ERR_BODY_TOO_LARGE;
		buf_add(&p->text, s, n);
		return ERR_OK;
	}
	for (size_t i = 0; i < n; i += (size_t)done)
		if ((done = write(p->fd, s + i, n - i)) <= 0)
			return ERR_UNAVAILABLE;
	p->size += (int64_t)n;
	return ERR_OK;
}

/* Find a delimiter.  A line end follows it, or "--" after the last one. */
static const char *
delimiter_find(const struct window *w)
{
	const char *s = w->data + w->at, *end = w->data + w->len;

	while ((s = memmem(s, (size_t)(end - s), w->delimiter,
		    w->delimiter_len)) != NULL) {
		const char *next = s + w->delimiter_len;

		if (end - next < 2)
			return NULL;
		if (memcmp(next, "\r\n", 2) == 0 || memcmp(next, "--", 2) == 0)
			return s;
		s++;
	}
	return NULL;
}

/* Read up to the next delimiter, and the delimiter. */
static enum err
content_read(struct window *w, struct part *p)
{
	size_t      keep = w->delimiter_len + 1; /* of one that may begin */
	const char *end;
	size_t      n;
	enum err    e;

	for (;;) {
		if (w->len - w->at <= keep)
			window_fill(w);
		end = delimiter_find(w);
		if (end == NULL && w->len - w->at <= keep)
			return ERR_BAD_REQUEST; /* it ended */
		n = end != NULL ? (size_t)(end - (w->data + w->at)) :
				  w->len - w->at - keep;
		if ((e = content_add(w, p, w->data + w->at, n)) != ERR_OK)
			return e;
		w->at += n;
		if (end != NULL) {
			w->at += w->delimiter_len;
			return ERR_OK;
		}
	}
}

static enum err
part_keep(struct window *w, struct part *p)
{
	struct arena *a = w->in->arena;
	const char   *text = p->text.len > 0 ? p->text.data : "";

	if (!p->is_file) {
		if (!utf8_valid(text, p->text.len) ||
		    memchr(text, '\0', p->text.len) != NULL)
			return ERR_BAD_UTF8;
		params_add(a, w->in->texts, p->name,
		    arena_dup(a, text, p->text.len));
		return ERR_OK;
	}
	/* A form without a chosen file sends an empty one without a name. */
	if (p->size == 0 && *p->file_name == '\0')
		return ERR_OK;
	if (lseek(p->fd, 0, SEEK_SET) == -1)
		return ERR_UNAVAILABLE;
	*list_add(a, w->in->uploads) = (struct upload){ .field = p->name,
		.file_name = p->file_name,
		.type = p->type != NULL ? p->type : "",
		.fd = p->fd,
		.size = p->size };
	return ERR_OK;
}

static enum err
part_read(struct window *w)
{
	struct part p = { .fd = -1 };
	enum err    e = head_read(w, &p);

	if (e == ERR_OK && p.is_file && (p.fd = w->in->open(w->in->ctx)) == -1)
		e = ERR_UNAVAILABLE;
	if (e == ERR_OK)
		e = content_read(w, &p);
	if (e == ERR_OK)
		e = part_keep(w, &p);
	buf_free(&p.text);
	return e;
}

/* ---- the whole ----------------------------------------------------------- */

static bool
boundary_char(char c)
{
	return c != '\0' &&
	    strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		   "0123456789'()+_,-./:=?",
		c) != NULL;
}

/* The delimiter is "\r\n--" and the boundary of the media type. */
static bool
delimiter_read(const char *type, struct window *w)
{
	static const char kind[] = "multipart/form-data;";
	const char       *s;
	size_t            n = 0;
	bool              quoted;

	if (strncasecmp(type, kind, sizeof(kind) - 1) != 0 ||
	    (s = strcasestr(type, "boundary=")) == NULL)
		return false;
	s += strlen("boundary=");
	quoted = *s == '"';
	s += quoted;
	memcpy(w->delimiter, "\r\n--", 4);
	while (n < BOUNDARY_MAX && boundary_char(s[n])) {
		w->delimiter[4 + n] = s[n];
		n++;
	}
	w->delimiter_len = 4 + n;
	return n > 0 && (quoted ? s[n] == '"' : s[n] == '\0' || s[n] == ';');
}

enum err
multipart_read(const struct multipart_in *in)
{
	struct window w = { .in = in };
	enum err      e = ERR_OK;

	if (in->content_type == NULL || !delimiter_read(in->content_type, &w))
		return ERR_MEDIA_TYPE;
	w.data = arena_alloc(in->arena, WINDOW);
	/* Before the first delimiter there is no line end; make one. */
	memcpy(w.data, "\r\n", 2);
	w.len = 2;
	window_fill(&w);
	if (w.len < w.delimiter_len ||
	    memcmp(w.data, w.delimiter, w.delimiter_len) != 0)
		return ERR_BAD_REQUEST;
	w.at = w.delimiter_len;
	for (int n = 0; e == ERR_OK && !window_takes(&w, "--"); n++)
		e = n == UPLOADS_MAX || !window_takes(&w, "\r\n") ?
		    ERR_BAD_REQUEST :
		    part_read(&w);
	return e;
}
