/* SPDX-License-Identifier: ISC */
/*
 * tree.h - small words for trees of JSON: a member that is not there is NULL,
 * its text is "".
 */
#ifndef FARM_TOOLS_TREE_H
#define FARM_TOOLS_TREE_H

#include <json-c/json.h>

struct json_object *tree_get(struct json_object *, const char *name);
const char         *tree_text(struct json_object *, const char *name);
/* The value belongs to the object then. */
void tree_add(struct json_object *, const char *name,
    struct json_object *value);
/* Owner: the caller; NULL of NULL. */
struct json_object *tree_copy(struct json_object *);
/* What "#/components/KIND/NAME" stands for; else the object itself. */
struct json_object *tree_referred(struct json_object *document,
    struct json_object *);

#endif
