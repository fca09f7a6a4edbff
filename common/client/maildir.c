/* SPDX-License-Identifier: ISC */
/*
 * maildir.c - read the mails that mail.c delivered, in the form that mime.c
 * writes.  It does not read other mails.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "common/base/utf8.h"
#include "common/client/mail.h"

#define FILE_BYTES ((size_t)1024 * 1024)
#define BOUNDARY   "\n--=_" /* the beginning of each, see mime.c */

SPEC(mail_file,
    FIELD(name),
    FIELD(at),
    FIELD(from),
    FIELD(to),
    FIELD(subject),
    FIELD(head),
    FIELD(text));

static int
digit_of(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char       *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* Decode the encoded words of RFC 2047. */
static const char *
header_decode(struct arena *a, const char *s)
{
	static const char open[] = "=?UTF-8?B?";
	char             *out = arena_alloc(a, strlen(s) + 1);
	size_t            o = 0;
	unsigned          bits = 0, n;

	if (strncmp(s, open, sizeof(open) - 1) != 0)
		return s;
	while ((s = strstr(s, open)) != NULL) {
		s += sizeof(open) - 1;
		for (n = 0; *s != '\0' && *s != '?'; s++) {
			if (digit_of(*s) < 0)
				continue;
			bits = bits << 6 | (unsigned)digit_of(*s);
			if ((n += 6) >= 8)
				out[o++] = (char)(bits >> (n -= 8) & 0xff);
		}
	}
	return utf8_valid(out, o) ? out : "";
}

/* The value of a header, its continuation lines joined. */
static const char *
header_get(struct arena *a, const char *head, const char *name)
{
	size_t n = strlen(name), len;

	for (const char *s = head; *s != '\0';
	     s += strcspn(s, "\n"), s += *s == '\n') {
		if (strncasecmp(s, name, n) != 0 || s[n] != ':')
			continue;
		s += n + 1;
		s += strspn(s, " ");
		for (len = strcspn(s, "\n");
		     s[len] == '\n' && s[len + 1] == ' ';)
			len += 1 + strcspn(s + len + 1, "\n");
		return arena_dup(a, s, len);
	}
	return "";
}

static int
hex_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	    c >= 'A' && c <= 'F'    ? c - 'A' + 10 :
				      -1;
}

static const char *
part_decode(struct arena *a, const char *s, size_t len)
{
	char  *out = arena_alloc(a, len + 1);
	size_t o = 0;

	for (size_t i = 0; i < len; i++) {
		if (s[i] != '=') {
			out[o++] = s[i];
		} else if (i + 1 < len && s[i + 1] == '\n') {
			i++;
		} else if (i + 2 < len && hex_of(s[i + 1]) >= 0 &&
		    hex_of(s[i + 2]) >= 0) {
			out[o++] = (char)(hex_of(s[i + 1]) << 4 |
			    hex_of(s[i + 2]));
			i += 2;
		}
	}
	return utf8_valid(out, o) ? out : "";
}

/*
 * The part of this type, from the end of its headers to the next boundary.  No
 * text contains a boundary (mime.c).
 */
static const char *
part_get(struct arena *a, const char *body, const char *type)
{
	const char *head = arena_printf(a, "\nContent-Type: %s;", type), *s, *e;

	for (s = body; (s = strstr(s, BOUNDARY)) != NULL;) {
		s += strcspn(s + 1, "\n") + 1;
		if (strncmp(s, head, strlen(head)) == 0)
			break;
	}
	if (s == NULL || (s = strstr(s, "\n\n")) == NULL ||
	    (e = strstr(s + 1, BOUNDARY)) == NULL)
		return "";
	return e < s + 2 ? "" : part_decode(a, s + 2, (size_t)(e - s - 2));
}

static bool
name_valid(const char *name)
{
	return *name != '.' && *name != '\0' && strchr(name, '/') == NULL;
}

static enum err
file_read(struct arena *a, const char *dir, const char *name, bool whole,
    struct mail_file *out)
{
	const char *path = arena_printf(a, "%s/new/%s", dir, name);
	char       *text, *body;
	struct stat st;
	FILE       *f;
	size_t      max, n;

	if ((f = fopen(path, "re")) == NULL)
		return ERR_NOT_FOUND;
	if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode)) {
		fclose(f);
		return ERR_NOT_FOUND;
	}
	max = whole ? FILE_BYTES : 4096;
	max = (size_t)st.st_size < max ? (size_t)st.st_size : max;
	text = arena_alloc(a, max + 1);
	n = fread(text, 1, max, f);
	fclose(f);
	text[n] = '\0';
	out->name = arena_strdup(a, name);
	out->at = (struct timestamp){ (int64_t)st.st_mtim.tv_sec * 1000000 +
		st.st_mtim.tv_nsec / 1000 };
	if ((body = strstr(text, "\n\n")) == NULL)
		body = text + n;
	out->head = arena_dup(a, text, (size_t)(body - text));
	out->from = header_decode(a, header_get(a, out->head, "From"));
	out->to = header_get(a, out->head, "To"); /* never encoded */
	out->subject = header_decode(a, header_get(a, out->head, "Subject"));
	out->text = whole ? part_get(a, body, "text/plain") : NULL;
	out->html = whole ? part_get(a, body, "text/html") : NULL;
	return ERR_OK;
}

enum err
mail_open(struct arena *a, const char *dir, const char *name,
    struct mail_file *out)
{
	return name_valid(name) ? file_read(a, dir, name, true, out) :
				  ERR_NOT_FOUND;
}

struct entry {
	const char     *name;
	struct timespec at;
};
LIST_DECLARE(entry);

static int
newest_first(const void *x, const void *y)
{
	const struct timespec *a = &((const struct entry *)x)->at;
	const struct timespec *b = &((const struct entry *)y)->at;

	if (a->tv_sec != b->tv_sec)
		return a->tv_sec < b->tv_sec ? 1 : -1;
	return a->tv_nsec == b->tv_nsec ? 0 : a->tv_nsec < b->tv_nsec ? 1 : -1;
}

static void
entries_read(struct arena *a, const char *dir, LIST(entry) *out)
{
	DIR           *d = opendir(arena_printf(a, "%s/new", dir));
	struct dirent *de;
	struct entry  *e;
	struct stat    st;

	*out = (LIST(entry)){ 0 };
	while (d != NULL && (de = readdir(d)) != NULL) {
		if (!name_valid(de->d_name) ||
		    fstatat(dirfd(d), de->d_name, &st, AT_SYMLINK_NOFOLLOW) !=
			0 ||
		    !S_ISREG(st.st_mode))
			continue;
		e = list_add(a, out);
		*e = (struct entry){ arena_strdup(a, de->d_name), st.st_mtim };
	}
	if (d != NULL)
		closedir(d);
}

enum err
mail_list(struct arena *a, const char *dir, size_t limit, LIST(mail_file) *out)
{
	LIST(entry)         entries;
	const struct entry *e;
	struct mail_file   *m;

	entries_read(a, dir, &entries);
	if (entries.n > 0)
		qsort(entries.items, entries.n, sizeof(*e), newest_first);
	*out = (LIST(mail_file)){ 0 };
	e = entries.items;
	for (size_t i = 0; i < entries.n && i < limit; i++) {
		m = list_add(a, out);
		if (file_read(a, dir, e[i].name, false, m) != ERR_OK)
			out->n--;
	}
	return ERR_OK;
}
