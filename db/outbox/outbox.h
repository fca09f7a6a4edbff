/* SPDX-License-Identifier: ISC */
/*
 * outbox.h - the outbox of a service as the worker sees it.  Its role
 * farm_outbox can read no other table of that database.
 */
#ifndef FARM_DB_OUTBOX_OUTBOX_H
#define FARM_DB_OUTBOX_OUTBOX_H

#include "db/pg/pg.h"

#define OUTBOX_BATCH 100

struct outbox_row {
	struct uuid id;
	int64_t     seq;
	const char *name;
	struct uuid key;
	struct uuid follows; /* the open event before it, same key */
	const char *payload, *request_id;
	bool        is_first; /* never published before */
};
LIST_DECLARE(outbox_row);

/*
 * Hand at most OUTBOX_BATCH rows to "publish", the oldest first.  They count as
 * published when it returns ERR_OK.  "again": rows that were published 5 minutes
 * ago and are not done; else new rows.  "*n" is their number.
 */
typedef enum err outbox_publish_fn(void *ctx, const struct outbox_row *,
    size_t                               n);
enum err         db_outbox_relay(struct db *, bool again, outbox_publish_fn *,
	    void *ctx, size_t *n);

/* Published events may be lost: those that are not done are due again. */
enum err db_outbox_lost(struct db *);

/* These events are done: "{id,id}". */
enum err db_outbox_done(struct db *, const char *ids);

#endif
