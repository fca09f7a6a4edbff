/* SPDX-License-Identifier: ISC */
/*
 * multipart.c - forms with files, as browsers write them and as they never do.
 */
#include <unistd.h>

#include "common/base/buf.h"
#include "common/http/multipart.h"
#include "tests/tap_cunit.h"

#define TYPE "multipart/form-data; boundary=XyZ"

struct memory {
	struct body_source source;
	const char        *at;
	size_t             left, piece; /* of one read */
};

static struct params texts;
static LIST(upload)  uploads;

static size_t
memory_read(struct body_source *source, char *to, size_t n)
{
	struct memory *m = (struct memory *)(void *)source;

	if (n > m->piece)
		n = m->piece;
	if (n > m->left)
		n = m->left;
	memcpy(to, m->at, n);
	m->at += n;
	m->left -= n;
	return n;
}

static void
file_close(void *fd)
{
	close((int)(intptr_t)fd);
}

static int
file_open(void *ctx)
{
	char name[] = "/tmp/multipart.XXXXXX";
	int  fd = mkstemp(name);

	(void)ctx;
	unlink(name);
	arena_defer(ta, file_close, (void *)(intptr_t)fd);
	return fd;
}

static enum err
form_read(const char *type, const char *body, size_t len, size_t piece)
{
	struct memory m = { { (int64_t)len, memory_read }, body, len, piece };

	texts = (struct params){ 0 };
	uploads = (LIST(upload)){ 0 };
	return multipart_read(&(struct multipart_in){ .arena = ta,
	    .content_type = type,
	    .source = &m.source,
	    .open = file_open,
	    .texts = &texts,
	    .uploads = &uploads });
}

static enum err
text_read(const char *body)
{
	return form_read(TYPE, body, strlen(body), 65536);
}

static const char *
content(const struct upload *u)
{
	char   *text = arena_alloc(ta, (size_t)u->size + 1);
	ssize_t n = read(u->fd, text, (size_t)u->size + 1);

	CHECK_INT(n, u->size);
	return text;
}

#define PART(head, value) "--XyZ\r\n" head "\r\n\r\n" value "\r\n"
#define TEXT(name, value) \
	PART("Content-Disposition: form-data; name=\"" name "\"", value)
#define PHOTO                                                   \
	PART("Content-Disposition: form-data; name=\"photo\"; " \
	     "filename=\"\xc3\x84pfel %22rot%22.jpg\"\r\n"      \
	     "Content-Type: image/jpeg",                        \
	    "\xff\xd8 --XyZ \r\n--XyZnot \r\n--Xy")
#define END "--XyZ--\r\n"

static void
texts_and_files_are_told_apart(void)
{
	static const char body[] = TEXT("title",
	    "Gr\xc3\xbc\xc3\x9f"
	    "e,\r\nyou") TEXT("quo%22te", "") PHOTO
			  PART("Content-Disposition: form-data; name=\"none\"; "
					     "filename=\"\"\r\nContent-Type: application/octet-stream",
			      "") END;

	/* However the body is cut into pieces. */
	for (size_t piece = 1; piece < 200; piece++) {
		CHECK_INT(form_read(TYPE, body, sizeof(body) - 1, piece),
		    ERR_OK);
		CHECK_INT(texts.n, 2);
		CHECK_TEXT(params_get(&texts, "title"),
		    "Gr\xc3\xbc\xc3\x9f"
		    "e,\r\nyou");
		CHECK_TEXT(params_get(&texts, "quo\"te"), "");
		CHECK_INT(uploads.n, 1);
		CHECK_TEXT(uploads.items[0].field, "photo");
		CHECK_TEXT(uploads.items[0].file_name,
		    "\xc3\x84pfel \"rot\".jpg");
		CHECK_TEXT(uploads.items[0].type, "image/jpeg");
		CHECK_TEXT(content(&uploads.items[0]),
		    "\xff\xd8 --XyZ \r\n--XyZnot \r\n--Xy");
	}
}

static void
a_large_file_arrives_whole(void)
{
	size_t      n = (size_t)3 * 1024 * 1024;
	struct buf  b = { 0 };
	const char *got;
	char       *file = arena_alloc(ta, n);

	for (size_t i = 0; i < n; i++)
		file[i] = "\r\n--XyZ"[(i * 7 + i / 11) % 7];
	buf_str(&b,
	    "--XyZ\r\nContent-Disposition: form-data; name=\"f\"; "
	    "filename=\"f\"\r\n\r\n");
	buf_add(&b, file, n);
	buf_str(&b, "\r\n" TEXT("after", "it") END);
	for (size_t piece = 8191; piece < 70000; piece += 30000) {
		CHECK_INT(form_read(TYPE, b.data, b.len, piece), ERR_OK);
		CHECK_INT(uploads.n, 1);
		CHECK_INT(uploads.items[0].size, n);
		got = content(&uploads.items[0]);
		CHECK(memcmp(got, file, n) == 0);
		CHECK_TEXT(params_get(&texts, "after"), "it");
	}
	buf_free(&b);
}

static void
what_is_cut_off_is_refused(void)
{
	static const char body[] = TEXT("a", "b") PHOTO "--XyZ--";

	CHECK_INT(form_read(TYPE, body, sizeof(body) - 1, 100), ERR_OK);
	for (size_t n = 0; n < sizeof(body) - 1; n++)
		CHECK_INT(form_read(TYPE, body, n, 100), ERR_BAD_REQUEST);
}

