/* SPDX-License-Identifier: ISC */
/*
 * store.h - PostgreSQL as the HTTP layer's store (common/http/store.h).
 */
#ifndef FARM_DB_PG_STORE_H
#define FARM_DB_PG_STORE_H

#include "common/http/store.h"

extern const struct store pg_store;

#endif
