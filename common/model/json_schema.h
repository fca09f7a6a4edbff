/* SPDX-License-Identifier: ISC */
/*
 * json_schema.h - a spec as a JSON Schema (draft 2020-12, as OpenAPI 3.1 has
 * it): names, types, bounds and what is required.
 *
 * A struct that is read gets the bounds of input; what is not REQUIRED may be
 * null or missing.  A struct that is written has all its members always; those
 * that are not GIVEN may be null.  Money, ids and times are references to the
 * schemas Money, MoneyInput, Id and Time, which the document defines.
 */
#ifndef FARM_MODEL_JSON_SCHEMA_H
#define FARM_MODEL_JSON_SCHEMA_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/model/spec.h"

enum schema_use { SCHEMA_INPUT, SCHEMA_OUTPUT };

struct schema {
	struct spec    *spec;
	enum schema_use use;
	const char     *name; /* "OrderItem"; of an input "CheckoutInput" */
	const char     *path; /* "/teas/:id": its captures are no members */
};
LIST_DECLARE(schema);

/*
 * The name of a spec's schema, which is added to the list when it is new.
 * "path" is that of the route whose body it is, or NULL.
 */
const char *schema_name(struct arena *, LIST(schema) *, struct spec *,
    enum schema_use, const char *path);

/* The schema of a parameter: a text that is read as the member's type. */
void schema_write_parameter(struct arena *, struct buf *, LIST(schema) *,
    const struct field *);
/* The schema of one member; schemas that it refers to are added. */
void schema_write_field(struct arena *, struct buf *, LIST(schema) *,
    const struct field *, enum schema_use);

/*
 * All schemas of the list as members of an object, "name":{…}, and those that
 * they refer to.
 */
void schemas_write(struct arena *, struct buf *, LIST(schema) *);

#endif
