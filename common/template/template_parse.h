/* SPDX-License-Identifier: ISC */
/*
 * template_parse.h - what the parts of the parser share.
 */
#ifndef FARM_TEMPLATE_TEMPLATE_PARSE_H
#define FARM_TEMPLATE_TEMPLATE_PARSE_H

#include "common/template/template_impl.h"

#define NESTING_MAX    24   /* partials in partials */
#define EXPANSIONS_MAX 5000 /* of a page, in all */

/*
 * Given to a partial: name="text", name=_"A message" or name=path.of.a.value.
 * The places of a message are looked up among the arguments around ("outer").
 */
struct arg {
	const char *name, *text;
	bool        literal, message;
	struct arg *outer, *next;
};

/* {{$name}}: what a page puts in place of a layout's block. */
struct block {
	const char   *name, *from, *end, *file;
	struct arg   *args;
	struct block *next;
};

/* What names mean: the specs of the sections around, innermost first. */
struct context {
	struct spec    *spec; /* NULL: items of a list of texts */
	int             depth;
	struct context *up;
};

struct parser {
	struct arena   *arena; /* ends with the parsing */
	const char     *dir, *file;
	const char     *from, *at, *end; /* of the text */
	struct arg     *args;
	struct block   *blocks;
	struct context *context;
	bool            html;
	int             nesting;
	/* Inside {{$name}} of a message: the context where {{.}} stands for
	   the text inside the element. */
	struct context *inner;
	struct labels  *labels;
	int            *expansions;
	bool           *ok;
};

struct labels {
	LIST(label) list;
};

struct tag {
	const char *s;
	size_t      len;
}; /* between the braces, trimmed */

/* template_parse.c: nodes until {{/until}}, or until the end (NULL). */
void parse(struct parser *, LIST(node) *, const char *until);
/* The value of {{name|format}}, also of a place in a message. */
void parse_value_into(struct parser *, struct node *, struct tag name,
    struct tag format);

/* template_text.c: the text and what it is cut into. */
void mistake(struct parser *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
const char *file_read(struct arena *, const char *path, size_t *len);
/* Begin to read a file of the directory in place of the present text. */
bool open_file(struct parser *, const char *name, size_t len);
/* The next {{tag}}; the text before it becomes a node.  False at the end. */
bool next_tag(struct parser *, LIST(node) *, struct tag *, const char **open);
/* Step over a line that holds nothing but the tag just read. */
void         skip_own_line(struct parser *, const char *open, LIST(node) *);
struct tag   trim(const char *, const char *end);
struct tag   word(struct tag *rest); /* takes the next word */
bool         tag_is(struct tag, const char *);
const char  *tag_text(struct parser *, struct tag);
struct node *node_add(struct parser *, LIST(node) *, enum op);
void add_escaped(struct parser *, LIST(node) *, const char *, size_t len);

/* template_message.c: {{_ text}} and {{_n count one|many}}. */
void parse_message(struct parser *, LIST(node) *, struct tag source,
    bool plural);
/* The same with {{$name}} blocks, up to {{/_}} or {{/_n}}. */
void parse_message_section(struct parser *, LIST(node) *, struct tag source,
    bool plural);
/* The message of an argument, in the scope that gave it. */
void parse_message_arg(struct parser *, LIST(node) *, const struct arg *);
/* The number of the message; its translations are checked. */
unsigned message_declare(struct parser *, struct tag one, struct tag many);

/* template_name.c: names and arguments. */
struct arg *arg_find(const struct parser *, const char *name, size_t);
/* "@prefix.city" with prefix="address" is "address.city". */
struct tag substitute(struct parser *, struct tag);
bool       name_find(struct parser *, struct tag, struct ref *);
bool       resolve(struct parser *, struct tag, struct ref *);

/* template_label.c: what fields are called. */
void parse_label(struct parser *, struct tag);
void parse_problem(struct parser *, struct node *);
void parse_label_section(struct parser *, struct node *);

/* template_pack.c: what stays of it. */
struct template *template_pack(const char *name, bool html,
    const LIST(node) *nodes, const LIST(label) *labels);

/* template_expand.c: files in files. */
void parse_partial(struct parser *, LIST(node) *, struct tag);
void parse_block(struct parser *, LIST(node) *, struct tag);
void parse_layout(struct parser *, LIST(node) *, struct tag);
/* Step over the text up to {{/name}}; where that text ends. */
const char *block_end(struct parser *, const char *name);

#endif
