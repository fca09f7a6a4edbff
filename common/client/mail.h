/* SPDX-License-Identifier: ISC */
/*
 * mail.h - one mail to one person, by SMTP or into a maildir.
 *
 * The message is MIME multipart/alternative: text first, HTML last, both
 * quoted-printable (RFC 2045, 2046), its subject as of RFC 2047.
 */
#ifndef FARM_CLIENT_MAIL_H
#define FARM_CLIENT_MAIL_H

#include <stdbool.h>

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/model/spec.h"

struct mail {
	/* Letters, digits, "-", "_" and "."; the same whenever this mail is
	   sent again: it makes the Message-ID and the name in a maildir. */
	const char      *id;
	const char      *from; /* "Shop <shop@example.com>" */
	const char      *to;   /* an address */
	const char      *subject;
	const char      *text, *html; /* UTF-8, lines end with \n */
	struct timestamp date;
};

/*
 * Is this an address to send by: smtp://[user:password@]host[:port],
 * smtps://… or maildir:PATH?
 */
bool mail_url_valid(const char *url);
/* Does it hold an address: "shop@example.com", "Shop <shop@example.com>"? */
bool mail_from_valid(struct arena *, const char *from);
/* The PATH of a maildir, else NULL. */
const char *mail_dir(const char *url);

/*
 * Send.  ERR_UNAVAILABLE: no server; nothing is wrong with this mail.
 * ERR_TRY_LATER: the server does not want it now.  ERR_MAIL_REFUSED: never
 * (5xx, or an address or subject that cannot stand in a header).  "*why" is
 * a sentence for people, whenever it is not ERR_OK.
 *
 * After a lost connection the server may have taken it nevertheless; when it
 * is sent again, the Message-ID tells that it is the same one.
 */
enum err mail_send(struct arena *, const char *url, const struct mail *,
    const char **why);

/* mime.c: the message as it travels, lines ended by CRLF. */
void mime_write(struct buf *, const struct mail *);
/* "shop@example.com" of "Shop <shop@example.com>". */
const char *mail_address(struct arena *, const char *);

/* ---- reading a maildir of ours ------------------------------------------- */

struct mail_file {
	const char      *name;
	struct timestamp at;
	const char      *from, *to, *subject;
	const char      *head; /* all of its headers */
	const char      *text, *html;
};
SPEC_DECLARE(mail_file); /* all but ->html */

/* The newest "limit" mails: headers only. */
enum err mail_list(struct arena *, const char *dir, size_t limit,
    LIST(mail_file) *out);
/* One of them, ERR_NOT_FOUND. */
enum err mail_open(struct arena *, const char *dir, const char *name,
    struct mail_file *out);

#endif
