/* SPDX-License-Identifier: ISC */
/*
 * db_common.c - what db/pg/pg.h and db/pg/store.h promise, over the world's
 * records: transactions that are rolled back, told to repeat themselves, or end
 * nobody knows how.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/model/json_write.h"
#include "db/pg/store.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/db.h"

static bool
fails(unsigned per_mille_of_storm)
{
	bool it_does = !world.calm &&
	    rng_chance(&world.dice, world.storm * per_mille_of_storm / 1000);

	world.counts[COUNT_FAULTS] += it_does;
	return it_does;
}

/* ---- records ------------------------------------------------------------- */

void
db_touch(struct db *db, void *record, size_t size)
{
	struct record *r = record;

	if (r->writer == db->task)
		return;
	assert(r->writer == NULL && db->ntouched < TOUCHED_MAX);
	r->before = arena_dup(db->arena, record, size);
	r->writer = db->task;
	db->sizes[db->ntouched] = size;
	db->touched[db->ntouched++] = r;
}

enum err
db_lock(struct db *db, void *record, size_t size)
{
	struct record *r = record;

	if (breaks(BREAK_NO_LOCK) && r->writer != NULL)
		return ERR_OK;
	while (r->writer != NULL && r->writer != db->task) {
		say("%s waits for a lock", db->task->name);
		db->task->waits_for = r;
		task_wait(TASK_LOCKED);
		if (fails(200)) {
			db->away = true;
			return ERR_UNAVAILABLE;
		}
	}
	db_touch(db, record, size);
	return ERR_OK;
}

const void *
db_seen(const struct db *db, const void *record)
{
	const struct record *r = record;

	return r->writer == NULL || r->writer == db->task ? record : r->before;
}

static void
commit(struct db *db)
{
	for (int i = 0; i < db->ntouched; i++) {
		db->touched[i]->writer = NULL;
		db->touched[i]->before = NULL;
	}
	db->ntouched = 0;
}

static void
rollback(struct db *db)
{
	while (db->ntouched > 0) {
		struct record *r = db->touched[--db->ntouched];

		memcpy(r, r->before, db->sizes[db->ntouched]);
	}
}

void
db_forget(struct db *db)
{
	rollback(db);
}

/* ---- statements and transactions ----------------------------------------- */

struct arena *
db_arena(struct db *db)
{
	return db->arena;
}

static void
tell(struct db *db, const char *end)
{
	if (world.loud)
		say("%s %s:%s %s", db->task->name,
		    program_words[db->task->program], db->task->queries, end);
	db->task->queries[0] = '\0';
}

static void
note(struct db *db, const char *query)
{
	char  *text = db->task->queries;
	size_t n = strlen(text);

	if (world.loud)
		snprintf(text + n, sizeof(db->task->queries) - n, " %s", query);
}

/* Wait for the scheduler; the database may be away by then. */
static enum err
reach(struct db *db)
{
	task_wait(TASK_READY);
	if (!fails(300))
		return ERR_OK;
	tell(db, "- the database does not answer");
	return ERR_UNAVAILABLE;
}

/* What COMMIT says. */
enum ending { END_DONE, END_UNKNOWN, END_AWAY, END_REPEAT };

static enum ending
ending(void)
{
	return fails(150) ? END_UNKNOWN :
	    fails(150)    ? END_AWAY :
	    fails(150)    ? END_REPEAT :
			    END_DONE;
}

static enum err
finish(struct db *db, enum ending end)
{
	static const char *const words[] = { "- done",
		"- done, which nobody learns", "- lost", "- once more" };

	if (end == END_DONE || end == END_UNKNOWN)
		commit(db);
	else
		rollback(db);
	tell(db, words[end]);
	return end == END_DONE ? ERR_OK :
	    end == END_UNKNOWN ? ERR_UNCERTAIN :
				 ERR_UNAVAILABLE;
}

/*
 * A round trip: others go on meanwhile.  Inside a transaction this holds for
 * orders only, whose doubles lock what they change.  Those of the other
 * programs do not, and a transaction of theirs is one step.
 */
static enum err
trip(struct db *db)
{
	if (!db->in_tx)
		return reach(db);
	if (db->task->program == PROGRAM_ORDERS)
		task_wait(TASK_READY);
	return ERR_OK;
}

enum err
db_begin(struct db *db, const char *query)
{
	note(db, query);
	if (db->away)
		return ERR_UNAVAILABLE;
	return db->batch ? ERR_OK : trip(db);
}

enum err
db_end(struct db *db, enum err e)
{
	if (db->batch) {
		if (db->first == ERR_OK)
			db->first = e;
		return ERR_OK;
	}
	if (db->in_tx)
		return e;
	if (e == ERR_OK)
		return finish(db, db->ntouched > 0 ? ending() : END_DONE);
	rollback(db);
	tell(db, "- no");
	return e;
}

