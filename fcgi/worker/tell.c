/* SPDX-License-Identifier: ISC */
/*
 * tell.c - tells the outboxes which of their events are done.
 */
#include <string.h>

#include "common/base/clock.h"
#include "db/outbox/outbox.h"
#include "fcgi/worker/worker.h"

#define LOOK_MS  3000 /* events that end with a mail, which the child sends */
#define RETRY_MS 1000

static struct outbox *
outbox_find(struct worker *w, const char *service)
{
	for (size_t i = 0; i < w->noutboxes; i++)
		if (strcmp(w->outboxes[i].service, service) == 0)
			return &w->outboxes[i];
	return NULL;
}

/* A service that the farm no longer has needs to be told nothing. */
int64_t
tell_duty(struct worker *w)
{
	LIST(done_events) list;
	bool              any = false;

	if (db_events_untold(w->notify, &list) != ERR_OK)
		return clock_ms() + RETRY_MS;
	for (size_t i = 0; i < list.n; i++) {
		const struct done_events *done = &list.items[i];
		struct outbox            *o = outbox_find(w, done->service);

		if (o != NULL && db_outbox_done(o->db, done->ids) != ERR_OK)
			continue;
		any = db_events_told(w->notify, done->ids) == ERR_OK || any;
	}
	return any ? 0 : clock_ms() + (list.n > 0 ? RETRY_MS : LOOK_MS);
}
