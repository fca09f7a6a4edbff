/* SPDX-License-Identifier: ISC */
#include "tests/db/jar.h"

SPEC(number, FIELD(n));

QUERY(sql_jar_add, .sql = "INSERT INTO jar (id, name) VALUES ($1, $2)");
QUERY(sql_fail, .sql = "SELECT fail($1) AS n");

CONSTRAINT(jar_name_key, ERR_SLUG_TAKEN);
CONSTRAINT(jar_late_key, ERR_SKU_TAKEN);

void
prepare(void)
{
	WITH_DB();
	owner("DROP TABLE IF EXISTS jar, jar_level;"
	      " CREATE TABLE jar (id bigint PRIMARY KEY, name text NOT NULL"
	      "  CONSTRAINT jar_name_key UNIQUE, size int NOT NULL DEFAULT 1"
	      "  CONSTRAINT jar_size_check CHECK (size > 0),"
	      "  late int CONSTRAINT jar_late_key UNIQUE DEFERRABLE"
	      "  INITIALLY DEFERRED);"
	      " GRANT SELECT, INSERT, UPDATE ON jar TO farm_auth;"
	      " CREATE TABLE jar_level (level int);"
	      " INSERT INTO jar_level VALUES (7);"
	      " GRANT SELECT ON jar_level TO farm_auth;"
	      " CREATE OR REPLACE FUNCTION fail(state text) RETURNS bigint"
	      "  LANGUAGE plpgsql AS $$ BEGIN"
	      "  RAISE EXCEPTION 'on purpose' USING ERRCODE = state; END $$");
}

int
jars(void)
{
	return owner_int("SELECT count(*) FROM jar");
}

enum err
jar_add(int64_t id, const char *name)
{
	return jar_put(db, id, name);
}

enum err
jar_put(struct db *d, int64_t id, const char *name)
{
	return db_run(d, &sql_jar_add, VALUES(V(id), V(name)), NULL);
}

enum err
jar_fail(struct db *d, const char *state)
{
	static struct number n;

	return db_one(d, &sql_fail, VALUES(V(state)), number, &n);
}
