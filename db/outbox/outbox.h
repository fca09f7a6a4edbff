/* SPDX-License-Identifier: ISC */
/*
 * outbox.h - the relay's view of a service's outbox, which is all that its
 * role (farm_outbox) may see of that database.
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
	struct uuid follows; /* the open one before it, same key */
	const char *payload, *request_id;
	bool        is_first; /* never published before */
};
LIST_DECLARE(outbox_row);

/*
 * Hand the rows that are due to "publish", oldest first, at most
 * OUTBOX_BATCH; when it answers ERR_OK they count as published.  With
 * "again" those that were published long ago and are not done; else new
 * ones.  "*n" is their number.
 */
typedef enum err outbox_publish_fn(void *ctx, const struct outbox_row *,
    size_t                               n);
enum err         db_outbox_relay(struct db *, bool again, outbox_publish_fn *,
	    void *ctx, size_t *n);

/* What was published may be lost: all that is not done is due again. */
enum err db_outbox_lost(struct db *);

/* Done: "{id,id}". */
enum err db_outbox_done(struct db *, const char *ids);

#endif
