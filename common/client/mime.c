/* SPDX-License-Identifier: ISC */
/*
 * mime.c - write a mail in the format of RFC 5322 and RFC 2045 to 2047.
 */
#include <string.h>

#include "common/client/mail.h"

#define LINE_MAX_QP 76
#define WORD_MAX    39 /* bytes of an encoded word: "Subject: " and 64 */

/* ---- header -------------------------------------------------------------- */

static bool
is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7e)
			return false;
	return true;
}

static void
base64_write(struct buf *b, const char *s, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)(unsigned char)s[i] << 16;

		if (i + 1 < n)
			v |= (unsigned)(unsigned char)s[i + 1] << 8;
		if (i + 2 < n)
			v |= (unsigned char)s[i + 2];
		buf_char(b, digits[v >> 18 & 63]);
		buf_char(b, digits[v >> 12 & 63]);
		buf_char(b, i + 1 < n ? digits[v >> 6 & 63] : '=');
		buf_char(b, i + 2 < n ? digits[v & 63] : '=');
	}
}

/* Plain ASCII stays; other text becomes encoded words of whole characters. */
static void
header_text(struct buf *b, const char *s)
{
	size_t left = strlen(s), n;
	bool   first = true;

	if (is_plain(s) && strstr(s, "=?") == NULL && left < 900) {
		buf_str(b, s);
		return;
	}
	for (; left > 0; s += n, left -= n) {
		n = left < WORD_MAX ? left : WORD_MAX;
		while (n < left && n > 1 &&
		    ((unsigned char)s[n] & 0xc0) == 0x80)
			n--;
		buf_str(b, first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		base64_write(b, s, n);
		buf_str(b, "?=");
		first = false;
	}
}

/* "Name <address>" with the name quoted or encoded. */
static void
header_from(struct buf *b, const char *from)
{
	const char *angle = strrchr(from, '<');
	char        name[300];
	size_t      n = angle != NULL ? (size_t)(angle - from) : 0;

	if (angle == NULL) {
		buf_str(b, from);
		return;
	}
	while (n > 0 && (from[n - 1] == ' ' || from[n - 1] == '"'))
		n--;
	while (n > 0 && (*from == ' ' || *from == '"')) {
		from++;
		n--;
	}
	if (n >= sizeof(name))
		n = sizeof(name) - 1;
	memcpy(name, from, n);
	name[n] = '\0';
	if (n > 0 && is_plain(name) && strpbrk(name, "\"\\") == NULL)
		buf_printf(b, "\"%s\" ", name);
	else if (n > 0) {
		header_text(b, name);
		buf_char(b, ' ');
	}
	buf_str(b, angle);
}

const char *
mail_address(struct arena *a, const char *s)
{
	const char *open = strrchr(s, '<'), *close;

	if (open == NULL || (close = strchr(open, '>')) == NULL)
		return s;
	return arena_dup(a, open + 1, (size_t)(close - open - 1));
}

static const char *
domain_of(const char *from, size_t *n)
{
	const char *at = strrchr(from, '@');

	if (at == NULL) {
		*n = strlen("localhost");
		return "localhost";
	}
	*n = strcspn(at + 1, "> ");
	return at + 1;
}

/* ---- body ---------------------------------------------------------------- */

static void
quoted_printable(struct buf *b, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t            col = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		bool          bare = c > 0x20 && c < 0x7f && c != '=';

		if (c == '\n') {
			buf_str(b, "\r\n");
			col = 0;
			continue;
		}
		/* Servers drop white space at the end of a line, and change
		   lines that begin with "From " or ".". */
		if (c == ' ' || c == '\t')
			bare = s[1] != '\n' && s[1] != '\0';
		if (col + (bare ? 1 : 3) > LINE_MAX_QP - 1) {
			buf_str(b, "=\r\n");
			col = 0;
		}
		if (col == 0 && (c == '.' || c == 'F'))
			bare = false;
		if (bare) {
			buf_char(b, (char)c);
			col++;
			continue;
		}
		buf_char(b, '=');
		buf_char(b, hex[c >> 4]);
		buf_char(b, hex[c & 15]);
		col += 3;
	}
	buf_str(b, "\r\n");
}

static void
part_write(struct buf *b, const struct mail *m, const char *type,
    const char *text)
{
	/* Quoted-printable text never contains "=_". */
	buf_printf(b,
	    "--=_%s\r\nContent-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    m->id, type);
	quoted_printable(b, text);
}

void
mime_write(struct buf *b, const struct mail *m)
{
	char        date[TIMESTAMP_SIZE];
	const char *domain;
	size_t      n;

	timestamp_strftime(m->date, "%a, %d %b %Y %H:%M:%S +0000", date);
	domain = domain_of(m->from, &n);
	buf_printf(b, "Date: %s\r\nFrom: ", date);
	header_from(b, m->from);
	buf_printf(b, "\r\nTo: %s\r\nSubject: ", m->to);
	header_text(b, m->subject);
	buf_printf(b, "\r\nMessage-ID: <%s@%.*s>\r\n", m->id, (int)n, domain);
	buf_printf(b,
	    "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative;\r\n boundary=\"=_%s\"\r\n"
	    "\r\n",
	    m->id);
	part_write(b, m, "text/plain", m->text);
	part_write(b, m, "text/html", m->html);
	buf_printf(b, "--=_%s--\r\n", m->id);
}
