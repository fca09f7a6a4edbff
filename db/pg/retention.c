/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/log.h"
#include "db/pg/retention.h"

/*
 * Rows by their places in the table (ctid), so that one scan of the index finds
 * them.  A row that changes meanwhile gets another place, and stays.
 */
#define RETAIN(who, table, column, days, batch, unneeded) \
	QUERY(sql_retain_##who##_##table##_##column##_##days,                \
	    .unchecked = true, .sql =                                        \
	    "DELETE FROM " #table " WHERE ctid = ANY (ARRAY("                \
	    "SELECT ctid FROM " #table " WHERE " #column                     \
	    " < farm_now() - interval '" #days " days' AND (" unneeded       \
	    ") ORDER BY " #column " LIMIT $1))");
#include "db/retention.def"
#undef RETAIN

const struct retention retentions[] = {
#define RETAIN(who, table, column, days, batch, unneeded) \
	{ #who, #table, #column, days, batch,             \
		&sql_retain_##who##_##table##_##column##_##days },
#include "db/retention.def"
#undef RETAIN
	{ 0 },
};

bool
retention_is_of(const struct retention *r, const char *who)
{
	return strcmp(r->who, who) == 0 ||
	    (strcmp(r->who, "every") == 0 && strcmp(who, "outbox") != 0);
}

static void
table_fail(struct retention_done *out, const struct retention *r, enum err e)
{
	log_write(LOG_ERROR, "old rows cannot be removed", "table", r->table,
	    "why", err_title(e), NULL);
	out->failed++;
	out->table = r->table;
}

enum err
db_retention_run(struct db *db, const char *who, struct retention_done *out)
{
	const struct retention *r;
	int64_t                 n = 0;
	enum err                e;

	*out = (struct retention_done){ 0 };
	for (r = retentions; r->who != NULL; r++) {
		if (!retention_is_of(r, who))
			continue;
		e = db_run(db, r->query, VALUES(V(r->batch)), &n);
		if (e == ERR_UNAVAILABLE)
			return e;
		if (e != ERR_OK) {
			table_fail(out, r, e);
			continue;
		}
		out->removed += n;
		out->more = out->more || n == r->batch;
	}
	return ERR_OK;
}

bool
db_retention_check(struct db *db, const char *who)
{
	const struct retention *r;
	bool                    ok = true;

	for (r = retentions; r->who != NULL; r++)
		if (retention_is_of(r, who))
			ok = db_query_check(db, r->query) && ok;
	return ok;
}
