/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/tap_cunit.h"
#include "tests/unit/catalogue.h"

#define LOCALE "locale\4"

const struct entry german[] = {
	{ "",
	    "Language: de\n"
	    "Content-Type: text/plain; charset=UTF-8\n"
	    "Plural-Forms: nplurals=2; plural=n != 1;\n" },
	{ LOCALE "English", "Deutsch" },
	{ LOCALE ".", "," },
	{ LOCALE ",", "." },
	{ LOCALE "{sign}{amount}", "{amount} {sign}" },
	{ LOCALE "{code} {amount}", "{amount} {code}" },
	{ LOCALE "{day} {month} {year}", "{day}. {month} {year}" },
	{ LOCALE "{first} and {last}", "{first} und {last}" },
	{ LOCALE "November", "November" },
	{ "Sign in & out", "Anmelden & abmelden" },
	{ "Cart", "Warenkorb" },
	{ "price\4From", "Ab" },
	{ "Page {page} of {pages}", "Seite {page} von {pages}" },
	{ "Order {number}: {amount}", "{amount} für Bestellung {number}" },
	{ "One item|{count} items", "Ein Artikel|{count} Artikel" },
	{ "New here? <link>Create an account</link>",
	    "Neu hier? <link>Konto anlegen</link>" },
	{ "<b>{name}</b> costs {price}", "{price} kostet <b>{name}</b>" },
	{ "Use at least {min} characters.",
	    "Bitte mindestens {min} Zeichen eingeben." },
	{ "Wrong place {name}", "{nom}" },
	{ "Lacking place {name}", "-" },
	{ "Name", "Name" },
	{ "Billing address", "Rechnungsadresse" },
	{ NULL, NULL },
};

static int
by_key(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->key,
	    ((const struct entry *)b)->key);
}

/* A text with "|" as NUL: what the tables point to. */
static uint32_t
text_add(struct buf *b, const char *s, uint32_t *len)
{
	uint32_t at = (uint32_t)b->len;

	*len = (uint32_t)strlen(s);
	buf_add(b, s, *len + 1);
	for (uint32_t i = 0; i < *len; i++)
		if (b->data[at + i] == '|')
			b->data[at + i] = '\0';
	return at;
}

void
catalogue_make(struct buf *b, const struct entry *entries)
{
	uint32_t      n = 0, head[7] = { 0x950412de, 0, 0, 28 }, *tables;
	struct entry *sorted;

	while (entries[n].key != NULL)
		n++;
	sorted = calloc(n, sizeof(*sorted));
	tables = calloc(n, 4 * sizeof(*tables));
	if (sorted == NULL || tables == NULL)
		abort();
	memcpy(sorted, entries, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_key);
	head[2] = n;
	head[4] = 28 + n * 8;
	buf_add(b, head, sizeof(head));
	buf_add(b, tables, n * 16);
	for (uint32_t i = 0; i < n; i++)
		tables[2 * i + 1] = text_add(b, sorted[i].key, &tables[2 * i]);
	for (uint32_t i = n; i < 2 * n; i++)
		tables[2 * i + 1] = text_add(b, sorted[i - n].text,
		    &tables[2 * i]);
	memcpy(b->data + 28, tables, n * 16);
	free(tables);
	free(sorted);
}

void
catalogue_put(const char *dir, const char *code, const struct entry *entries)
{
	char       path[300];
	struct buf b = { 0 };
	FILE      *f;

	snprintf(path, sizeof(path), "%s/locale", dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/locale/%s.mo", dir, code);
	catalogue_make(&b, entries);
	if ((f = fopen(path, "w")) == NULL ||
	    fwrite(b.data, 1, b.len, f) != b.len || fclose(f) != 0)
		abort();
	buf_free(&b);
}
