/* SPDX-License-Identifier: ISC */
/*
 * json_write.h - a struct as JSON, by its spec: members in the spec's order,
 * money with the decimals of its currency, times in RFC 3339, "not given" as
 * null.
 */
#ifndef FARM_MODEL_JSON_WRITE_H
#define FARM_MODEL_JSON_WRITE_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/model/spec.h"

void json_write_spec(struct buf *, struct spec *, const void *obj);
void json_write_list_spec(struct buf *, struct spec *, const struct list *);
/* The same as a text, such as a value of a query. */
const char *json_object_text_spec(struct arena *, struct spec *,
    const void *obj);
const char *json_list_text_spec(struct arena *, struct spec *,
    const struct list *);
const char *json_texts_text(struct arena *, const struct text_list *);

#define json_write(b, T, obj) \
	json_write_spec((b), &T##_spec, typed_in(T, (obj)))
#define json_write_list(b, T, l) \
	json_write_list_spec((b), &T##_spec, typed_list_in(T, (l)))
#define json_object_text(a, T, obj) \
	json_object_text_spec((a), &T##_spec, typed_in(T, (obj)))
#define json_list_text(a, T, l) \
	json_list_text_spec((a), &T##_spec, typed_list_in(T, (l)))

#endif
