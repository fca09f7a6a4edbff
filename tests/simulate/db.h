/* SPDX-License-Identifier: ISC */
/*
 * db.h - what the simulated queries are made of.
 *
 * Each stands for the query of its name in db/: between db_begin() and
 * db_end() it does to the world's records what that one's SQL does to rows.
 * Alone it is a transaction of its own, which may fail, or end so that nobody
 * learns of it; in a transaction or a batch it is a part.
 */
#ifndef FARM_TESTS_SIMULATE_DB_H
#define FARM_TESTS_SIMULATE_DB_H

#include "db/pg/pg.h"
#include "tests/simulate/task.h"

enum err db_begin(struct db *, const char *query);
enum err db_end(struct db *, enum err);

/* This record is about to change. */
void db_touch(struct db *, void *record, size_t size);
/* The same, after whoever has it; ERR_UNAVAILABLE when that takes too long. */
enum err db_lock(struct db *, void *record, size_t size);
/* As the transaction at hand sees it. */
const void *db_seen(const struct db *, const void *record);

#endif
