/* SPDX-License-Identifier: ISC */
#include <hiredis/hiredis.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/log.h"
#include "common/client/queue.h"
#include "common/client/redis.h"

#define STREAM "farm:events"
#define GROUP  "workers"
/* The run id of the Redis that holds the stream; or the worker that notes a
   loss. */
#define RUN     "farm:events:run"
#define IDLE_MS 60000

/* ---- is it still the same stream? ---------------------------------------- */

/* Redis' own id, new at each of its starts. */
static enum err
run_id(struct arena *a, const char **out)
{
	static const char label[] = "\r\nrun_id:";
	redisReply       *reply;
	const char       *s;
	enum err          e;

	if ((e = redis_command(a, &reply, "INFO server")) != ERR_OK)
		return e;
	s = reply->str != NULL ? strstr(reply->str, label) : NULL;
	if (s == NULL)
		return ERR_INTERNAL;
	s += sizeof(label) - 1;
	*out = arena_dup(a, s, strcspn(s, "\r\n"));
	return ERR_OK;
}

static enum err
group_make(struct arena *a)
{
	redisReply *reply;
	enum err    e;

	if ((e = redis_command(a, &reply, "EXISTS " STREAM)) != ERR_OK)
		return e;
	if (reply->integer == 1) {
		e = redis_command(a, &reply, "XINFO GROUPS " STREAM);
		if (e != ERR_OK || reply->elements > 0)
			return e;
	}
	return redis_command(a, &reply,
	    "XGROUP CREATE " STREAM " " GROUP " 0 MKSTREAM");
}

enum err
queue_ready(struct queue *q, struct arena *a, bool *lost)
{
	const char *now, *before;
	redisReply *reply;
	enum err    e;

	*lost = false;
	if (!uuid_given(q->me))
		q->me = uuid_new();
	if ((e = run_id(a, &now)) != ERR_OK ||
	    (e = redis_get(a, RUN, &before)) != ERR_OK)
		return e;
	if (before != NULL && strcmp(now, before) == 0)
		return ERR_OK;
	/* In this order: what empties Redis in between is noticed, too. */
	if (before == NULL || strcmp(q->me.text, before) != 0) {
		*lost = true;
		q->own_read = false;
		e = redis_command(a, &reply, "SET " RUN " %s", q->me.text);
	}
	return e == ERR_OK ? group_make(a) : e;
}

/* "XX": when Redis was emptied meanwhile, there is another loss to note. */
enum err
queue_noted(struct arena *a)
{
	const char *now;
	redisReply *reply;
	enum err    e;

	if ((e = run_id(a, &now)) != ERR_OK)
		return e;
	return redis_command(a, &reply, "SET " RUN " %s XX", now);
}

/* ---- in ------------------------------------------------------------------ */

enum err
queue_add(struct arena *a, const struct event *ev)
{
	redisReply *reply;

	return redis_command(a, &reply,
	    "XADD " STREAM " * id %s service %s "
	    "seq %lld name %s key %s follows %s payload %s requestId %s",
	    ev->id.text, ev->service, (long long)ev->seq, ev->name,
	    ev->key.text, ev->follows.text, ev->payload, ev->request_id);
}

enum err
queue_tell(struct arena *a, const struct event *ev)
{
	redisReply *reply;

	return redis_command(a, &reply, "PUBLISH %s %s", ev->name, ev->payload);
}

/* ---- out ----------------------------------------------------------------- */

/* The i-th of a reply, or NULL when that is no such list. */
static const redisReply *
element(const redisReply *reply, size_t i)
{
	return reply != NULL && reply->type == REDIS_REPLY_ARRAY &&
		i < reply->elements ?
	    reply->element[i] :
	    NULL;
}

static const char *
text_of(const redisReply *reply)
{
	return reply != NULL && reply->type == REDIS_REPLY_STRING ? reply->str :
								    "";
}

