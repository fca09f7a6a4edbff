/* SPDX-License-Identifier: ISC */
/*
 * mime.c - a mail as it is written: to, subject, from (a line each), then its
 * text, a line "%%", and its HTML.  What cannot stand in a header is refused;
 * what is written has the headers it should have and no others, and is read
 * back as it was.
 */
#include "common/base/utf8.h"
#include "common/client/mail.c"
#include "common/client/maildir.c"
#include "tests/fuzz/fuzz.h"

static const char *const headers[] = { "Date", "From", "To", "Subject",
	"Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type", NULL };

/* These headers in this order; what follows a line's end is folded. */
static const char *
headers_hold(const char *s)
{
	size_t i = 0, n;

	for (; strncmp(s, "\r\n", 2) != 0; s += n + 2) {
		n = strcspn(s, "\r\n");
		MUST(s[n] == '\r' && s[n + 1] == '\n');
		MUST(n <= 998);
		if (*s == ' ') {
			MUST(n > 1);
			continue;
		}
		MUST(headers[i] != NULL);
		MUST(strncmp(s, headers[i], strlen(headers[i])) == 0);
		MUST(s[strlen(headers[i])] == ':');
		if (strncmp(s, "Subject: =?", 11) == 0)
			MUST(n <= 76); /* RFC 2047, 2 */
		i++;
	}
	MUST(headers[i] == NULL);
	return s + 2;
}

static void
body_holds(const char *s)
{
	int    boundaries = 0;
	size_t n;

	for (; *s != '\0'; s += n + 2) {
		n = strcspn(s, "\r\n");
		MUST(s[n] == '\r' && s[n + 1] == '\n');
		MUST(n <= 76);
		MUST(*s != '.' && strncmp(s, "From ", 5) != 0);
		boundaries += strncmp(s, "--=_", 4) == 0;
		for (size_t i = 0; i < n; i++)
			MUST((s[i] >= 0x20 && s[i] < 0x7f) || s[i] == '\t');
	}
	MUST(boundaries == 3);
}

/* With the line's end that every part has at its end. */
static void
same_text(struct arena *a, const char *got, const char *want)
{
	if (utf8_valid(want, strlen(want)))
		MUST(strcmp(got, want) == 0 ||
		    strcmp(got, arena_printf(a, "%s\n", want)) == 0);
}

static void
reads_back(struct arena *a, struct buf *b, const struct mail *m)
{
	const char *head, *body;

	lines_shorten(b);
	head = buf_text(b);
	body = strstr(head, "\n\n");
	MUST(body != NULL);
	head = arena_dup(a, head, (size_t)(body - head));
	MUST(strcmp(header_get(a, head, "To"), m->to) == 0);
	if (utf8_valid(m->subject, strlen(m->subject)) && *m->subject != ' ' &&
	    *m->subject != '\0')
		MUST(strcmp(header_decode(a, header_get(a, head, "Subject")),
			 m->subject) == 0);
	same_text(a, part_get(a, body, "text/plain"), m->text);
	same_text(a, part_get(a, body, "text/html"), m->html);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf b;
	struct arena     *a = arena_new(FUZZ_ARENA);
	struct input      in = input_of(data, size);
	struct mail       m = { .id = "01a203ec.welcome" };

	m.date = (struct timestamp){ INT64_C(1795357380000000) };
	m.to = input_line(a, &in);
	m.subject = input_line(a, &in);
	m.from = input_line(a, &in);
	m.text = input_take(a, &in, "\n%%\n");
	m.html = input_take(a, &in, "\n%%\n");
	if (mail_objection(a, &m) == NULL) {
		buf_reset(&b);
		mime_write(&b, &m);
		MUST(strlen(buf_text(&b)) == b.len);
		body_holds(headers_hold(buf_text(&b)));
		reads_back(a, &b, &m);
	}
	arena_free(&a);
	return 0;
}
