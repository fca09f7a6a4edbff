/* SPDX-License-Identifier: ISC */
/*
 * dev_mail.c - the mails in the maildir of a demo farm.  Mails hold secrets of
 * their readers, such as links to reset a password.  So they are shown on the
 * machine itself and to the admin only, and never in production.
 */
#include <string.h>

#include "common/client/mail.h"
#include "common/model/config.h"
#include "fcgi/notify/notify.h"

#define SHOWN 200

struct mail_in {
	const char *name;
};
SPEC_STATIC(mail_in, FIELD(name, REQUIRED, RANGE(1, 200)));

struct mails_page {
	LIST(mail_file) data;
};
SPEC_STATIC(mails_page, FIELD_OF(data, mail_file));

/* By a name of this machine.  Another site can point its own name at this
   machine, and must not read the mails (DNS rebinding). */
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
 * A request from this machine that no proxy passed on.  A shop with https has a
 * proxy in front of it.
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
	*dir = mail_dir(settings.mail.mail_url);
	return config.farm_mode == MODE_DEMO && *dir != NULL &&
		(is_here(rq) ||
		    (session_given(&rq->session) &&
			rq->session.role == ROLE_ADMIN)) ?
	    ERR_OK :
	    ERR_NOT_FOUND;
}

/* GET /dev/mail - the newest mails. */
HANDLER(dev_mails_list, none, mails_page)
{
	const char *dir;
	enum err    e;

	if ((e = maildir_of(rq, &dir)) != ERR_OK)
		return e;
	return mail_list(rq->arena, dir, SHOWN, &out->data);
}

/* GET /dev/mail/:name - headers and text of a mail. */
HANDLER(dev_mail_show, mail_in, mail_file)
{
	const char *dir;
	enum err    e;

	if ((e = maildir_of(rq, &dir)) != ERR_OK)
		return e;
	return mail_open(rq->arena, dir, in->name, out);
}

/*
 * GET /dev/mail/:name/html - the HTML of a mail as it was sent.  The policy that
 * nginx adds to this path lets it neither run scripts nor load anything.
 */
HANDLER(dev_mail_html, mail_in, none)
{
	struct mail_file m;
	const char      *dir;
	enum err         e;

	if ((e = maildir_of(rq, &dir)) != ERR_OK ||
	    (e = mail_open(rq->arena, dir, in->name, &m)) != ERR_OK)
		return e;
	rq->type = "text/html; charset=utf-8";
	buf_str(rq->written, m.html);
	return ERR_OK;
}

const struct route dev_mail_routes[] = {
	{ GET, "/dev/mail", &dev_mails_list, .page = "notify/dev_mails",
	    .who = VISITOR, .face = PAGE_ONLY },
	{ GET, "/dev/mail/:name", &dev_mail_show, .page = "notify/dev_mail",
	    .who = VISITOR, .face = PAGE_ONLY },
	{ GET, "/dev/mail/:name/html", &dev_mail_html, .who = VISITOR,
	    .face = PAGE_ONLY, .shape = AS_WRITTEN },
	{ 0 },
};
