/* SPDX-License-Identifier: ISC */
/*
 * clock.h - the farm's clock, points in time (microseconds since 1970, UTC)
 * and their texts.
 *
 * Only clock.c asks the system for the time.  A test farm can move its clock
 * forward: see clock_open(), and farm_now() in db/common/0004_clock.sql for
 * the same in SQL.
 */
#ifndef FARM_BASE_CLOCK_H
#define FARM_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct timestamp {
	int64_t us;
};

#define TIMESTAMP_NONE ((struct timestamp){ INT64_MIN })
#define TIMESTAMP_SIZE 40

/* The time of the farm. */
struct timestamp clock_now(void);
/* The time of the machine, to compare with what nginx states. */
struct timestamp clock_machine(void);
/*
 * From now on add the microseconds that the file holds as an int64_t, whenever
 * they change.  False: the file cannot be read, or is too short.
 */
bool clock_open(const char *path);
/* Milliseconds and microseconds that only go forward, for deadlines. */
int64_t clock_ms(void);
int64_t clock_us(void);

/* RFC 3339, UTC, milliseconds: "2026-11-22T14:23:00.123Z". */
size_t timestamp_format(struct timestamp, char out[static TIMESTAMP_SIZE]);
/* RFC 9110 IMF-fixdate: "Sun, 22 Nov 2026 14:23:00 GMT"; mails use it too. */
size_t timestamp_http(struct timestamp, char out[static TIMESTAMP_SIZE]);
/* strftime(3) in UTC. */
size_t timestamp_strftime(struct timestamp, const char *fmt,
    char out[static TIMESTAMP_SIZE]);
/*
 * RFC 3339 or PostgreSQL's ISO text ("2026-11-22 14:23:00.1234+00"), with up
 * to six decimals and an offset.
 */
bool timestamp_parse(const char *, size_t len, struct timestamp *out);

static inline bool
timestamp_given(struct timestamp t)
{
	return t.us != INT64_MIN;
}

#endif
