/* SPDX-License-Identifier: ISC */
/*
 * heartbeats.h - is a worker alive?
 */
#ifndef FARM_DB_NOTIFY_HEARTBEATS_H
#define FARM_DB_NOTIFY_HEARTBEATS_H

#include "db/pg/pg.h"

enum err db_heartbeat_put(struct db *, const char *worker);
/* Was any of them seen within that many seconds?  Else ERR_UNAVAILABLE. */
enum err db_heartbeat_check(struct db *, int64_t seconds);

#endif
