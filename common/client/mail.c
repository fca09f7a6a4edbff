/* SPDX-License-Identifier: ISC */
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/client/mail.h"

#define CONNECT_MS 5000
/*
 * RFC 5321, 4.5.3.2: wait long for the last answer.  A server that is given up
 * while it answers has taken the mail, which is then sent twice.
 */
#define TOTAL_MS 120000
#define MAILDIR  "maildir:"

const char *
mail_dir(const char *url)
{
	size_t n = sizeof(MAILDIR) - 1;

	return strncmp(url, MAILDIR, n) == 0 ? url + n : NULL;
}

bool
mail_url_valid(const char *url)
{
	const char *dir = mail_dir(url);

	if (dir != NULL)
		return *dir == '/';
	return (strncmp(url, "smtp://", 7) == 0 && url[7] != '\0') ||
	    (strncmp(url, "smtps://", 8) == 0 && url[8] != '\0');
}

/* ---- what may stand in a header ------------------------------------------ */

static bool
no_controls(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

static bool
address_valid(const char *s)
{
	const char *at = strrchr(s, '@');

	return no_controls(s) && at != NULL && at > s && at[1] != '\0' &&
	    strlen(s) <= 254 && strpbrk(s, " <>,;:\"\\()[]") == NULL;
}

static bool
id_valid(const char *s)
{
	return *s != '\0' && *s != '.' &&
	    s[strspn(s,
		"abcdefghijklmnopqrst"
		"uvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] == '\0';
}

bool
mail_from_valid(struct arena *a, const char *from)
{
	return no_controls(from) && address_valid(mail_address(a, from));
}

static const char *
mail_objection(struct arena *a, const struct mail *m)
{
	if (!id_valid(m->id))
		return "The id of this mail cannot be used as a Message-ID.";
	if (!mail_from_valid(a, m->from))
		return "MAIL_FROM is not an address.";
	if (!address_valid(m->to))
		return "The recipient is not an address.";
	if (!no_controls(m->subject))
		return "The subject has control characters.";
	return NULL;
}

/* ---- into a maildir ------------------------------------------------------ */

static bool
dirs_made(struct arena *a, const char *dir)
{
	static const char *const names[] = { "", "/tmp", "/new", "/cur" };

	for (size_t i = 0; i < 4; i++)
		if (mkdir(arena_printf(a, "%s%s", dir, names[i]), 0700) != 0 &&
		    errno != EEXIST)
			return false;
	return true;
}

static bool
file_written(const char *path, const struct buf *b)
{
	int     fd = open(path,
		O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	size_t  done = 0;
	ssize_t n = 0;

	if (fd == -1)
		return false;
	while (done < b->len &&
	    (n = write(fd, b->data + done, b->len - done)) > 0)
		done += (size_t)n;
	if (done < b->len || fsync(fd) != 0) {
		close(fd);
		return false;
	}
	return close(fd) == 0;
}

/* Lines of a file end with \n, not with CRLF. */
static void
lines_shorten(struct buf *b)
{
	size_t o = 0;

	for (size_t i = 0; i < b->len; i++)
		if (b->data[i] != '\r')
			b->data[o++] = b->data[i];
	b->len = o;
}

/* The same mail has the same name: to deliver it again changes nothing. */
static enum err
maildir_deliver(struct arena *a, const char *dir, const char *id, struct buf *b,
    const char **why)
{
	const char *tmp = arena_printf(a, "%s/tmp/%s.farmstand", dir, id);
	const char *new = arena_printf(a, "%s/new/%s.farmstand", dir, id);

	lines_shorten(b);
	if (access(new, F_OK) == 0)
		return ERR_OK;
	if (dirs_made(a, dir) && file_written(tmp, b) && rename(tmp, new) == 0)
		return ERR_OK;
	*why = arena_printf(a, "%s: %s", dir, strerror(errno));
	return ERR_UNAVAILABLE;
}

/* ---- by SMTP ------------------------------------------------------------- */

struct upload {
	const char *data;
	size_t      left;
};

static size_t
upload_read(char *out, size_t size, size_t n, void *ctx)
{
	struct upload *u = ctx;
	size_t         len = size * n < u->left ? size * n : u->left;

	memcpy(out, u->data, len);
	u->data += len;
	u->left -= len;
	return len;
}

/* To another machine a password is sent encrypted or not at all. */
static bool
tls_is_needed(const char *url)
{
	bool local = strstr(url, "@127.") != NULL ||
	    strstr(url, "@localhost") != NULL;

	return strncmp(url, "smtps:", 6) == 0 ||
	    (strchr(url, '@') != NULL && !local);
}

/*
 * Where a mail may go in the clear, an encryption without a known certificate
 * is better than none (RFC 7435).
 */
static void
tls_prepare(CURL *c, bool needed)
{
	curl_easy_setopt(c, CURLOPT_USE_SSL,
	    needed ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, needed ? 1L : 0L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, needed ? 2L : 0L);
}

static void
upload_prepare(CURL *c, const char *url, const char *from,
    struct curl_slist *to, struct upload *up)
{
	curl_easy_reset(c);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_URL, url);
	tls_prepare(c, tls_is_needed(url));
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)TOTAL_MS);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, upload_read);
	curl_easy_setopt(c, CURLOPT_READDATA, up);
}

/*
 * RFC 5321, 4.2.1: after 4xx the mail may be sent again, after 5xx not.  530 to
 * 538 refuse our sign-in (RFC 4954), whatever the mail.
 */
static enum err
smtp_error(CURLcode rc, long code)
{
	if (rc == CURLE_OK)
		return ERR_OK;
	if (rc == CURLE_LOGIN_DENIED || (code >= 530 && code <= 538) ||
	    code == 421)
		return ERR_UNAVAILABLE;
	if (code >= 500 && code < 600)
		return ERR_MAIL_REFUSED;
	return code >= 400 ? ERR_TRY_LATER : ERR_UNAVAILABLE;
}

static enum err
smtp_send(struct arena *a, const char *url, const struct mail *m,
    const struct buf *b, const char **why)
{
	static CURL       *handle;
	struct upload      up = { b->data, b->len };
	struct curl_slist *to;
	CURLcode           rc;
	long               code = 0;

	if (handle == NULL && (handle = curl_easy_init()) == NULL)
		abort();
	to = curl_slist_append(NULL, m->to);
	upload_prepare(handle, url, mail_address(a, m->from), to, &up);
	rc = curl_easy_perform(handle);
	curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
	curl_slist_free_all(to);
	if (rc != CURLE_OK)
		*why = code >= 400 ?
		    arena_printf(a, "SMTP answer %ld", code) :
		    arena_printf(a, "SMTP: %s", curl_easy_strerror(rc));
	return smtp_error(rc, code);
}

enum err
mail_send(struct arena *a, const char *url, const struct mail *m,
    const char **why)
{
	struct buf  message = { 0 };
	const char *dir = mail_dir(url);
	enum err    e;

	if ((*why = mail_objection(a, m)) != NULL)
		return ERR_MAIL_REFUSED;
	mime_write(&message, m);
	e = dir != NULL ? maildir_deliver(a, dir, m->id, &message, why) :
			  smtp_send(a, url, m, &message, why);
	buf_free(&message);
	return e;
}
