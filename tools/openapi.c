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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/document.h"
#include "tools/outline.h"
#include "tools/tree.h"
#include "tools/yaml_read.h"

/* Answers to successes stand in their operations now. */
static void
responses_end(struct document *d)
{
	struct json_object *all = tree_get(tree_get(d->prose, "components"),
	    "responses");
	const char *used = json_object_to_json_string_ext(tree_get(d->prose,
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
	tree_add(tree_get(d->prose, "components"), "responses", kept);
}

static void
service_take(struct document *d, const char *path)
{
	struct json_object *said = json_object_from_file(path), *list;

	if (said == NULL) {
		document_complain(d, path, json_util_get_last_err(), "");
		return;
	}
	json_object_object_foreach(tree_get(said, "schemas"), name, schema)
	{
		schema_take(d, name, schema);
	}
	list = tree_get(said, "operations");
	for (size_t i = 0; i < json_object_array_length(list); i++)
		operation_take(d, json_object_array_get_idx(list, i));
	json_object_put(said);
}

static void
write_file(struct document *d, const char *path, struct json_object *o,
    int flags)
{
	if (json_object_to_file_ext(path, o, flags) == -1)
		document_complain(d, path, json_util_get_last_err(), "");
}

int
main(int argc, char **argv)
{
	struct document     doc = { 0 }, *d = &doc;
	struct json_object *outline;

	if (argc < 5) {
		fprintf(stderr,
		    "usage: openapi PROSE.yaml OUT.json "
		    "OUTLINE.json SERVICE.json...\n");
		return 2;
	}
	if ((d->prose = yaml_read(argv[1])) == NULL)
		return EXIT_FAILURE;
	d->made = json_object_new_object();
	for (int i = 4; i < argc; i++)
		service_take(d, argv[i]);
	schemas_end(d);
	operations_end(d);
	responses_end(d);
	if (!d->failed) {
		outline = outline_make(d->prose);
		write_file(d, argv[2], d->prose,
		    JSON_C_TO_STRING_NOSLASHESCAPE);
		write_file(d, argv[3], outline, JSON_C_TO_STRING_NOSLASHESCAPE);
		json_object_put(outline);
	}
	json_object_put(d->prose);
	json_object_put(d->made);
	return d->failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
