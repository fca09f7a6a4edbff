/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "tools/yaml_read.h"

static const char *
text_of(const yaml_node_t *node)
{
	return (const char *)node->data.scalar.value;
}

/* A plain word or number is what JSON says it is. */
static struct json_object *
scalar_read(const yaml_node_t *node)
{
	const char *s = text_of(node);
	char       *end;
	double      number = strtod(s, &end);

	if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return json_object_new_string(s);
	if (strcmp(s, "null") == 0 || *s == '\0')
		return NULL;
	if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0)
		return json_object_new_boolean(*s == 't');
	if (*end != '\0' || isalpha((unsigned char)*s))
		return json_object_new_string(s);
	return s[strspn(s, "-0123456789")] == '\0' ?
	    json_object_new_int64(strtoll(s, NULL, 10)) :
	    json_object_new_double_s(number, s);
}

static struct json_object *
node_read(yaml_document_t *doc, const yaml_node_t *node)
{
	struct json_object *o;

	switch (node->type) {
	case YAML_MAPPING_NODE:
		o = json_object_new_object();
		for (yaml_node_pair_t *p = node->data.mapping.pairs.start;
		     p < node->data.mapping.pairs.top; p++)
			json_object_object_add(o,
			    text_of(yaml_document_get_node(doc, p->key)),
			    node_read(doc,
				yaml_document_get_node(doc, p->value)));
		return o;
	case YAML_SEQUENCE_NODE:
		o = json_object_new_array();
		for (yaml_node_item_t *i = node->data.sequence.items.start;
		     i < node->data.sequence.items.top; i++)
			json_object_array_add(o,
			    node_read(doc, yaml_document_get_node(doc, *i)));
		return o;
	default: return scalar_read(node);
	}
}

struct json_object *
yaml_read(const char *path)
{
	FILE               *f = fopen(path, "r");
	yaml_parser_t       parser;
	yaml_document_t     doc;
	struct json_object *o = NULL;

	if (f == NULL || yaml_parser_initialize(&parser) == 0) {
		perror(path);
		return NULL;
	}
	yaml_parser_set_input_file(&parser, f);
	if (yaml_parser_load(&parser, &doc) != 0) {
		if (yaml_document_get_root_node(&doc) != NULL)
			o = node_read(&doc, yaml_document_get_root_node(&doc));
		yaml_document_delete(&doc);
	} else
		fprintf(stderr, "%s:%zu: %s\n", path,
		    parser.problem_mark.line + 1, parser.problem);
	yaml_parser_delete(&parser);
	fclose(f);
	return o;
}
