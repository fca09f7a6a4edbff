/* SPDX-License-Identifier: ISC */
/*
 * calls.c - common/client/http_client.h: calls arrive, get lost, come late, and
 * so do their answers.
 */
#include <stdlib.h>
#include <string.h>

#include "fcgi/worker/worker.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/provider.h"

static bool
happens(unsigned per_mille_of_storm)
{
	bool it_does = !world.calm &&
	    rng_chance(&world.dice, world.storm * per_mille_of_storm / 1000);

	world.counts[COUNT_FAULTS] += it_does;
	return it_does;
}

/* Somebody waited for this long in vain. */
static void
time_out(bool quickly)
{
	world.now_us += quickly ? SECOND_US / 5 : 5 * SECOND_US;
}

static const char *
header(const struct http_call *call, const char *name)
{
	size_t n = strlen(name);

	for (int i = 0; i < HTTP_HEADERS_MAX && call->headers[i] != NULL; i++)
		if (strncmp(call->headers[i], name, n) == 0)
			return call->headers[i] + n;
	return NULL;
}

/* ---- another service ----------------------------------------------------- */

static enum method
method_of(const char *name)
{
	return strcmp(name, "GET") == 0 ? GET :
	    strcmp(name, "PUT") == 0    ? PUT :
					  POST;
}

static enum program
program_of(const char *path)
{
	for (int p = PROGRAM_ORDERS; p < PROGRAM_PRODUCTS; p++)
		if (strncmp(path, program_words[p], strlen(program_words[p])) ==
		    0)
			return (enum program)p;
	return PROGRAM_PRODUCTS;
}

static void
ask_service(struct arena *a, const struct http_call *call,
    struct http_answer *out)
{
	static const char internal[] = "http://internal/";
	struct task      *t = task_now;
	struct letter     l = { .buyer = -1, .event = -1 };
	const char       *path = call->url + strlen(internal);

	l.program = program_of(path);
	l.method = method_of(call->method);
	l.path = path + strlen(program_words[l.program]);
	l.body = call->body;
	say("%s %s asks: %s %s", t->name, program_words[t->program],
	    call->method, path);
	task_wait(TASK_READY);
	*out = (struct http_answer){ .outcome = HTTP_NOT_SENT, .body = "" };
	if (happens(200)) {
		say("%s reaches nobody", t->name);
		return;
	}
	t->child = task_request(t, 0, &l);
	task_wait(TASK_CALLING);
	*out = t->answer;
	if (out->outcome == HTTP_ANSWERED && happens(300)) {
		say("%s never hears the answer", t->name);
		time_out(false);
		*out = (struct http_answer){ .outcome = HTTP_UNKNOWN,
			.body = "" };
	}
	(void)a;
}

/* ---- the provider -------------------------------------------------------- */

static const struct provider_at *
provider_of_url(const char *url)
{
	for (int i = 0;; i++)
		if (providers_at[i] == NULL)
			abort();
		else if (strncmp(url, providers_at[i]->base,
			     strlen(providers_at[i]->base)) == 0)
			return providers_at[i];
}

static void
come_late(const struct ghost *g)
{
	if (there.nghosts == GHOSTS_MAX)
		return;
	there.ghosts[there.nghosts++] = (struct ghost){ g->at, keep(g->method),
		keep(g->path), keep(g->key), keep(g->form), false };
}

enum fate {
	FATE_WELL,
	FATE_NOT_SENT,
	FATE_BUSY,
	FATE_LOST,
	FATE_LATE,
	FATE_UNHEARD,
	FATE_BROKEN,
	FATE_BROKEN_AFTER
};

static enum fate
fate(void)
{
	return happens(800) ?
	    (enum fate)(FATE_NOT_SENT + rng_below(&world.dice, 7)) :
	    FATE_WELL;
}

static void
ask_provider(struct arena *a, const struct http_call *call,
    struct http_answer *out)
{
	static const char *const  words[] = { "", "is not reached",
		 "has too much to do", "never gets it", "gets it late",
		 "is not heard", "breaks", "breaks after it" };
	const struct provider_at *at = provider_of_url(call->url);
	struct task              *t = task_now;
	struct ghost g = { at, call->method, call->url + strlen(at->base),
		header(call, "Idempotency-Key: "), call->body, false };
	enum fate    f;

	say("%s %s asks the provider: %s %s", t->name,
	    program_words[t->program], g.method, g.path);
	task_wait(TASK_READY);
	*out = (struct http_answer){ .outcome = HTTP_UNKNOWN, .body = "" };
	if ((f = fate()) != FATE_WELL)
		say("%s: the provider %s", t->name, words[f]);
	if (f == FATE_WELL || f == FATE_UNHEARD || f == FATE_BROKEN_AFTER)
		out->status = provider_serve(a, &g, &out->body);
	if (f == FATE_WELL || f >= FATE_BROKEN || f == FATE_BUSY)
		out->outcome = HTTP_ANSWERED;
	if (f == FATE_NOT_SENT)
		out->outcome = HTTP_NOT_SENT;
	if (f == FATE_LATE)
		come_late(&g);
	if (f == FATE_BUSY)
		out->status = 429;
	if (f >= FATE_BROKEN) {
		out->status = 500;
		out->body = "";
	}
	out->body_len = strlen(out->body);
	if (f != FATE_WELL)
		time_out(rng_chance(&world.dice, 500));
}

void
http_call(struct arena *a, const struct http_call *call,
    struct http_answer *out)
{
	if (task_now->db.in_tx)
		broken("no transaction is open during a call", "%s", call->url);
	if (call->unix_socket != NULL)
		ask_service(a, call, out);
	else
		ask_provider(a, call, out);
}
