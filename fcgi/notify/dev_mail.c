/* SPDX-License-Identifier: ISC */
/*
 * dev_mail.c - the mails of a shop that is being developed: those in its
 * maildir.  They hold what only their reader may know (links to reset a
 * password), so they are shown on the machine itself and to the admin.
 */
#include <string.h>

#include "common/base/config.h"
#include "common/client/mail.h"
#include "fcgi/notify/notify.h"

#define SHOWN 200

struct mail_in {
	const char *name;
};
SPEC(mail_in, FIELD_IN(mail_in, name, 1, 200));

struct mails_page {
	struct list data;
};
SPEC(mails_page, FIELD_OF(mails_page, data, mail_file));

/* Called by a name of this machine: another site's name, made to lead here,
   must not read for that site. */
static bool
host_is_here(const char *host)
{
	const char *ours = strstr(config.public_url, "://");

	static const char *const names[] = { "localhost", "127.0.0.1",
		"[::1]" };

	if (host == NULL)
		return false;
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(names[i]);

		if (strncmp(host, names[i], n) == 0 &&
		    (host[n] == '\0' || host[n] == ':'))
			return true;
	}
	return ours != NULL && strcmp(ours + 3, host) == 0;
}

/*
 * A request from this machine that nobody passed on.  A shop reached by
 * https is no development, and has a proxy before it.
 */
static bool
is_here(const struct req *rq)
{
	return !config_secure() && host_is_here(req_env(rq, "HTTP_HOST")) &&
	    (strncmp(rq->remote, "127.", 4) == 0 ||
		strcmp(rq->remote, "::1") == 0) &&
	    req_env(rq, "HTTP_X_FORWARDED_FOR") == NULL &&
	    req_env(rq, "HTTP_FORWARDED") == NULL &&
	    req_env(rq, "HTTP_VIA") == NULL;
}

static enum err
maildir_of(const struct req *rq, const char **dir)
{
	*dir = mail_dir(settings.mail_url);
	return *dir != NULL &&
		(is_here(rq) ||
		    (session_given(&rq->session) &&
			rq->session.role == ROLE_ADMIN)) ?
	    ERR_OK :
	    ERR_NOT_FOUND;
}

/* GET /dev/mail - the latest mails. */
enum err
dev_mails_list(struct req *rq)
{
	struct mails_page *out = rq->out;
	const char        *dir;
	enum err           e;

	if ((e = maildir_of(rq, &dir)) != ERR_OK)
		return e;
	return mail_list(rq->arena, dir, SHOWN, &out->data);
}

/* GET /dev/mail/:name - one, its headers and its text. */
enum err
dev_mail_show(struct req *rq)
{
	const struct mail_in *in = rq->in;
	const char           *dir;
	enum err              e;

	if ((e = maildir_of(rq, &dir)) != ERR_OK)
		return e;
	return mail_open(rq->arena, dir, in->name, rq->out);
}

/*
 * GET /dev/mail/:name/html - its HTML as it was sent.  nginx answers this
 * path with a policy under which nothing in it can run or load.
 */
enum err
dev_mail_html(struct req *rq)
{
	const struct mail_in *in = rq->in;
	struct mail_file      m;
	const char           *dir;
	enum err              e;

	if ((e = maildir_of(rq, &dir)) != ERR_OK ||
	    (e = mail_open(rq->arena, dir, in->name, &m)) != ERR_OK)
		return e;
	rq->type = "text/html; charset=utf-8";
	buf_str(rq->written, m.html);
	return ERR_OK;
}
