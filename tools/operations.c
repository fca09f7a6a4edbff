/* SPDX-License-Identifier: ISC */
/*
 * operations.c - the operations that programs gave, with the words of the
 * prose: summaries, other parameters, and answers other than a success.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tools/document.h"
#include "tools/tree.h"

static bool
is_true(struct json_object *o, const char *name)
{
	return json_object_get_boolean(tree_get(o, name)) != 0;
}

static struct json_object *
object_with(const char *name, struct json_object *value)
{
	struct json_object *o = json_object_new_object();

	tree_add(o, name, value);
	return o;
}

static struct json_object *
reference(const char *kind, const char *name)
{
	char path[200];

	snprintf(path, sizeof(path), "#/components/%s/%s", kind, name);
	return object_with("$ref", json_object_new_string(path));
}

static struct json_object *
parameter_words(struct json_object *op, const char *name)
{
	struct json_object *list = tree_get(op, "parameters");
	size_t n = list == NULL ? 0 : json_object_array_length(list);

	for (size_t i = 0; i < n; i++) {
		struct json_object *p = json_object_array_get_idx(list, i);

		if (strcmp(tree_text(p, "name"), name) == 0)
			return p;
	}
	return NULL;
}

/* Those of path and query, with their words; then the prose's own: headers. */
static void
parameters_take(struct document *d, struct json_object *op,
    struct json_object *said, const char *where)
{
	struct json_object *list = json_object_new_array();
	struct json_object *generated = tree_get(said, "parameters");
	struct json_object *own = tree_get(op, "parameters");

	for (size_t i = 0; i < json_object_array_length(generated); i++) {
		struct json_object
		    *p = tree_copy(json_object_array_get_idx(generated, i));
		struct json_object *words = parameter_words(op,
		    tree_text(p, "name"));

		if (words != NULL) {
			json_object_object_del(words, "name");
			document_overlay(d, p, words, where);
		}
		json_object_array_add(list, p);
	}
	for (size_t i = 0; own != NULL && i < json_object_array_length(own);
	     i++) {
		struct json_object *p = json_object_array_get_idx(own, i);

		if (tree_get(p, "name") != NULL && tree_get(p, "in") == NULL)
			document_complain(d, where,
			    "there is no such parameter", tree_text(p, "name"));
		else if (tree_get(p, "name") != NULL ||
		    tree_get(p, "$ref") != NULL)
			json_object_array_add(list, tree_copy(p));
	}
	if (is_true(said, "version"))
		json_object_array_add(list, reference("parameters", "IfMatch"));
	json_object_object_del(op, "parameters");
	if (json_object_array_length(list) > 0)
		tree_add(op, "parameters", list);
	else
		json_object_put(list);
}

static struct json_object *
json_content(struct json_object *schema)
{
	return object_with("application/json", object_with("schema", schema));
}

static void
body_take(struct document *d, struct json_object *op, struct json_object *said,
    const char *where)
{
	const char         *name = tree_text(said, "body");
	struct json_object *schema = tree_get(document_schemas(d), name), *body;

	if (*name == '\0')
		return;
	if (tree_get(op, "requestBody") != NULL)
		document_complain(d, where, "the programs say this",
		    "requestBody");
	body = object_with("content", json_content(reference("schemas", name)));
	if (tree_get(schema, "required") != NULL)
		tree_add(body, "required", json_object_new_boolean(1));
	tree_add(op, "requestBody", body);
}

/* The answer to a success: the prose's words and headers, and its schema. */
static void
answer_take(struct document *d, struct json_object *op,
    struct json_object *said, const char *where)
{
	const char *status = tree_text(said, "status");
	const char *model = tree_text(said, "answer"),
		   *items = tree_text(said, "items");
	struct json_object *answers = tree_get(op, "responses");
	struct json_object *words = tree_get(answers, status), *answer, *schema;

	if (words == NULL) {
		document_complain(d, where, "no words for the answer", status);
		return;
	}
	answer = tree_copy(tree_referred(d->prose, words));
	if (tree_get(words, "description") != NULL)
		tree_add(answer, "description",
		    tree_copy(tree_get(words, "description")));
	if (*model != '\0' || *items != '\0') {
		schema = *model != '\0' ?
		    reference("schemas", model) :
		    object_with("type", json_object_new_string("array"));
		if (*model == '\0')
			tree_add(schema, "items", reference("schemas", items));
		if (tree_get(answer, "content") != NULL)
			document_complain(d, where, "the programs say this",
			    "content");
		tree_add(answer, "content", json_content(schema));
	}
	tree_add(answers, status, answer);
}

/* Who may call it.  The prose may name other proofs than a session. */
static void
security_take(struct json_object *op, const char *who)
{
	static const char *const proofs[] = { "bearer", "cookie" };
	struct json_object      *list = json_object_new_array(), *roles, *own;
	char                     role[20] = "";

	own = tree_get(op, "security");
	if (strcmp(who, "anyone") == 0) {
		tree_add(op, "security", own != NULL ? tree_copy(own) : list);
		if (own != NULL)
			json_object_put(list);
		return;
	}
	if (strcmp(who, "visitor") == 0)
		json_object_array_add(list, json_object_new_object());
	if (strcmp(who, "vendor") == 0 || strcmp(who, "admin") == 0)
		for (size_t i = 0; who[i] != '\0'; i++)
			role[i] = (char)toupper((unsigned char)who[i]);
	for (size_t i = 0; i < 2; i++) {
		roles = json_object_new_array();
		if (*role != '\0')
			json_object_array_add(roles,
			    json_object_new_string(role));
		json_object_array_add(list, object_with(proofs[i], roles));
	}
	tree_add(op, "security", list);
}

void
operation_take(struct document *d, struct json_object *said)
{
	struct json_object *op;
	char                method[10] = "", where[300];

	for (size_t i = 0; tree_text(said, "method")[i] != '\0'; i++)
		method[i] = (char)tolower((unsigned char)tree_text(said,
		    "method")[i]);
	snprintf(where, sizeof(where), "%s %s", tree_text(said, "method"),
	    tree_text(said, "path"));
	op = tree_get(tree_get(tree_get(d->prose, "paths"),
			  tree_text(said, "path")),
	    method);
	if (op == NULL) {
		document_complain(d, where, "no words in the prose", "");
		return;
	}
	parameters_take(d, op, said, where);
	body_take(d, op, said, where);
	answer_take(d, op, said, where);
	security_take(op, tree_text(said, "who"));
	tree_add(op, "x-generated", json_object_new_boolean(1));
}

void
operations_end(struct document *d)
{
	json_object_object_foreach(tree_get(d->prose, "paths"), path, item)
	{
		json_object_object_foreach(item, method, op)
		{
			if (tree_get(op, "x-generated") == NULL)
				document_complain(d, path, "no program answers",
				    method);
			json_object_object_del(op, "x-generated");
		}
	}
}
