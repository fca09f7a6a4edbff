/* SPDX-License-Identifier: ISC */
/*
 * slice.h - which part of a list a query is to bring: "limit" rows after the
 * one with this key and id, or after "offset" rows.
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
