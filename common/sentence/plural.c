/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/sentence/plural.h"

#define DEPTH_MAX 32 /* parentheses, "!" and "?:" inside each other */

struct reader {
	const char *at;
	uint64_t    n;
	int         depth;
	bool        ok;
};

enum binary {
	OR,
	AND,
	EQUAL,
	UNEQUAL,
	AT_MOST,
	AT_LEAST,
	LESS,
	MORE,
	PLUS,
	MINUS,
	TIMES,
	DIVIDE,
	MODULO
};

/* Longer spellings come before those they begin with. */
static const struct {
	const char *text;
	int         level; /* a higher level binds tighter */
	enum binary op;
} operators[] = {
	{ "||", 0, OR },
	{ "&&", 1, AND },
	{ "==", 2, EQUAL },
	{ "!=", 2, UNEQUAL },
	{ "<=", 3, AT_MOST },
	{ ">=", 3, AT_LEAST },
	{ "<", 3, LESS },
	{ ">", 3, MORE },
	{ "+", 4, PLUS },
	{ "-", 4, MINUS },
	{ "*", 5, TIMES },
	{ "/", 5, DIVIDE },
	{ "%", 5, MODULO },
};
#define LEVELS 6

static uint64_t read_choice(struct reader *);

static bool
take(struct reader *r, const char *text)
{
	size_t n = strlen(text);

	while (*r->at == ' ')
		r->at++;
	if (strncmp(r->at, text, n) != 0)
		return false;
	r->at += n;
	return true;
}

static uint64_t
fail(struct reader *r)
{
	r->ok = false;
	return 0;
}

static uint64_t
read_operand(struct reader *r)
{
	uint64_t value;
	char    *end;

	if (!r->ok || ++r->depth > DEPTH_MAX)
		return fail(r);
	if (take(r, "!")) {
		value = !read_operand(r);
	} else if (take(r, "(")) {
		value = read_choice(r);
		if (!take(r, ")"))
			fail(r);
	} else if (take(r, "n")) {
		value = r->n;
	} else if (isdigit((unsigned char)*r->at)) {
		value = strtoull(r->at, &end, 10);
		r->at = end;
	} else
		value = fail(r);
	r->depth--;
	return value;
}

/* A branch that is not taken may divide by zero, so that is no error. */
static uint64_t
combine(enum binary op, uint64_t a, uint64_t b)
{
	switch (op) {
	case OR: return a || b;
	case AND: return a && b;
	case EQUAL: return a == b;
	case UNEQUAL: return a != b;
	case AT_MOST: return a <= b;
	case AT_LEAST: return a >= b;
	case LESS: return a < b;
	case MORE: return a > b;
	case PLUS: return a + b;
	case MINUS: return a - b;
	case TIMES: return a * b;
	case DIVIDE: return b == 0 ? 0 : a / b;
	case MODULO: return b == 0 ? 0 : a % b;
	}
	return 0;
}

/* The operator of this level that comes next; -1: none. */
static int
take_operator(struct reader *r, int level)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (operators[i].level == level && take(r, operators[i].text))
			return (int)operators[i].op;
	return -1;
}

static uint64_t
read_level(struct reader *r, int level)
{
	uint64_t value, next;
	int      op;

	if (level == LEVELS)
		return read_operand(r);
	value = read_level(r, level + 1);
	while (r->ok && (op = take_operator(r, level)) != -1) {
		next = read_level(r, level + 1);
		value = combine((enum binary)op, value, next);
	}
	return value;
}

/* condition ? this : that, which groups to the right. */
static uint64_t
read_choice(struct reader *r)
{
	uint64_t condition, yes, no;

	if (!r->ok || ++r->depth > DEPTH_MAX)
		return fail(r);
	condition = read_level(r, 0);
	if (r->ok && take(r, "?")) {
		yes = read_choice(r);
		if (!take(r, ":"))
			fail(r);
		no = read_choice(r);
		condition = condition != 0 ? yes : no;
	}
	r->depth--;
	return condition;
}

/* The form that the expression gives; false if it is none. */
static bool
form_read(const struct plural *p, uint64_t n, unsigned *out)
{
	struct reader r = { p->expression, n, 0, true };
	uint64_t      form;

	if (p->expression == NULL) {
		*out = n != 1;
		return true;
	}
	form = read_choice(&r);
	while (*r.at == ' ')
		r.at++;
	if (!r.ok || (*r.at != ';' && *r.at != '\n' && *r.at != '\0') ||
	    form >= p->forms)
		return false;
	*out = (unsigned)form;
	return true;
}

/* "nplurals=2; plural=n != 1;" */
static bool
line_read(const char *line, struct plural *out)
{
	const char *count = strstr(line, "nplurals=");
	const char *expression = strstr(line, " plural=");
	char       *end;
	long        forms;

	if (count == NULL || expression == NULL)
		return false;
	forms = strtol(count + strlen("nplurals="), &end, 10);
	if (*end != ';' || forms < 1 || forms > PLURAL_FORMS_MAX)
		return false;
	out->forms = (unsigned)forms;
	out->expression = expression + strlen(" plural=");
	return true;
}

bool
plural_read(const char *header, struct plural *out)
{
	const char *line = header != NULL ? strstr(header, "Plural-Forms:") :
					    NULL;
	unsigned    form;

	*out = (struct plural){ .forms = 2 };
	if (line != NULL && !line_read(line, out))
		return false;
	for (unsigned n = 0; n < PLURAL_SMALL; n++) {
		if (!form_read(out, n, &form))
			return false;
		out->small[n] = (unsigned char)form;
	}
	return true;
}

unsigned
plural_form(const struct plural *p, uint64_t n)
{
	unsigned form;

	if (n < PLURAL_SMALL)
		return p->small[n];
	return form_read(p, n, &form) ? form : 0;
}
