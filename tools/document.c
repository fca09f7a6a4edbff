/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "tools/document.h"
#include "tools/tree.h"

void
document_complain(struct document *d, const char *where, const char *what,
    const char *name)
{
	fprintf(stderr, "openapi: %s: %s%s%s\n", where, what,
	    *name != '\0' ? ": " : "", name);
	d->failed = true;
}

struct json_object *
document_schemas(struct document *d)
{
	return tree_get(tree_get(d->prose, "components"), "schemas");
}

void
document_overlay(struct document *d, struct json_object *to,
    struct json_object *words, const char *where)
{
	json_object_object_foreach(words, name, value)
	{
		struct json_object *had = tree_get(to, name);

		if (had == NULL)
			tree_add(to, name, tree_copy(value));
		else if (json_object_is_type(had, json_type_object) &&
		    json_object_is_type(value, json_type_object))
			document_overlay(d, had, value, where);
		else
			document_complain(d, where, "the programs say this",
			    name);
	}
}
