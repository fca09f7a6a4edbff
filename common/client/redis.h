/* SPDX-License-Identifier: ISC */
/*
 * redis.h - this process's one connection to Redis, made when first needed.
 *
 * Every call is bounded: 200 ms to connect, 500 ms to answer.  After a
 * failure Redis counts as down for half a second, so that a dead Redis costs
 * a page next to nothing.  A failed call leaves no half-read connection.
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
/* Wait up to this long for an answer from now on: for blocking commands. */
void redis_patience(int ms);

/*
 * One command by hiredis' format ("%s", "%b" with a size_t).  The reply lives
 * in the arena.  ERR_UNAVAILABLE: Redis did not answer; ERR_INTERNAL: it
 * answered with an error, which is logged.
 */
enum err redis_command(struct arena *, struct redisReply **, const char *fmt,
    ...);

/* "*value" is NULL when there is no such key. */
enum err redis_get(struct arena *, const char *key, const char **value);
enum err redis_set(struct arena *, const char *key, const char *value,
    long seconds);
/* Count one more in this window; "*left" are its seconds to go. */
enum err redis_count(struct arena *, const char *key, int seconds,
    int64_t *count, int64_t *left);
enum err redis_ping(struct arena *);

#endif
