/* SPDX-License-Identifier: ISC */
#include "common/base/clock.h"
#include "db/notify/heartbeats.h"
#include "fcgi/worker/worker.h"

#define BEAT_MS 5000 /* /healthz calls a worker dead after HEARTBEAT_S */

int64_t
heart_beat(struct worker *w)
{
	if (clock_ms() >= w->beat_at) {
		w->beat_at = clock_ms() + BEAT_MS;
		db_heartbeat_put(w->notify, w->name);
	}
	return w->beat_at;
}