static const char *
member(const redisReply *fields, const char *name)
{
	for (size_t i = 0; i + 1 < fields->elements; i += 2)
		if (strcmp(text_of(element(fields, i)), name) == 0)
			return text_of(element(fields, i + 1));
	return "";
}

static bool
uuid_member(const redisReply *fields, const char *name, struct uuid *out)
{
	const char *s = member(fields, name);

	*out = (struct uuid){ "" };
	return *s == '\0' || uuid_parse(s, strlen(s), out);
}

static bool
event_read(const redisReply *fields, struct event *ev)
{
	ev->service = member(fields, "service");
	ev->seq = strtoll(member(fields, "seq"), NULL, 10);
	ev->name = member(fields, "name");
	ev->payload = member(fields, "payload");
	ev->request_id = member(fields, "requestId");
	return uuid_member(fields, "id", &ev->id) && uuid_given(ev->id) &&
	    uuid_member(fields, "key", &ev->key) && uuid_given(ev->key) &&
	    uuid_member(fields, "follows", &ev->follows) && *ev->name != '\0' &&
	    *ev->payload != '\0';
}

static enum err
entry_drop(struct queue *q, struct arena *a, const char *entry)
{
	redisReply *reply;
	enum err    e;

	e = redis_command(a, &reply, "XDEL " STREAM " %s", entry);
	if (e == ERR_OK)
		e = redis_command(a, &reply, "XACK " STREAM " " GROUP " %s",
		    entry);
	if (e != ERR_OK)
		q->own_read = false;
	return e;
}

/* [[stream, [[entry, [name, value, …]], …]]], or nil. */
static enum err
entries_read(struct queue *q, struct arena *a, const redisReply *reply,
    LIST(event) *out)
{
	const redisReply *entries = element(element(reply, 0), 1), *entry;
	struct event     *ev;

	for (size_t i = 0; (entry = element(entries, i)) != NULL; i++) {
		const redisReply *fields = element(entry, 1);

		ev = list_add(a, out);
		*ev = (struct event){ .entry = text_of(element(entry, 0)) };
		if (fields != NULL && fields->type == REDIS_REPLY_ARRAY &&
		    event_read(fields, ev))
			continue;
		/* Nil: deleted while it was pending; its outbox has it. */
		log_write(LOG_WARN, "an entry of the stream is unreadable",
		    "entry", ev->entry, NULL);
		out->n--;
		entry_drop(q, a, ev->entry);
	}
	return ERR_OK;
}

static enum err
read_from(struct queue *q, struct arena *a, const char *consumer, int count,
    const char *from, LIST(event) *out)
{
	redisReply *reply;
	enum err    e;

	*out = (LIST(event)){ 0 };
	e = redis_command(a, &reply,
	    "XREADGROUP GROUP " GROUP " %s COUNT %d "
	    "STREAMS " STREAM " %s",
	    consumer, count, from);
	if (e == ERR_OK)
		return entries_read(q, a, reply, out);
	q->own_read = false;
	return e;
}

enum err
queue_read(struct queue *q, struct arena *a, const char *consumer, int count,
    LIST(event) *out)
{
	enum err e;

	if (!q->own_read) {
		e = read_from(q, a, consumer, count, "0", out);
		if (e != ERR_OK || out->n > 0)
			return e;
		q->own_read = true;
	}
	return read_from(q, a, consumer, count, ">", out);
}

void
queue_again(struct queue *q)
{
	q->own_read = false;
}

enum err
queue_inherit(struct queue *q, struct arena *a, const char *consumer)
{
	redisReply *reply;
	enum err    e;

	e = redis_command(a, &reply,
	    "XAUTOCLAIM " STREAM " " GROUP " %s %d "
	    "0-0 COUNT 100 JUSTID",
	    consumer, IDLE_MS);
	if (e == ERR_OK && element(element(reply, 1), 0) != NULL)
		q->own_read = false;
	return e;
}

enum err
queue_done(struct queue *q, struct arena *a, const struct event *ev)
{
	return entry_drop(q, a, ev->entry);
}
