/* SPDX-License-Identifier: ISC */
/*
 * mail.c - a mail as it is written, delivered to a maildir, and read back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/client/mail.h"
#include "tests/tap_cunit.h"

static struct mail
example(void)
{
	return (struct mail){
		.id = "01a203ec-808f-77f9-9644-dcabcf536e46.welcome",
		.from = "Farm Stand <shop@example.com>",
		.to = "ann@example.org",
		.subject = "Welcome",
		.text = "Hello\n.\nFrom us: 1 = 1, caf\xc3\xa9, end \n",
		.html = "<p>Hello</p>\n",
		.date = { INT64_C(1795357380000000) },
	};
}

static const char *
written(const struct mail *m)
{
	static struct buf b;

	buf_reset(&b);
	mime_write(&b, m);
	return buf_text(&b);
}

static void
it_is_text_first_and_html_last(void)
{
	struct mail m = example();
	const char *s = written(&m);
	const char *text = strstr(s, "Content-Type: text/plain");
	const char *html = strstr(s, "Content-Type: text/html");

	CHECK(text != NULL && html != NULL && text < html);
	CHECK(strstr(s, "Date: Sun, 22 Nov 2026 14:23:00 +0000\r\n") != NULL);
	CHECK(strstr(s, "From: \"Farm Stand\" <shop@example.com>\r\n") != NULL);
	CHECK(strstr(s,
		  "Message-ID: <01a203ec-808f-77f9-9644-dcabcf536e46"
		  ".welcome@example.com>\r\n") != NULL);
	CHECK(strstr(s, "Auto-Submitted: auto-generated\r\n") != NULL);
	CHECK(strstr(s,
		  "\r\n=2E\r\n=46rom us: 1 =3D 1, caf=C3=A9, end=20\r\n") !=
	    NULL);
}

static void
no_line_is_too_long_and_all_end_alike(void)
{
	struct mail m = example();
	char        text[3000];
	size_t      col = 0;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text + 70, "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac", 9);
	m.text = m.subject = text;
	for (const char *s = written(&m); *s != '\0'; s++) {
		CHECK(*s != '\n' || s[-1] == '\r');
		col = *s == '\n' ? 0 : col + 1;
		CHECK(col <= 79); /* 78 and the \r */
	}
	for (const char *s = written(&m); (s = strstr(s, "=?")) != NULL; s++)
		CHECK(strcspn(s, "\r") + strlen("Subject: ") <= 76);
}

static void
no_line_begins_as_one_that_is_changed_on_its_way(void)
{
	struct mail m = example();
	char        text[200];

	for (size_t n = 60; n < 90; n++) {
		memset(text, 'x', n);
		memcpy(text + n, "From .", sizeof("From ."));
		m.text = text;
		CHECK_LACKS(written(&m), "\r\nFrom ");
		memcpy(text + n, ".x", sizeof(".x"));
		CHECK_LACKS(written(&m), "\r\n.");
	}
}

static void
what_cannot_stand_in_a_header_is_refused(void)
{
	static const char *const bad[] = { "", "ann", "@example.org", "ann@",
		"ann@example.org\r\nBcc: eve@example.org", "ann@example.org\n",
		"<ann@example.org>", "a b@example.org",
		"ann@example.org,eve@example.org" };
	const char              *why;
	struct mail              m = example();

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		m.to = bad[i];
		CHECK_INT(mail_send(ta, "maildir:/nonexistent", &m, &why),
		    ERR_MAIL_REFUSED);
		CHECK(why != NULL);
	}
	m = example();
	m.subject = "Hello\r\nBcc: eve@example.org";
	CHECK_INT(mail_send(ta, "maildir:/nonexistent", &m, &why),
	    ERR_MAIL_REFUSED);
	m = example();
	m.id = "../../etc/passwd";
	CHECK_INT(mail_send(ta, "maildir:/nonexistent", &m, &why),
	    ERR_MAIL_REFUSED);
}

static void
a_maildir_has_it_once_and_gives_it_back(void)
{
	char             dir[] = "/tmp/farmstand-mail.XXXXXX";
	struct mail      m = example();
	struct mail_file file;
	LIST(mail_file)  list;
	const char      *url, *why;
	struct stat      st;

	CHECK(mkdtemp(dir) != NULL);
	url = arena_printf(ta, "maildir:%s", dir);
	m.text = "It may look\n\nContent-Type: text/html;\n\n<b>like</b>\n";
	m.subject = "Gr\xc3\xbc\xc3\x9f"
		    "e \xe2\x82\xac \xe2\x80\x94 und noch "
		    "einige W\xc3\xb6rter mehr, bis es zwei werden";
	CHECK_INT(mail_send(ta, url, &m, &why), ERR_OK);
	CHECK_INT(mail_send(ta, url, &m, &why), ERR_OK);
	CHECK_INT(mail_list(ta, dir, 10, &list), ERR_OK);
	CHECK_INT(list.n, 1);
	CHECK_TEXT(list.items->subject, m.subject);
	CHECK_INT(mail_open(ta, dir, list.items->name, &file), ERR_OK);
	CHECK_TEXT(file.to, m.to);
	CHECK_TEXT(file.text, m.text);
	CHECK_TEXT(file.html, m.html);
	CHECK(stat(arena_printf(ta, "%s/new/%s", dir, file.name), &st) == 0);
	CHECK_INT(st.st_mode & 0777, 0600);
	CHECK_INT(mail_open(ta, dir, "../new", &file), ERR_NOT_FOUND);
	CHECK_INT(mail_open(ta, dir, ".", &file), ERR_NOT_FOUND);
	unlink(arena_printf(ta, "%s/new/%s.farmstand", dir, m.id));
	for (int i = 0; i < 3; i++)
		rmdir(arena_printf(ta, "%s/%s", dir,
		    (const char *[]){ "tmp", "new", "cur" }[i]));
	CHECK(rmdir(dir) == 0);
}

static void
a_server_that_is_away_is_no_fault_of_the_mail(void)
{
	struct mail m = example();
	const char *why;

	CHECK_INT(mail_send(ta, "smtp://127.0.0.1:1", &m, &why),
	    ERR_UNAVAILABLE);
	CHECK(why != NULL);
	CHECK_INT(mail_send(ta, "maildir:/nonexistent/mail", &m, &why),
	    ERR_UNAVAILABLE);
	CHECK(mail_url_valid("smtps://a:b@mail.example.com:465"));
	CHECK(!mail_url_valid("http://mail.example.com"));
	CHECK(!mail_url_valid("maildir:relative"));
}

int
main(void)
{
	static const struct test tests[] = {
		TEST(it_is_text_first_and_html_last),
		TEST(no_line_is_too_long_and_all_end_alike),
		TEST(no_line_begins_as_one_that_is_changed_on_its_way),
		TEST(what_cannot_stand_in_a_header_is_refused),
		TEST(a_maildir_has_it_once_and_gives_it_back),
		TEST(a_server_that_is_away_is_no_fault_of_the_mail),
		{ 0 },
	};

	return tap_run("mail", tests);
}
