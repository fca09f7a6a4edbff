/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/tree.h"

struct json_object *
tree_get(struct json_object *o, const char *name)
{
	struct json_object *m = NULL;

	json_object_object_get_ex(o, name, &m);
	return m;
}

const char *
tree_text(struct json_object *o, const char *name)
{
	struct json_object *m = tree_get(o, name);

	return m != NULL ? json_object_get_string(m) : "";
}

void
tree_add(struct json_object *o, const char *name, struct json_object *value)
{
	json_object_object_add(o, name, value);
}

struct json_object *
tree_copy(struct json_object *from)
{
	struct json_object *to = NULL;

	if (from != NULL && json_object_deep_copy(from, &to, NULL) != 0)
		abort();
	return to;
}

struct json_object *
tree_referred(struct json_object *document, struct json_object *o)
{
	char                kind[40], name[100];
	struct json_object *all = tree_get(document, "components"), *found;

	if (sscanf(tree_text(o, "$ref"), "#/components/%39[^/]/%99s", kind,
		name) != 2)
		return o;
	found = tree_get(tree_get(all, kind), name);
	return found != NULL ? found : o;
}
