/* SPDX-License-Identifier: ISC */
/*
 * notifications.h - notifications of users on the site.
 */
#ifndef FARM_DB_NOTIFY_NOTIFICATIONS_H
#define FARM_DB_NOTIFY_NOTIFICATIONS_H

#include "common/contract/stored_text.h"
#include "common/model/slice.h"
#include "db/pg/pg.h"

struct notification {
	int64_t            id;
	const char        *name; /* of the event: "order.shipped" */
	struct stored_text title;
	const char        *link;
	struct timestamp   created_at;
};
SPEC_DECLARE(notification);

struct total_row {
	int64_t total;
};

/* Add a notification, one for each event and user. */
enum err db_notification_add(struct db *, struct uuid event_id,
    struct uuid user_id, const char *name, const struct stored_text *title,
    const char *link);

/*
 * The notifications of a user: those after an id, the oldest first; or a slice
 * of all, the newest first.  "*total" counts all.
 */
enum err db_notifications_after(struct db *, struct uuid user_id, int64_t after,
    int64_t limit, LIST(notification) *out, struct total_row *total);
enum err db_notifications_list(struct db *, struct uuid user_id,
    const struct slice *, LIST(notification) *out, struct total_row *total);

#endif
