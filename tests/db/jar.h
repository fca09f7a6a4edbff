/* SPDX-License-Identifier: ISC */
/*
 * jar.h - a table of the tests' own, as a migration would make it.
 */
#ifndef FARM_TESTS_DB_JAR_H
#define FARM_TESTS_DB_JAR_H

#include "tests/db/tap_db.h"

struct number {
	int64_t n;
};
SPEC_DECLARE(number);

/* jar (id, name UNIQUE, size, late UNIQUE DEFERRED), jar_level (level: 7). */
void prepare(void);

int      jars(void);
enum err jar_add(int64_t id, const char *name);
/* On another connection, or in a transaction. */
enum err jar_put(struct db *, int64_t id, const char *name);
/* A query that fails with this SQLSTATE. */
enum err jar_fail(struct db *, const char *state);

#endif