void
db_batch(struct db *db)
{
	db->first = ERR_OK;
	if (!db->away && trip(db) != ERR_OK)
		db->away = true;
	if (db->away)
		db->first = ERR_UNAVAILABLE;
	db->batch = true;
}

enum err
db_flush(struct db *db)
{
	enum err e = db->first;

	if (!db->batch)
		return ERR_OK;
	db->batch = false;
	if (db->in_tx)
		return e;
	db->away = false;
	return db_end(db, e);
}

enum err
db_tx(struct db *db, db_tx_fn *fn, void *ctx)
{
	enum ending end;
	enum err    e;

	if (db->in_tx)
		abort();
	for (int try = 0; try < DB_TX_TRIES; try++) {
		if ((e = reach(db)) != ERR_OK)
			return e;
		db->in_tx = true;
		e = fn(db, ctx);
		db->in_tx = db->batch = db->away = false;
		if (e != ERR_OK) {
			rollback(db);
			if (world.loud)
				tell(db, err_slug(e));
			return e;
		}
		end = ending();
		e = finish(db, end);
		if (end != END_REPEAT)
			return e;
	}
	return ERR_CONFLICT;
}

/* ---- the outbox ---------------------------------------------------------- */

enum err
db_event_spec(struct db *db, const char *name, struct uuid key,
    struct spec *spec, const void *payload)
{
	enum program       p = db->task->program;
	struct event_row *o;
	struct buf         b = { 0 };
	enum err           e = db_begin(db, name);

	if (e != ERR_OK)
		return e;
	if (world.nevents == EVENTS_MAX)
		abort();
	o = &world.events[world.nevents++];
	db_touch(db, o, sizeof(*o));
	o->r.exists = true;
	json_write_spec(&b, spec, payload);
	o->ev = (struct event){ .id = uuid_new(),
		.service = program_words[p],
		.seq = ++world.seq[p],
		.name = name,
		.key = key,
		.payload = keep(buf_text(&b)),
		.request_id = "" };
	buf_free(&b);
	return db_end(db, ERR_OK);
}

/* ---- Idempotency-Key: the statements of db/pg/store.c -------------------- */

static struct key_row *
key_of(const struct once *o)
{
	struct key_row *k = world.keys;

	for (int i = 0; i < world.nkeys; i++, k++)
		if (k->r.exists && strcmp(k->key, o->key) == 0 &&
		    strcmp(k->scope, o->scope) == 0)
			return k;
	return NULL;
}

static enum err
once_take(struct db *db, struct once *o)
{
	enum err        e = db_begin(db, "once_take");
	struct key_row *k;
	bool            mine;

	if (e != ERR_OK)
		return e;
	o->taker = uuid_new();
	if ((k = key_of(o)) == NULL) {
		if (world.nkeys == KEYS_MAX)
			abort();
		k = &world.keys[world.nkeys++];
		db_touch(db, k, sizeof(*k));
		*k = (struct key_row){ .r = k->r,
			.scope = keep(o->scope),
			.key = keep(o->key),
			.fingerprint = keep(o->fingerprint),
			.id = o->id };
		k->r.exists = mine = true;
	} else {
		db_touch(db, k, sizeof(*k));
		mine = k->status == 0 && k->leased_until_us < world.now_us &&
		    strcmp(k->fingerprint, o->fingerprint) == 0;
	}
	if (mine) {
		k->taker = o->taker;
		k->leased_until_us = world.now_us + 20 * SECOND_US;
	}
	o->id = k->id;
	o->replay = k->status != 0;
	o->status = k->status;
	o->body = k->body;
	o->location = k->location;
	if (strcmp(k->fingerprint, o->fingerprint) != 0)
		return db_end(db, ERR_KEY_REUSED);
	return db_end(db, o->replay || mine ? ERR_OK : ERR_KEY_IN_USE);
}

static enum err
once_record(struct db *db, const struct once *o)
{
	enum err        e = db_begin(db, "once_record");
	struct key_row *k;

	if (e != ERR_OK)
		return e;
	if ((k = key_of(o)) != NULL && k->status == 0) {
		db_touch(db, k, sizeof(*k));
		k->status = o->status;
		k->body = keep(o->body);
		k->location = keep(o->location);
	}
	return db_end(db, ERR_OK);
}

static enum err
once_release(struct db *db, const struct once *o, bool keep_id)
{
	enum err        e = db_begin(db, "once_release");
	struct key_row *k;

	if (e != ERR_OK)
		return e;
	if ((k = key_of(o)) != NULL && k->status == 0 &&
	    uuid_equal(k->taker, o->taker)) {
		db_touch(db, k, sizeof(*k));
		k->leased_until_us = world.now_us;
		k->r.exists = keep_id;
	}
	return db_end(db, ERR_OK);
}

const struct store pg_store = {
	.flush = db_flush,
	.once_take = once_take,
	.once_record = once_record,
	.once_release = once_release,
};
