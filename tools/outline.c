/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tools/outline.h"
#include "tools/tree.h"

#define TYPE_SIZE 400

/* "#/components/schemas/Order" is "Order". */
static const char *
name_of(struct json_object *reference)
{
	const char *slash = strrchr(tree_text(reference, "$ref"), '/');

	return slash != NULL ? slash + 1 : "";
}

static void
more(char *out, const char *word)
{
	size_t n = strlen(out);

	snprintf(out + n, TYPE_SIZE - n, "%s", word);
}

/* " 1 to 999", " at most 40". */
static void
bounds_add(char *out, struct json_object *schema, const char *low,
    const char *high, const char *unit)
{
	const char *from = tree_text(schema, low),
		   *to = tree_text(schema, high);
	char words[100];

	if (*from == '\0' && *to == '\0')
		return;
	if (*from == '\0')
		snprintf(words, sizeof(words), ", at most %s%s", to, unit);
	else if (*to == '\0')
		snprintf(words, sizeof(words), ", at least %s%s", from, unit);
	else
		snprintf(words, sizeof(words), ", %s to %s%s", from, to, unit);
	more(out, words);
}

static void
words_add(char *out, struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *word = json_object_array_get_idx(list, i);

		if (word == NULL)
			continue;
		more(out, i > 0 ? ", " : "");
		more(out, json_object_get_string(word));
	}
}

static void type_add(char *out, struct json_object *schema);

static void
plain_type_add(char *out, struct json_object *schema, const char *type)
{
	if (strcmp(type, "string") == 0) {
		more(out,
		    tree_get(schema, "format") != NULL ?
			tree_text(schema, "format") :
			"text");
		bounds_add(out, schema, "minLength", "maxLength",
		    " characters");
	} else if (strcmp(type, "array") == 0) {
		more(out, "list of ");
		type_add(out, tree_get(schema, "items"));
		bounds_add(out, schema, "minItems", "maxItems", "");
	} else {
		more(out, type);
		bounds_add(out, schema, "minimum", "maximum", "");
	}
}

/* What a value is, in a few words. */
static void
type_add(char *out, struct json_object *schema)
{
	struct json_object *type = tree_get(schema, "type");
	struct json_object *any = tree_get(schema, "anyOf");

	if (tree_get(schema, "$ref") != NULL)
		more(out, name_of(schema));
	else if (any != NULL) {
		type_add(out, json_object_array_get_idx(any, 0));
		more(out, " or null");
	} else if (tree_get(schema, "enum") != NULL)
		words_add(out, tree_get(schema, "enum"));
	else if (json_object_is_type(type, json_type_array)) {
		plain_type_add(out, schema,
		    json_object_get_string(json_object_array_get_idx(type, 0)));
		more(out, " or null");
	} else if (type != NULL)
		plain_type_add(out, schema, json_object_get_string(type));
	else
		more(out, "anything");
}

static struct json_object *
type_of(struct json_object *schema)
{
	char out[TYPE_SIZE] = "";

	type_add(out, schema);
	return json_object_new_string(out);
}

static void
text_keep(struct json_object *to, const char *name, struct json_object *from)
{
	if (tree_get(from, name) != NULL)
		tree_add(to, name,
		    json_object_new_string(tree_text(from, name)));
}

/* ---- operations ---------------------------------------------------------- */

static struct json_object *
parameters_list(struct json_object *document, struct json_object *op)
{
	struct json_object *list = json_object_new_array();
	struct json_object *all = tree_get(op, "parameters");
	size_t              n = all == NULL ? 0 : json_object_array_length(all);

	for (size_t i = 0; i < n; i++) {
		struct json_object *p = tree_referred(document,
		    json_object_array_get_idx(all, i));
		struct json_object *o = json_object_new_object();

		text_keep(o, "name", p);
		text_keep(o, "description", p);
		tree_add(o, "place",
		    json_object_new_string(tree_text(p, "in")));
		tree_add(o, "type", type_of(tree_get(p, "schema")));
		json_object_array_add(list, o);
	}
	return list;
}

/* The schema of JSON content; "" when there is none. */
static const char *
content_name(struct json_object *with_content)
{
	struct json_object *schema = tree_get(tree_get(tree_get(with_content,
							   "content"),
						  "application/json"),
	    "schema");

	return name_of(tree_get(schema, "items") != NULL ?
		tree_get(schema, "items") :
		schema);
}

