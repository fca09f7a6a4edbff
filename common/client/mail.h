/* SPDX-License-Identifier: ISC */
/*
 * mail.h - send one mail to one person, by SMTP or into a maildir.
 *
 * The message is MIME multipart/alternative: first the text, then the HTML, both
 * quoted-printable (RFC 2045, 2046).  RFC 2047 encodes the subject.  The
 * connection to the server is kept from mail to mail: it is the one variable of
 * mail.c.
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
	/* Letters, digits, "-", "_" and ".": for the Message-ID and the name
	   in a maildir.  A mail that is sent again keeps its id. */
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
/* Is it "shop@example.com" or "Shop <shop@example.com>"? */
bool mail_from_valid(struct arena *, const char *from);
/* The PATH of a maildir; NULL when the address is another. */
const char *mail_dir(const char *url);

/*
 * Send a mail.  ERR_UNAVAILABLE: there is no server; nothing is wrong with this
 * mail.  ERR_TRY_LATER: the server does not take it now.  ERR_MAIL_REFUSED: it
 * never will (5xx, or an address or a subject that a header cannot have).  After
 * an error "*why" is a sentence for people.
 *
 * When the connection was lost, the server may have taken the mail.  The
 * Message-ID shows that a mail which is sent again is the same.
 */
enum err mail_send(struct arena *, const char *url, const struct mail *,
    const char **why);

/* mime.c: the message as SMTP sends it; lines end with CRLF. */
void mime_write(struct buf *, const struct mail *);
/* "shop@example.com" of "Shop <shop@example.com>". */
const char *mail_address(struct arena *, const char *);

/* ---- read a maildir that mail_send() fills ------------------------------------------- */

struct mail_file {
	const char      *name;
	struct timestamp at;
	const char      *from, *to, *subject;
	const char      *head; /* all of its headers */
	const char      *text, *html;
};
SPEC_DECLARE(mail_file); /* without ->html */

/* The newest "limit" mails, with headers only. */
enum err mail_list(struct arena *, const char *dir, size_t limit,
    LIST(mail_file) *out);
/* One of them; ERR_NOT_FOUND. */
enum err mail_open(struct arena *, const char *dir, const char *name,
    struct mail_file *out);

#endif
