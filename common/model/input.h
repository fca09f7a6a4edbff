/* SPDX-License-Identifier: ISC */
/*
 * input.h - read what a caller sent into a struct, by its spec.
 *
 * Members are found by their camelCase names: in the parameters (captures of
 * the path, query, form fields), and in the JSON body when there is one.
 * Objects and lists are named with dots in parameters: "address.city",
 * "variants.0.name".  Members the spec does not list are ignored.
 */
#ifndef FARM_MODEL_INPUT_H
#define FARM_MODEL_INPUT_H

#include <stddef.h>

#include "common/model/complaint.h"
#include "common/model/spec.h"

struct json_object;

struct param {
	const char *name, *value;
};
struct params {
	struct param *items;
	size_t        n, cap;
	bool          decimal_comma; /* of amounts: "19,90" */
};

void params_add(struct arena *, struct params *, const char *name,
    const char *value);
/* The first of that name, or NULL. */
const char *params_get(const struct params *, const char *name);

/*
 * Fill "out" (of spec->size bytes).  Everything that is wrong becomes a
 * complaint; the caller looks whether there are any.  "body" may be NULL.
 * The texts live in the arena.
 */
void input_read(struct arena *, struct spec *, const struct params *,
    struct json_object *body, void *out, struct complaints *);

/*
 * The same for what a service of the farm sent: an amount of money has as many
 * decimals as it is written with, not those of the shop's currency.
 */
void input_read_ours(struct arena *, struct spec *, const struct params *,
    struct json_object *body, void *out, struct complaints *);

/*
 * One text as a value of a field, without any rule of input: only the type
 * counts.  The complaint, which leaves "*dst" alone, or -1.
 */
int field_parse(struct arena *, const struct field *, const char *, size_t len,
    void *dst);
/* The same for input: trims, checks bounds and formats.  "*bound" is set. */
int field_read_text(struct arena *, const struct field *, const char *,
    size_t len, void *dst, int64_t *bound);

/*
 * Parse a whole JSON text (RFC 8259, strictly; at most 16 levels; no U+0000)
 * which the arena's reset frees.  NULL when it is not one.  It keeps one
 * tokener as long as the program lives.
 */
struct json_object *json_parse(struct arena *, const char *, size_t len);

/* Does an object say "name": null?  "object" may be NULL. */
bool json_says_null(struct json_object *object, const char *name);

/*
 * Read JSON that we wrote ourselves: a column, a message of the queue, the
 * answer of a service.  No rule of input applies to it: nothing is required,
 * bounded, trimmed or set to a default, so a rule may become stricter than
 * what is stored.
 *
 * False: something cannot be read, because it is no JSON or of another type.
 * All else is read, and what cannot be read is "not given".
 */
bool json_read_spec(struct arena *, struct spec *, const char *, size_t len,
    void *out);
/* As above into a new struct; "*out" is NULL when it is no object. */
bool json_read_new(struct arena *, struct spec *, const char *, size_t len,
    void **out);
/* As above for an array: a list of the spec's structs. */
bool json_read_list_spec(struct arena *, struct spec *, const char *,
    size_t len, struct list *out);
#define json_read(a, T, s, len, out) \
	json_read_spec((a), &T##_spec, (s), (len), typed_out(T, (out)))
#define json_read_list(a, T, s, len, out) \
	json_read_list_spec((a), &T##_spec, (s), (len), typed_list(T, (out)))
/* A flat object of texts as parameters. */
bool json_read_pairs(struct arena *, const char *, size_t len,
    struct params *out);
/* An array of texts. */
bool json_read_texts(struct arena *, const char *, size_t len,
    struct text_list *out);

#endif