static void
what_browsers_never_send_is_refused(void)
{
	static const char *const bodies[] = {
		PART("Content-Disposition: form-data", "no name") END,
		PART("Content-Disposition: form-data; name=\"\"", "v") END,
		PART("Content-Disposition: form-data; name=a", "v") END,
		PART("Content-Disposition: form-data; name*=\"a\"", "v") END,
		PART("Content-Disposition: form-data; name=\"a\"; name=\"b\"",
		    "v") END,
		PART("Content-Disposition: attachment; name=\"a\"", "v") END,
		PART("Content-Disposition: form-data; name=\"a\"\r\n"
		     "Content-Disposition: form-data; name=\"b\"",
		    "v") END,
		PART("Content-Disposition: form-data; name=\"a\"\r\n"
		     "Content-Transfer-Encoding: base64",
		    "dg==") END,
		PART("Content-Disposition: form-data; name=\"a\"\r\n folded",
		    "v") END,
		PART("Content-Type: text/plain", "v") END,
		"--XyZ\r\n\r\nno head\r\n" END,
		"before the first\r\n" TEXT("a", "b") END, END "--XyZ", "", NULL
	};

	for (int i = 0; bodies[i] != NULL; i++) {
		bool taken = text_read(bodies[i]) == ERR_OK && texts.n > 0;

		if (taken)
			printf("# taken: %s\n", bodies[i]);
		CHECK(!taken);
	}
}

static void
a_part_is_never_read_as_parts(void)
{
	CHECK_INT(text_read(PART("Content-Disposition: form-data; name=\"p\""
				 "\r\nContent-Type: multipart/mixed; "
				 "boundary=in",
		      "--in\r\nContent-Disposition: form-data; "
		      "name=\"csrf\"\r\n\r\nevil\r\n--in--") END),
	    ERR_OK);
	CHECK_INT(texts.n, 1);
	CHECK(params_get(&texts, "csrf") == NULL);
}

static void
there_are_bounds(void)
{
	struct buf b = { 0 };

	for (int i = 0; i < UPLOADS_MAX; i++)
		buf_str(&b, TEXT("n", "v"));
	CHECK_INT(text_read(arena_printf(ta, "%s" END, buf_text(&b))), ERR_OK);
	CHECK_INT(texts.n, UPLOADS_MAX);
	buf_str(&b, TEXT("n", "v") END);
	CHECK_INT(text_read(buf_text(&b)), ERR_BAD_REQUEST);
	buf_reset(&b);
	buf_str(&b, "--XyZ\r\nContent-Disposition: form-data; name=\"");
	for (int i = 0; i < 1000; i++)
		buf_char(&b, 'n');
	buf_str(&b, "\"\r\n\r\nv\r\n" END);
	CHECK_INT(text_read(buf_text(&b)), ERR_BAD_REQUEST);
	buf_reset(&b);
	buf_str(&b,
	    "--XyZ\r\nContent-Disposition: form-data; name=\"n\""
	    "\r\n\r\n");
	for (size_t i = 0; i <= MULTIPART_TEXT_MAX; i++)
		buf_char(&b, 'v');
	buf_str(&b, "\r\n" END);
	CHECK_INT(text_read(buf_text(&b)), ERR_BODY_TOO_LARGE);
	buf_free(&b);
}

static void
texts_are_valid_utf8(void)
{
	static const char nul[] = TEXT("a", "b\0c") END;

	CHECK_INT(text_read(TEXT("a", "\xff") END), ERR_BAD_UTF8);
	CHECK_INT(text_read(TEXT("a\xff", "b") END), ERR_BAD_UTF8);
	CHECK_INT(form_read(TYPE, nul, sizeof(nul) - 1, 100), ERR_BAD_UTF8);
}

static void
the_media_type_names_the_boundary(void)
{
	static const char *const types[] = { "multipart/form-data",
		"multipart/form-data; boundary=", "text/plain; boundary=XyZ",
		"multipart/mixed; boundary=XyZ",
		"multipart/form-data; boundary=\"XyZ",
		"multipart/form-data; boundary=X\"Z", NULL };
	static const char        body[] = TEXT("a", "b") END;

	for (int i = 0; types[i] != NULL; i++)
		CHECK_INT(form_read(types[i], body, sizeof(body) - 1, 100),
		    ERR_MEDIA_TYPE);
	CHECK_INT(form_read("multipart/form-data; boundary=\"XyZ\"", body,
		      sizeof(body) - 1, 100),
	    ERR_OK);
	CHECK_INT(form_read("Multipart/Form-Data; charset=utf-8; boundary=XyZ",
		      body, sizeof(body) - 1, 100),
	    ERR_OK);
}

static const struct test tests[] = {
	TEST(texts_and_files_are_told_apart),
	TEST(a_large_file_arrives_whole),
	TEST(what_is_cut_off_is_refused),
	TEST(what_browsers_never_send_is_refused),
	TEST(a_part_is_never_read_as_parts),
	TEST(there_are_bounds),
	TEST(texts_are_valid_utf8),
	TEST(the_media_type_names_the_boundary),
	{ 0 },
};

int
main(void)
{
	return tap_run("multipart", tests);
}
