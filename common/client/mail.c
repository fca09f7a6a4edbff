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
 * Long, because a server that answers late has taken the mail (RFC 5321,
 * 4.5.3.2).
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
objection(struct arena *a, const struct mail *m)
{
	if (!id_valid(m->id))
		return "the id of this mail cannot make a Message-ID";
	if (!mail_from_valid(a, m->from))
		return "MAIL_FROM is no address";
	if (!address_valid(m->to))
		return "this is no address to send to";
	if (!no_controls(m->subject))
		return "the subject holds control characters";
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

/* In a file lines end with \n alone. */
static void
lines_shorten(struct buf *b)
{
	size_t o = 0;

	for (size_t i = 0; i < b->len; i++)
		if (b->data[i] != '\r')
			b->data[o++] = b->data[i];
	b->len = o;
}

/* The same mail has the same name, so that sending it again changes nothing. */
static enum err
deliver(struct arena *a, const char *dir, const char *id, struct buf *b,
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
give(char *out, size_t size, size_t n, void *ctx)
{
	struct upload *u = ctx;
	size_t         len = size * n < u->left ? size * n : u->left;

	memcpy(out, u->data, len);
	u->data += len;
	u->left -= len;
	return len;
}

/* A password goes over the net encrypted, or not at all. */
static long
tls_of(const char *url)
{
	bool local = strstr(url, "@127.") != NULL ||
	    strstr(url, "@localhost") != NULL;

	return strchr(url, '@') != NULL && !local ? CURLUSESSL_ALL :
						    CURLUSESSL_TRY;
}

static void
prepare(CURL *c, const char *url, const char *from, struct curl_slist *to,
    struct upload *up)
{
	curl_easy_reset(c);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_USE_SSL, tls_of(url));
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)TOTAL_MS);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(c, CURLOPT_READDATA, up);
}

/*
 * RFC 5321, 4.2.1: 4xx is for now, 5xx for good.  530 to 538 are about our
 * own sign-in (RFC 4954), which is no fault of the mail's.
 */
static enum err
meaning(CURLcode rc, long code)
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
smtp(struct arena *a, const char *url, const struct mail *m,
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
	prepare(handle, url, mail_address(a, m->from), to, &up);
	rc = curl_easy_perform(handle);
	curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
	curl_slist_free_all(to);
	if (rc != CURLE_OK)
		*why = code >= 400 ?
		    arena_printf(a, "SMTP answer %ld", code) :
		    arena_printf(a, "SMTP: %s", curl_easy_strerror(rc));
	return meaning(rc, code);
}

enum err
mail_send(struct arena *a, const char *url, const struct mail *m,
    const char **why)
{
	static struct buf message;
	const char       *dir = mail_dir(url);

	if ((*why = objection(a, m)) != NULL)
		return ERR_MAIL_REFUSED;
	buf_reset(&message);
	mime_write(&message, m);
	return dir != NULL ? deliver(a, dir, m->id, &message, why) :
			     smtp(a, url, m, &message, why);
}
