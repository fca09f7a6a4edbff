/* SPDX-License-Identifier: ISC */
/*
 * openapi.c - makes the API's document: what the programs say of themselves
 * (farm-X --api), with the prose of docs/openapi.yaml.
 *
 *	openapi PROSE.yaml OUT.json OUTLINE.json SERVICE.json...
 *
 * The programs say which operations there are, who may call them, their
 * parameters, bodies and answers, and the schemas.  The prose adds words:
 * summaries, descriptions, examples, patterns, and the answers other than a
 * success.  Where one says what the other does not know, or both say the same
 * thing, the document is not made.  The outline is the same as lists.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/outline.h"
#include "tools/tree.h"
#include "tools/yaml_read.h"

static struct json_object *prose; /* becomes the document */
static struct json_object *made;  /* schemas, as the programs gave them */
static bool                failed;

static void
complain(const char *where, const char *what, const char *name)
{
	fprintf(stderr, "openapi: %s: %s%s%s\n", where, what,
	    *name != '\0' ? ": " : "", name);
	failed = true;
}

/* ---- objects ------------------------------------------------------------- */

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

/* Words of the prose go beside what is generated, never in its place. */
static void
overlay(struct json_object *to, struct json_object *words, const char *where)
{
	json_object_object_foreach(words, name, value)
	{
		struct json_object *had = tree_get(to, name);

		if (had == NULL)
			tree_add(to, name, tree_copy(value));
		else if (json_object_is_type(had, json_type_object) &&
		    json_object_is_type(value, json_type_object))
			overlay(had, value, where);
		else
			complain(where, "the programs say this", name);
	}
}

/* ---- schemas ------------------------------------------------------------- */

/* A property that is a reference takes words beside it (OpenAPI 3.1). */
static void
properties_overlay(struct json_object *schema, struct json_object *words,
    const char *where)
{
	struct json_object *properties = tree_get(schema, "properties");

	json_object_object_foreach(words, name, value)
	{
		if (tree_get(properties, name) == NULL)
			complain(where, "there is no such member", name);
		else
			overlay(tree_get(properties, name), value, where);
	}
}

static void
schema_take(struct json_object *schemas, const char *name,
    struct json_object *generated)
{
	struct json_object *words = tree_get(schemas, name);
	struct json_object *schema;

	if (tree_get(made, name) != NULL) {
		if (!json_object_equal(tree_get(made, name), generated))
			complain(name, "two programs mean different things",
			    "");
		return;
	}
	if (words != NULL && tree_get(words, "type") != NULL) {
		complain(name, "the programs make this schema", "");
		return;
	}
	tree_add(made, name, tree_copy(generated));
	schema = tree_copy(generated);
	if (words != NULL) {
		if (tree_get(words, "properties") != NULL)
			properties_overlay(schema,
			    tree_get(words, "properties"), name);
		json_object_object_foreach(words, key, value)
		{
			if (strcmp(key, "properties") != 0)
				tree_add(schema, key, tree_copy(value));
		}
	}
	tree_add(schemas, name, schema);
}

/* What is left without a type has words for a schema that nobody makes. */
static void
schemas_end(struct json_object *schemas)
{
	json_object_object_foreach(schemas, name, schema)
	{
		if (tree_get(schema, "type") == NULL)
			complain(name, "no program has this schema", "");
	}
}

