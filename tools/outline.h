/* SPDX-License-Identifier: ISC */
/*
 * outline.h - the API's document as lists, for a page that people read.
 */
#ifndef FARM_TOOLS_OUTLINE_H
#define FARM_TOOLS_OUTLINE_H

#include <json-c/json.h>

/*
 * "operations": tag, method, path, summary, description, who, parameters
 * (name, place, type, description), body (a schema), answers (status,
 * description, schema); "schemas": name, description, members (name, type,
 * description, isRequired).  Owner: the caller.
 */
struct json_object *outline_make(struct json_object *document);

#endif
