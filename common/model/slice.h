/* SPDX-License-Identifier: ISC */
/*
 * slice.h - the part of a list that a query returns: "limit" rows after the row
 * with this key and id, or after "offset" rows.
 */
#ifndef FARM_MODEL_SLICE_H
#define FARM_MODEL_SLICE_H

#include <stdint.h>

#include "common/base/uuid.h"

struct slice {
	const char *key; /* as PostgreSQL reads it; NULL: from the first */
	struct uuid id;  /* not given where the key is the id */
	int64_t     offset, limit;
};

#endif