/* ---- operations ---------------------------------------------------------- */

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
parameters_take(struct json_object *op, struct json_object *said,
    const char *where)
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
			overlay(p, words, where);
		}
		json_object_array_add(list, p);
	}
	for (size_t i = 0; own != NULL && i < json_object_array_length(own);
	     i++) {
		struct json_object *p = json_object_array_get_idx(own, i);

		if (tree_get(p, "name") != NULL && tree_get(p, "in") == NULL)
			complain(where, "there is no such parameter",
			    tree_text(p, "name"));
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
body_take(struct json_object *op, struct json_object *schemas,
    struct json_object *said, const char *where)
{
	const char         *name = tree_text(said, "body");
	struct json_object *schema = tree_get(schemas, name), *body;

	if (*name == '\0')
		return;
	if (tree_get(op, "requestBody") != NULL)
		complain(where, "the programs say this", "requestBody");
	body = object_with("content", json_content(reference("schemas", name)));
	if (tree_get(schema, "required") != NULL)
		tree_add(body, "required", json_object_new_boolean(1));
	tree_add(op, "requestBody", body);
}

/* The answer to a success: the prose's words and headers, and its schema. */
static void
answer_take(struct json_object *op, struct json_object *said, const char *where)
{
	const char *status = tree_text(said, "status");
	const char *model = tree_text(said, "answer"),
		   *items = tree_text(said, "items");
	struct json_object *answers = tree_get(op, "responses");
	struct json_object *words = tree_get(answers, status), *answer, *schema;

	if (words == NULL) {
		complain(where, "no words for the answer", status);
		return;
	}
	answer = tree_copy(tree_referred(prose, words));
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
			complain(where, "the programs say this", "content");
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

static void
operation_take(struct json_object *schemas, struct json_object *said)
{
	struct json_object *op;
	char                method[10] = "", where[300];

	for (size_t i = 0; tree_text(said, "method")[i] != '\0'; i++)
		method[i] = (char)tolower((unsigned char)tree_text(said,
		    "method")[i]);
	snprintf(where, sizeof(where), "%s %s", tree_text(said, "method"),
	    tree_text(said, "path"));
	op = tree_get(tree_get(tree_get(prose, "paths"),
			  tree_text(said, "path")),
	    method);
	if (op == NULL) {
		complain(where, "no words in the prose", "");
		return;
	}
	parameters_take(op, said, where);
	body_take(op, schemas, said, where);
	answer_take(op, said, where);
	security_take(op, tree_text(said, "who"));
	tree_add(op, "x-generated", json_object_new_boolean(1));
}

static void
operations_end(void)
{
	json_object_object_foreach(tree_get(prose, "paths"), path, item)
	{
		json_object_object_foreach(item, method, op)
		{
			if (tree_get(op, "x-generated") == NULL)
				complain(path, "no program answers", method);
			json_object_object_del(op, "x-generated");
		}
	}
}

/* Answers to successes stand in their operations now. */
static void
responses_end(void)
{
	struct json_object *all = tree_get(tree_get(prose, "components"),
	    "responses");
	const char *used = json_object_to_json_string_ext(tree_get(prose,
							      "paths"),
	    JSON_C_TO_STRING_NOSLASHESCAPE);
	struct json_object *kept = json_object_new_object();
	char                quoted[200];

	json_object_object_foreach(all, name, answer)
	{
		snprintf(quoted, sizeof(quoted),
		    "\"#/components/responses/%s\"", name);
		if (strstr(used, quoted) != NULL)
			tree_add(kept, name, tree_copy(answer));
	}
	tree_add(tree_get(prose, "components"), "responses", kept);
}

/* ---- */

static void
service_take(const char *path)
{
	struct json_object *said = json_object_from_file(path), *list;
	struct json_object *schemas = tree_get(tree_get(prose, "components"),
	    "schemas");

	if (said == NULL) {
		complain(path, json_util_get_last_err(), "");
		return;
	}
	json_object_object_foreach(tree_get(said, "schemas"), name, schema)
	{
		schema_take(schemas, name, schema);
	}
	list = tree_get(said, "operations");
	for (size_t i = 0; i < json_object_array_length(list); i++)
		operation_take(schemas, json_object_array_get_idx(list, i));
	json_object_put(said);
}

static void
write_file(const char *path, struct json_object *o, int flags)
{
	if (json_object_to_file_ext(path, o, flags) == -1)
		complain(path, json_util_get_last_err(), "");
}

int
main(int argc, char **argv)
{
	struct json_object *outline;

	if (argc < 5) {
		fprintf(stderr,
		    "usage: openapi PROSE.yaml OUT.json "
		    "OUTLINE.json SERVICE.json...\n");
		return 2;
	}
	if ((prose = yaml_read(argv[1])) == NULL)
		return EXIT_FAILURE;
	made = json_object_new_object();
	for (int i = 4; i < argc; i++)
		service_take(argv[i]);
	schemas_end(tree_get(tree_get(prose, "components"), "schemas"));
	operations_end();
	responses_end();
	if (!failed) {
		outline = outline_make(prose);
		write_file(argv[2], prose, JSON_C_TO_STRING_NOSLASHESCAPE);
		write_file(argv[3], outline, JSON_C_TO_STRING_NOSLASHESCAPE);
		json_object_put(outline);
	}
	json_object_put(prose);
	json_object_put(made);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
