/* SPDX-License-Identifier: ISC */
/*
 * redis.h - the one connection of this process to Redis, made when it is first
 * needed.  It is the only variable of redis.c.
 *
 * Every call has a deadline: 200 ms to connect, 500 ms for the answer.  After a
 * failure no call tries again for 500 ms, so that pages stay fast while Redis is
 * down.  A failure closes the connection: no half-read answer stays behind.
 */
#ifndef FARM_CLIENT_REDIS_H
#define FARM_CLIENT_REDIS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/arena.h"
#include "common/base/err.h"

struct redisReply;

/* "redis://host:port", or "unix:/path".  Nothing is connected yet. */
void redis_open(const char *url);
void redis_close(void);

/*
 * One command in hiredis' format ("%s", "%b" with a size_t).  The reply lives in
 * the arena.  ERR_UNAVAILABLE: Redis did not answer; ERR_INTERNAL: it answered
 * with an error, which was logged.
 */
enum err redis_command(struct arena *, struct redisReply **, const char *fmt,
    ...);

/* "*value" is NULL when there is no such key. */
enum err redis_get(struct arena *, const char *key, const char **value);
enum err redis_set(struct arena *, const char *key, const char *value,
    long seconds);
/* Add one to the count of this window, which ends in "*left" seconds. */
enum err redis_count(struct arena *, const char *key, int seconds,
    int64_t *count, int64_t *left);
enum err redis_ping(struct arena *);

#endif
