/* SPDX-License-Identifier: ISC */
/*
 * error.c - what an error of PostgreSQL means to the caller.
 */
#include <string.h>

#include "common/base/log.h"
#include "db/pg/pg_impl.h"

extern const struct constraint *const __start_farm_constraints[]
    __attribute__((weak));
extern const struct constraint *const __stop_farm_constraints[]
    __attribute__((weak));

static enum err
constraint_error(const char *name)
{
	const struct constraint *const *c = __start_farm_constraints;

	for (; name != NULL && c < __stop_farm_constraints; c++)
		if (strcmp((*c)->name, name) == 0)
			return (*c)->error;
	return ERR_INTERNAL;
}

static bool
state_is_any(const char *state, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strncmp(state, *list, strlen(*list)) == 0)
			return true;
	return false;
}

/* Classes and codes of SQLSTATE: PostgreSQL 15 manual, appendix A. */
enum err
error_of(struct db *db, const struct query *q, const PGresult *res)
{
	static const char *const races[] = { "40001", "40P01", NULL };
	static const char *const down[] = { "08", "53", "55P03", "57", "25006",
		NULL };
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *name = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);
	enum err    e = ERR_INTERNAL;

	if (state == NULL || state_is_any(state, down)) {
		e = ERR_UNAVAILABLE;
	} else if (state_is_any(state, races)) {
		db->retry = true;
		return ERR_CONFLICT;
	} else if (strcmp(state, "0A000") == 0) {
		/* A migration changed the columns: prepare again. */
		db->stale = true;
		e = ERR_UNAVAILABLE;
	} else if (strncmp(state, "23", 2) == 0)
		e = constraint_error(name);
	if (err_status(e) >= 500)
		log_write(LOG_ERROR, "query failed", "query", q->name, "why",
		    PQresultErrorMessage(res), NULL);
	return e;
}
