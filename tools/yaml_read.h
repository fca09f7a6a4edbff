/* SPDX-License-Identifier: ISC */
/*
 * yaml_read.h - a YAML file as a JSON object.
 */
#ifndef FARM_TOOLS_YAML_READ_H
#define FARM_TOOLS_YAML_READ_H

#include <json-c/json.h>

/*
 * The first document of the file.  Plain words are null, true, false and
 * numbers as in JSON; everything else is text.  NULL, and a line on standard
 * error, when the file is not YAML.  Owner: the caller.
 */
struct json_object *yaml_read(const char *path);

#endif
