/* SPDX-License-Identifier: ISC */
/*
 * api_page.c - the API's document for people.  The build makes an outline of
 * it beside the document itself.
 */
#include <stdio.h>

#include "common/base/log.h"
#include "common/model/config.h"
#include "common/model/input.h"
#include "fcgi/notify/notify.h"

#define OUTLINE_MAX ((size_t)1024 * 1024)

struct api_parameter {
	const char *name, *place, *type, *description;
};
LIST_DECLARE(api_parameter);
SPEC_STATIC(api_parameter,
    FIELD(name),
    FIELD(place),
    FIELD(type),
    FIELD(description));

struct api_answer {
	const char *status, *schema, *description;
};
LIST_DECLARE(api_answer);
SPEC_STATIC(api_answer,
    FIELD(status),
    FIELD(schema),
    FIELD(description));

struct api_operation {
	const char *tag, *id, *method, *path, *summary, *description, *who,
	    *body;
	LIST(api_parameter) parameters;
	LIST(api_answer)    answers;
};
LIST_DECLARE(api_operation);
SPEC_STATIC(api_operation,
    FIELD(tag),
    FIELD(id),
    FIELD(method),
    FIELD(path),
    FIELD(summary),
    FIELD(description),
    FIELD(who),
    FIELD(body),
    FIELD_OF(parameters, api_parameter),
    FIELD_OF(answers, api_answer));

struct api_member {
	const char *name, *type, *description;
	bool        is_required;
};
LIST_DECLARE(api_member);
SPEC_STATIC(api_member,
    FIELD(name),
    FIELD(type),
    FIELD(description),
    FIELD(is_required));

struct api_schema {
	const char      *name, *type, *description;
	LIST(api_member) members;
};
LIST_DECLARE(api_schema);
SPEC_STATIC(api_schema,
    FIELD(name),
    FIELD(type),
    FIELD(description),
    FIELD_OF(members, api_member));

struct api_page {
	const char         *description;
	LIST(api_operation) operations;
	LIST(api_schema)    schemas;
};
SPEC_STATIC(api_page,
    FIELD(description),
    FIELD_OF(operations, api_operation),
    FIELD_OF(schemas, api_schema));

/* The file of the release that this program belongs to. */
static enum err
outline_read(struct arena *a, struct api_page *out)
{
	FILE  *f = fopen(arena_printf(a, "%s/../api/outline.json",
			     config.template_dir),
	     "r");
	char  *text = arena_alloc(a, OUTLINE_MAX);
	size_t n = f != NULL ? fread(text, 1, OUTLINE_MAX, f) : 0;

	if (f != NULL)
		fclose(f);
	if (json_read(a, api_page, text, n, out))
		return ERR_OK;
	log_write(LOG_ERROR, "the outline of the API is not there", NULL);
	return ERR_INTERNAL;
}

/* GET /docs/api - the API, to read. */
HANDLER(api_page_show, none, api_page)
{
	return outline_read(rq->arena, out);
}

const struct route api_page_routes[] = {
	{ GET, "/docs/api", &api_page_show, .page = "notify/api", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ 0 },
};
