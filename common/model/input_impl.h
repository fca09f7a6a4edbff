/* SPDX-License-Identifier: ISC */
/*
 * input_impl.h - what the parts of the input reader share with each other.
 */
#ifndef FARM_MODEL_INPUT_IMPL_H
#define FARM_MODEL_INPUT_IMPL_H

#include "common/model/input.h"

struct reader {
	struct arena        *arena;
	const struct params *params;
	const char          *prefix; /* "" or "address", no dot */
	struct complaints   *complaints;
	bool                 trusted; /* our own JSON: no rules */
	bool                 is_ours; /* amounts have their own decimals */
	bool                 in_row;  /* that may be blank */
};

/* "address.city" */
const char *reader_name(const struct reader *, const struct field *);
void        reader_params(struct reader *, struct spec *, void *out);
void        reader_json(struct reader *, struct spec *, struct json_object *,
	   void *out);
/* Read a text that somebody sent into a field, or complain about "name". */
void reader_value(struct reader *, const struct field *, const char *name,
    const char *, size_t len, void *dst);
/* Complain, or set the default. */
void field_absent(struct reader *, const struct field *, void *dst);

/* Trim, check the format and the length; the complaint's code or -1. */
int text_read(struct arena *, const struct field *, const char *, size_t len,
    const char **dst, int64_t *bound);

/* Is this one JSON text of RFC 8259, without U+0000 and not too deep? */
bool json_valid(const char *, size_t len);

#endif
