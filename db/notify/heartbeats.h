/* SPDX-License-Identifier: ISC */
/*
 * heartbeats.h - when each worker last said that it is alive.
 */
#ifndef FARM_DB_NOTIFY_HEARTBEATS_H
#define FARM_DB_NOTIFY_HEARTBEATS_H

#include "db/pg/pg.h"

enum err db_heartbeat_put(struct db *, const char *worker);
/* Is any worker alive?  ERR_UNAVAILABLE: none said so within "seconds". */
enum err db_heartbeat_check(struct db *, int64_t seconds);

#endif