static struct json_object *
answers_list(struct json_object *document, struct json_object *op)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach(tree_get(op, "responses"), status, answer)
	{
		struct json_object *o = json_object_new_object();
		struct json_object *full = tree_referred(document, answer);

		tree_add(o, "status", json_object_new_string(status));
		text_keep(o, "description",
		    tree_get(answer, "description") != NULL ? answer : full);
		tree_add(o, "schema",
		    json_object_new_string(content_name(full)));
		json_object_array_add(list, o);
	}
	return list;
}

/* "vendor", "signed in", "anyone": who the operation is for. */
static const char *
who_of(struct json_object *op)
{
	struct json_object *proofs = tree_get(op, "security"), *roles;

	if (json_object_array_length(proofs) == 0)
		return "anyone";
	roles = tree_get(json_object_array_get_idx(proofs, 0), "bearer");
	if (roles == NULL)
		return "anyone, or a user";
	if (json_object_array_length(roles) == 0)
		return "a user";
	return strcmp(json_object_get_string(json_object_array_get_idx(roles,
			  0)),
		   "ADMIN") == 0 ?
	    "an administrator" :
	    "a vendor";
}

static struct json_object *
operation_of(struct json_object *document, const char *path, const char *method,
    struct json_object *op)
{
	struct json_object *o = json_object_new_object();
	char                upper[10] = "";

	for (size_t i = 0; method[i] != '\0' && i + 1 < sizeof(upper); i++)
		upper[i] = (char)toupper((unsigned char)method[i]);
	tree_add(o, "tag",
	    json_object_new_string(json_object_get_string(
		json_object_array_get_idx(tree_get(op, "tags"), 0))));
	tree_add(o, "id", json_object_new_string(tree_text(op, "operationId")));
	tree_add(o, "method", json_object_new_string(upper));
	tree_add(o, "path", json_object_new_string(path));
	text_keep(o, "summary", op);
	text_keep(o, "description", op);
	tree_add(o, "who", json_object_new_string(who_of(op)));
	tree_add(o, "parameters", parameters_list(document, op));
	tree_add(o, "body",
	    json_object_new_string(content_name(tree_get(op, "requestBody"))));
	tree_add(o, "answers", answers_list(document, op));
	return o;
}

/* ---- schemas ------------------------------------------------------------- */

static int
is_required(struct json_object *schema, const char *name)
{
	struct json_object *list = tree_get(schema, "required");
	size_t n = list == NULL ? 0 : json_object_array_length(list);

	for (size_t i = 0; i < n; i++)
		if (strcmp(json_object_get_string(
			       json_object_array_get_idx(list, i)),
			name) == 0)
			return 1;
	return 0;
}

static struct json_object *
members_list(struct json_object *schema)
{
	struct json_object *list = json_object_new_array(), *m;

	json_object_object_foreach(tree_get(schema, "properties"), key, value)
	{
		m = json_object_new_object();
		tree_add(m, "name", json_object_new_string(key));
		tree_add(m, "type", type_of(value));
		text_keep(m, "description", value);
		tree_add(m, "isRequired",
		    json_object_new_boolean(is_required(schema, key)));
		json_object_array_add(list, m);
	}
	return list;
}

static struct json_object *
schema_of(const char *name, struct json_object *schema)
{
	struct json_object *o = json_object_new_object();

	tree_add(o, "name", json_object_new_string(name));
	text_keep(o, "description", schema);
	if (tree_get(schema, "properties") != NULL)
		tree_add(o, "members", members_list(schema));
	else
		tree_add(o, "type", type_of(schema));
	return o;
}

struct json_object *
outline_make(struct json_object *document)
{
	struct json_object *o = json_object_new_object();
	struct json_object *operations = json_object_new_array();
	struct json_object *schemas = json_object_new_array();

	json_object_object_foreach(tree_get(document, "paths"), path, item)
	{
		json_object_object_foreach(item, method, op)
		{
			json_object_array_add(operations,
			    operation_of(document, path, method, op));
		}
	}
	json_object_object_foreach(tree_get(tree_get(document, "components"),
				       "schemas"),
	    name, schema)
	{
		json_object_array_add(schemas, schema_of(name, schema));
	}
	text_keep(o, "description", tree_get(document, "info"));
	tree_add(o, "operations", operations);
	tree_add(o, "schemas", schemas);
	return o;
}
