/* SPDX-License-Identifier: ISC */
/*
 * template_impl.h - a compiled template, as parser, resolver and renderer
 * share it.
 */
#ifndef FARM_TEMPLATE_TEMPLATE_IMPL_H
#define FARM_TEMPLATE_TEMPLATE_IMPL_H

#include "common/base/arena.h"
#include "common/sentence/message.h"
#include "common/template/template.h"

#define CONTEXTS_MAX 16 /* sections inside sections */

/* Where a value is at run time: an object of the context stack, and a place. */
struct ref {
	const struct field *field; /* NULL: an item of a list of texts */
	int                 depth; /* from the outermost; GLOBALS */
	unsigned            off;   /* bytes */
};
#define GLOBALS (-1)

typedef void format_fn(struct buf *, const struct field *, const void *,
    const struct page_globals *);

enum op {
	OP_TEXT,    /* ->text */
	OP_RUN,     /* ->text with messages in it, see MARK_MESSAGE */
	OP_MESSAGE, /* the message ->len; ->ref is its count; its
				   places and elements are ->children */
	OP_PLACE,   /* of a message: ->children, called ->name */
	OP_ELEMENT, /* of a message: ->children with an OP_INNER */
	OP_INNER,   /* where the text inside an element stands */
	OP_VALUE,   /* ->ref by ->format; an amount in ->other */
	OP_SECTION, /* ->ref; ->inverse */
	OP_IS,      /* ->ref equals ->text or ->other */
	OP_INPUT,   /* field ->text as typed, else ->ref; the row
				   of a "*" in the name is ->other */
	OP_CHOSEN,  /* input ->name equals ->text or ->other */
	OP_ERROR,   /* the complaint about field ->text */
	OP_NOW,     /* ->ref, which was edited since ->text was typed; the
				   row of a "*" in the name is ->other */
	OP_LABEL    /* what the field of a complaint is called:
				   as a section or its value */
};

/*
 * In a text stands for a message without places: this byte, then two with the
 * message's number, seven bits each, the eighth bit set.
 */
#define MARK_MESSAGE '\1'

/* "variants.*.price" is called "Variant {n}, Price". */
#define LABEL_PARTS 3
struct label {
	const char *field;
	unsigned    n; /* 0: nothing is shown */
	unsigned    messages[LABEL_PARTS];
};
LIST_DECLARE(label);

/* The model of {{#now}}. */
struct present {
	const char *present_value;
};
SPEC_DECLARE(present);

struct node;
LIST_DECLARE(node);
struct node {
	enum op     op;
	bool        inverse, has_ref, has_other;
	const char *text, *name;
	size_t      len;
	struct ref  ref, other;
	format_fn  *format;
	LIST(node)  children;
};

struct template
{
	const char *name;
	bool        html;
	LIST(node)  nodes;
	LIST(label) labels;
};

/* The format of that name (NULL: none); "" is the plain value. */
format_fn *format_find(const char *name, size_t len);
/* Can a value of this field be written so? */
bool format_fits(format_fn *, const struct field *);
/* The plain text of a value: what {{#is}} compares. */
void value_text(struct buf *, const struct field *, const void *,
    const struct page_globals *);
/* The same as a form has it: amounts with the language's decimal mark. */
void input_text(struct buf *, const struct field *, const void *,
    const struct page_globals *);
/*
 * Write what people call a field; false if it has no label.  The text is not
 * escaped.
 */
bool label_write(struct buf *, const struct template *, const struct language *,
    const char *field);
/* Formats that emit markup themselves. */
bool format_is_markup(format_fn *);

#endif
