/* SPDX-License-Identifier: ISC */
/*
 * schemas.c - the schemas that programs gave, with the words of the prose.
 */
#include <string.h>

#include "tools/document.h"
#include "tools/tree.h"

/* A property that is a reference takes words beside it (OpenAPI 3.1). */
static void
properties_overlay(struct document *d, struct json_object *schema,
    struct json_object *words, const char *where)
{
	struct json_object *properties = tree_get(schema, "properties");

	json_object_object_foreach(words, name, value)
	{
		if (tree_get(properties, name) == NULL)
			document_complain(d, where, "there is no such member",
			    name);
		else
			document_overlay(d, tree_get(properties, name), value,
			    where);
	}
}

void
schema_take(struct document *d, const char *name, struct json_object *generated)
{
	struct json_object *schemas = document_schemas(d);
	struct json_object *words = tree_get(schemas, name);
	struct json_object *schema;

	if (tree_get(d->made, name) != NULL) {
		if (!json_object_equal(tree_get(d->made, name), generated))
			document_complain(d, name,
			    "two programs mean different things", "");
		return;
	}
	if (words != NULL && tree_get(words, "type") != NULL) {
		document_complain(d, name, "the programs make this schema", "");
		return;
	}
	tree_add(d->made, name, tree_copy(generated));
	schema = tree_copy(generated);
	if (words != NULL) {
		if (tree_get(words, "properties") != NULL)
			properties_overlay(d, schema,
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
void
schemas_end(struct document *d)
{
	json_object_object_foreach(document_schemas(d), name, schema)
	{
		if (tree_get(schema, "type") == NULL)
			document_complain(d, name, "no program has this schema",
			    "");
	}
}
