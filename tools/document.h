/* SPDX-License-Identifier: ISC */
/*
 * document.h - the API's document while it is made: the prose becomes it.
 */
#ifndef FARM_TOOLS_DOCUMENT_H
#define FARM_TOOLS_DOCUMENT_H

#include <json-c/json.h>
#include <stdbool.h>

struct document {
	struct json_object *prose;
	struct json_object *made; /* schemas, as the programs gave them */
	bool                failed;
};

/* The schemas of the document, by name. */
struct json_object *document_schemas(struct document *);
/* A line on standard error; the document is not written. */
void document_complain(struct document *, const char *where, const char *what,
    const char *name);
/* Words of the prose go beside what is generated, never in its place. */
void document_overlay(struct document *, struct json_object *to,
    struct json_object *words, const char *where);

/* schemas.c: one of a program's schemas, with its words; then the rest. */
void schema_take(struct document *, const char *name,
    struct json_object *generated);
void schemas_end(struct document *);

/* operations.c: one of a program's operations; then the rest. */
void operation_take(struct document *, struct json_object *said);
void operations_end(struct document *);

#endif
