/* SPDX-License-Identifier: ISC */
#include <hiredis/hiredis.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "common/client/redis.h"

#define CONNECT_MS 200
#define ANSWER_MS  500
#define REST_MS    500 /* after a failure */

static struct {
	const char   *url;
	redisContext *context;
	int64_t       rest_until;
} server;

void
redis_open(const char *url)
{
	server.url = url;
}

void
redis_close(void)
{
	if (server.context != NULL)
		redisFree(server.context);
	server.context = NULL;
}

static struct timeval
interval(int ms)
{
	return (struct timeval){ ms / 1000, (ms % 1000) * 1000 };
}

static redisContext *
connect_url(const char *url)
{
	const char *colon;
	char        host[256];
	size_t      n;

	if (strncmp(url, "unix:", 5) == 0)
		return redisConnectUnixWithTimeout(url + 5,
		    interval(CONNECT_MS));
	if (strncmp(url, "redis://", 8) == 0)
		url += 8;
	colon = strchr(url, ':');
	n = colon != NULL ? (size_t)(colon - url) : strlen(url);
	if (n >= sizeof(host))
		return NULL;
	memcpy(host, url, n);
	host[n] = '\0';
	return redisConnectWithTimeout(host,
	    colon != NULL ? (int)strtol(colon + 1, NULL, 10) : 6379,
	    interval(CONNECT_MS));
}

static enum err
failed(const char *why)
{
	log_write(LOG_WARN, "redis does not answer", "why", why, NULL);
	redis_close();
	server.rest_until = clock_ms() + REST_MS;
	return ERR_UNAVAILABLE;
}

static enum err
connected(void)
{
	if (server.context != NULL)
		return ERR_OK;
	if (server.url == NULL || clock_ms() < server.rest_until)
		return ERR_UNAVAILABLE;
	server.context = connect_url(server.url);
	if (server.context == NULL)
		return failed("no memory or no address");
	if (server.context->err != 0 ||
	    redisSetTimeout(server.context, interval(ANSWER_MS)) != REDIS_OK)
		return failed(server.context->errstr);
	return ERR_OK;
}

static void
reply_free(void *reply)
{
	freeReplyObject(reply);
}

enum err
redis_command(struct arena *a, struct redisReply **out, const char *fmt, ...)
{
	redisReply *reply;
	va_list     ap;
	enum err    e;

	if ((e = connected()) != ERR_OK)
		return e;
	metrics_add(METRIC_REDIS_TRIPS, 1);
	va_start(ap, fmt);
	reply = redisvCommand(server.context, fmt, ap);
	va_end(ap);
	if (reply == NULL) /* also poisons the connection */
		return failed(server.context->errstr);
	arena_defer(a, reply_free, reply);
	if (reply->type == REDIS_REPLY_ERROR) {
		log_write(LOG_ERROR, "redis refused a command", "why",
		    reply->str, NULL);
		return ERR_INTERNAL;
	}
	*out = reply;
	return ERR_OK;
}

enum err
redis_get(struct arena *a, const char *key, const char **value)
{
	redisReply *reply;
	enum err    e;

	if ((e = redis_command(a, &reply, "GET %s", key)) != ERR_OK)
		return e;
	*value = reply->type == REDIS_REPLY_STRING ? reply->str : NULL;
	return ERR_OK;
}

enum err
redis_set(struct arena *a, const char *key, const char *value, long seconds)
{
	redisReply *reply;

	return redis_command(a, &reply, "SET %s %s EX %ld", key, value,
	    seconds);
}

/*
 * INCR and the rest of the window in one round trip; the window begins with
 * the first count, so a key can never stay for ever.
 */
enum err
redis_count(struct arena *a, const char *key, int seconds, int64_t *count,
    int64_t *left)
{
	redisReply *reply[3] = { NULL, NULL, NULL };
	enum err    e;

	if ((e = connected()) != ERR_OK)
		return e;
	metrics_add(METRIC_REDIS_TRIPS, 1);
	redisAppendCommand(server.context, "SET %s 0 EX %d NX", key, seconds);
	redisAppendCommand(server.context, "INCR %s", key);
	redisAppendCommand(server.context, "TTL %s", key);
	for (int i = 0; i < 3; i++) {
		if (redisGetReply(server.context, (void **)&reply[i]) !=
		    REDIS_OK)
			return failed(server.context->errstr);
		arena_defer(a, reply_free, reply[i]);
	}
	*count = reply[1]->integer;
	*left = reply[2]->integer > 0 ? reply[2]->integer : 1;
	return reply[1]->type == REDIS_REPLY_INTEGER ? ERR_OK : ERR_INTERNAL;
}

enum err
redis_ping(struct arena *a)
{
	redisReply *reply;

	return redis_command(a, &reply, "PING");
}
