/* SPDX-License-Identifier: ISC */
/*
 * json_write.h - a struct as JSON, by its spec: members in the spec's order,
 * money with two decimals, times in RFC 3339, "not given" as null.
 */
#ifndef FARM_MODEL_JSON_WRITE_H
#define FARM_MODEL_JSON_WRITE_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/model/spec.h"

void json_write(struct buf *, struct spec *, const void *obj);
void json_write_list(struct buf *, struct spec *, const struct list *);
/* A list as a text: what a query takes apart again. */
const char *json_list_text(struct arena *, struct spec *, const struct list *);

#endif
