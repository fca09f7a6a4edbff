/* SPDX-License-Identifier: ISC */
#include "db/notify/notifications.h"
#include "db/pg/slice.h"

#define COLUMNS "id, name, title, title_id, title_args, link, created_at"

QUERY(sql_notification_add, .sql =
    "INSERT INTO notifications (event_id, user_id, name, link, title,"
    "  title_id, title_args) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT ON CONSTRAINT notifications_once DO NOTHING");

QUERY(sql_notifications_after, .sql =
    "SELECT " COLUMNS " FROM notifications"
    " WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3");

QUERY(sql_notifications_list, .sql =
    "SELECT " COLUMNS " FROM notifications"
    " WHERE user_id = $1 AND ($2::int8 IS NULL OR id < $2)"
    " ORDER BY id DESC LIMIT $3 OFFSET $4");

QUERY(sql_notifications_count, .sql =
    COUNT_OF("notifications WHERE user_id = $1"));

SPEC(notification,
    FIELD(id, GIVEN),
    FIELD(name, GIVEN),
    FIELD_AS(title.text, "title", GIVEN),
    FIELD_AS(title.id, "title_id", FOR_PAGES),
    FIELD_AS(title.args, "title_args", FOR_PAGES),
    FIELD(link, GIVEN),
    FIELD(created_at, GIVEN));

SPEC_STATIC(total_row, FIELD(total));

enum err
db_notification_add(struct db *db, struct uuid event_id, struct uuid user_id,
    const char *name, const struct stored_text *title, const char *link)
{
	return db_run(db, &sql_notification_add,
	    VALUES(V(event_id), V(user_id), V(name), V(link), V(title->text),
		V(title->id), V(title->args.text)),
	    NULL);
}

static enum err
count_and_flush(struct db *db, struct uuid user_id, struct total_row *total)
{
	db_one(db, &sql_notifications_count, VALUES(V(user_id)), total_row,
	    total);
	return db_flush(db);
}

enum err
db_notifications_after(struct db *db, struct uuid user_id, int64_t after,
    int64_t limit, LIST(notification) *out, struct total_row *total)
{
	db_batch(db);
	db_all(db, &sql_notifications_after,
	    VALUES(V(user_id), V(after), V(limit)), notification, out);
	return count_and_flush(db, user_id, total);
}

enum err
db_notifications_list(struct db *db, struct uuid user_id, const struct slice *s,
    LIST(notification) *out, struct total_row *total)
{
	db_batch(db);
	db_all(db, &sql_notifications_list,
	    VALUES(V(user_id), V(s->key), V(s->limit), V(s->offset)),
	    notification, out);
	return count_and_flush(db, user_id, total);
}
