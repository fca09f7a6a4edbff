/* SPDX-License-Identifier: ISC */
/*
 * queue.c - what Redis answers about the stream, in its own protocol: events
 * are taken from it, or left, whatever its shape.
 */
#include <ctype.h>

#include "common/client/queue.c"
#include "tests/fuzz/fuzz.h"

static redisReader *reader;

static void
reply_free(void *reply)
{
	freeReplyObject(reply);
}

/* In place of redis.c: the next answer of the input. */
enum err
redis_command(struct arena *a, struct redisReply **out, const char *fmt, ...)
{
	void *reply = NULL;

	(void)fmt;
	if (redisReaderGetReply(reader, &reply) != REDIS_OK || reply == NULL)
		return ERR_UNAVAILABLE;
	arena_defer(a, reply_free, reply);
	if (((redisReply *)reply)->type == REDIS_REPLY_ERROR)
		return ERR_INTERNAL;
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

/* hiredis makes room for as many elements as it is told before they come. */
static bool
is_modest(const uint8_t *data, size_t size)
{
	size_t digits = 0;

	for (size_t i = 0; i < size && digits < 7; i++)
		digits = data[i] == '*'            ? 1 :
		    digits > 0 && isdigit(data[i]) ? digits + 1 :
						     0;
	return digits < 7;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena       *a = arena_new(FUZZ_ARENA);
	const struct event *ev;
	LIST(event)         list = { 0 };
	struct queue        q = { .own_read = true };
	bool                lost;

	if (!is_modest(data, size)) {
		arena_free(&a);
		return 0;
	}
	reader = redisReaderCreate();
	MUST(reader != NULL);
	redisReaderFeed(reader, (const char *)data, size);
	if (queue_read(&q, a, "w", 10, &list) == ERR_OK) {
		ev = list.items;
		for (size_t i = 0; i < list.n; i++) {
			MUST(ev[i].entry != NULL && ev[i].service != NULL);
			MUST(ev[i].request_id != NULL);
			MUST(*ev[i].name != '\0' && *ev[i].payload != '\0');
			MUST(uuid_given(ev[i].id) && uuid_given(ev[i].key));
		}
	}
	queue_inherit(&q, a, "w");
	queue_ready(&q, a, &lost);
	arena_free(&a);
	redisReaderFree(reader);
	return 0;
}
