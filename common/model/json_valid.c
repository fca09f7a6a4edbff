/* SPDX-License-Identifier: ISC */
/*
 * json_valid.c - the grammar of RFC 8259, and nothing more than it.
 */
#include <ctype.h>
#include <string.h>

#include "common/model/input_impl.h"

#define DEPTH_MAX 16

struct scan {
	const char *s, *end;
	int         depth;
};

static bool value(struct scan *);

static void
skip_space(struct scan *p)
{
	while (p->s < p->end &&
	    (*p->s == ' ' || *p->s == '\t' || *p->s == '\n' || *p->s == '\r'))
		p->s++;
}

static bool
take(struct scan *p, char c)
{
	if (p->s == p->end || *p->s != c)
		return false;
	p->s++;
	return true;
}

static bool
word(struct scan *p, const char *w)
{
	size_t n = strlen(w);

	if ((size_t)(p->end - p->s) < n || memcmp(p->s, w, n) != 0)
		return false;
	p->s += n;
	return true;
}

static bool
digits(struct scan *p)
{
	const char *from = p->s;

	while (p->s < p->end && *p->s >= '0' && *p->s <= '9')
		p->s++;
	return p->s > from;
}

static bool
number(struct scan *p)
{
	take(p, '-');
	if (!take(p, '0') && !digits(p))
		return false;
	if (take(p, '.') && !digits(p))
		return false;
	if (take(p, 'e') || take(p, 'E')) {
		if (!take(p, '+'))
			take(p, '-');
		return digits(p);
	}
	return true;
}

/* Four hex digits; -1 when there are none. */
static long
unicode(struct scan *p)
{
	long v = 0;

	for (int i = 0; i < 4; i++, p->s++) {
		if (p->s == p->end || !isxdigit((unsigned char)*p->s))
			return -1;
		v = v * 16 +
		    (isdigit((unsigned char)*p->s) ?
			    *p->s - '0' :
			    tolower((unsigned char)*p->s) - 'a' + 10);
	}
	return v;
}

/* Behind the backslash.  U+0000 and lone surrogates are refused. */
static bool
escape(struct scan *p)
{
	long u;

	if (p->s == p->end || *p->s == '\0' ||
	    strchr("\"\\/bfnrtu", *p->s) == NULL)
		return false;
	if (*p->s++ != 'u')
		return true;
	if ((u = unicode(p)) <= 0)
		return false;
	if (u < 0xd800 || u > 0xdfff)
		return true;
	if (u > 0xdbff || !take(p, '\\') || !take(p, 'u'))
		return false;
	u = unicode(p);
	return u >= 0xdc00 && u <= 0xdfff;
}

static bool
string(struct scan *p)
{
	if (!take(p, '"'))
		return false;
	while (p->s < p->end && *p->s != '"') {
		if ((unsigned char)*p->s < 0x20)
			return false;
		if (*p->s++ == '\\' && !escape(p))
			return false;
	}
	return take(p, '"');
}

static bool
member(struct scan *p)
{
	skip_space(p);
	if (!string(p))
		return false;
	skip_space(p);
	return take(p, ':') && value(p);
}

/* The inside of an object or array, after its first bracket. */
static bool
sequence(struct scan *p, bool (*one)(struct scan *), char last)
{
	bool ok;

	if (++p->depth > DEPTH_MAX)
		return false;
	skip_space(p);
	if (!take(p, last)) {
		do
			ok = one(p);
		while (ok && take(p, ','));
		if (!ok || !take(p, last))
			return false;
	}
	p->depth--;
	return true;
}

static bool
value(struct scan *p)
{
	bool ok;

	skip_space(p);
	if (p->s == p->end)
		return false;
	if (*p->s == '"')
		ok = string(p);
	else if (take(p, '{'))
		ok = sequence(p, member, '}');
	else if (take(p, '['))
		ok = sequence(p, value, ']');
	else
		ok = word(p, "true") || word(p, "false") || word(p, "null") ||
		    number(p);
	skip_space(p);
	return ok;
}

bool
json_valid(const char *s, size_t len)
{
	struct scan p = { s, s + len, 0 };

	return value(&p) && p.s == p.end;
}
