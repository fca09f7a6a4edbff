/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/provider.h"

#define DAY_US (24 * 60 * MINUTE_US)
#define MEMORY 6000

struct provider_world there;

const struct provider_at *const providers_at[] = { &at_stripe, &at_approver,
	NULL };

/* ---- parameters ---------------------------------------------------------- */

const char *
call_field(struct provider_call *c, const char *name)
{
	for (const char *s = c->form; s != NULL && *s != '\0';) {
		size_t      len = strcspn(s, "&"), at = strcspn(s, "=");
		const char *is = url_decode(c->arena, s, at, true);

		if (is != NULL && strcmp(is, name) == 0)
			return url_decode(c->arena, s + at + 1, len - at - 1,
			    true);
		s += len + (s[len] == '&');
	}
	return "";
}

struct uuid
call_uuid(struct provider_call *c, const char *name)
{
	const char *text = call_field(c, name);
	struct uuid id = { "" };

	uuid_parse(text, strlen(text), &id);
	return id;
}

/* ---- messages ------------------------------------------------------------ */

void
provider_name(char id[24], const char *prefix)
{
	snprintf(id, 24, "%s_%016llx", prefix,
	    (unsigned long long)rng_next(&world.dice));
}

void
provider_tell(const struct provider_at *at, const char *type,
    const char *object_id, struct uuid attempt_id, struct uuid refund_id)
{
	struct message *m = &there.messages[there.nmessages++];

	if (there.nmessages == MESSAGES_MAX)
		abort();
	*m = (struct message){ .at = at,
		.type = type,
		.attempt_id = attempt_id,
		.refund_id = refund_id,
		.more = 1 + (int)rng_below(&world.dice, 5) };
	provider_name(m->id, "evt");
	snprintf(m->object_id, sizeof(m->object_id), "%s", object_id);
}

struct message_row *
message_of(const char *id)
{
	for (int i = 0; i < there.nmessages; i++)
		if (strcmp(there.messages[i].id, id) == 0)
			return &there.messages[i].row;
	abort();
}

/* ---- one request --------------------------------------------------------- */

static struct memory {
	const char *key, *what, *body;
	int64_t     at_us;
	int         status;
} memory[MEMORY];
static int nmemory;

static bool
row_fits(const struct provider_row *r, const struct ghost *g)
{
	size_t path = strlen(g->path), begin = strlen(r->begins),
	       end = strlen(r->ends);

	return strcmp(r->method, g->method) == 0 && path >= begin + end &&
	    strncmp(g->path, r->begins, begin) == 0 &&
	    strcmp(g->path + path - end, r->ends) == 0 &&
	    (r->begins[begin - 1] == '/' || r->begins[begin - 1] == '?' ||
		path == begin);
}

static int
call_serve(struct arena *a, const struct ghost *g, const char **body)
{
	struct provider_call c = { .arena = a, .form = g->form };
	int                  status;

	for (const struct provider_row *r = g->at->rows;; r++) {
		if (r->method == NULL)
			abort(); /* a request nobody knows */
		if (!row_fits(r, g))
			continue;
		c.id = arena_dup(a, g->path + strlen(r->begins),
		    strlen(g->path) - strlen(r->begins) - strlen(r->ends));
		if (c.form == NULL)
			c.form = c.id;
		status = r->serve(&c);
		*body = c.body;
		return status;
	}
}

/* The same key: the first answer again, as long as it is remembered. */
int
provider_serve(struct arena *a, const struct ghost *g, const char **body)
{
	struct memory *m;
	const char    *what;

	providers_clock();
	if (g->key == NULL || breaks(BREAK_NO_KEY))
		return call_serve(a, g, body);
	what = arena_printf(a, "%s%s?%s", g->at->base, g->path,
	    g->form != NULL ? g->form : "");
	for (m = memory; m < memory + nmemory; m++)
		if (strcmp(m->key, g->key) == 0 &&
		    m->at_us > world.now_us - DAY_US) {
			if (strcmp(m->what, what) != 0)
				broken("a key is never used for two requests",
				    "%s: %s, then %s", g->key, m->what, what);
			*body = m->body;
			return m->status;
		}
	if (nmemory == MEMORY)
		abort();
	m->status = call_serve(a, g, body);
	m->key = keep(g->key);
	m->what = keep(what);
	m->body = keep(*body);
	m->at_us = world.now_us;
	nmemory++;
	return m->status;
}

/* ---- all of them --------------------------------------------------------- */

void
providers_clock(void)
{
	for (int i = 0; providers_at[i] != NULL; i++)
		providers_at[i]->clock();
}

void
providers_work(void)
{
	for (int i = 0; providers_at[i] != NULL; i++)
		providers_at[i]->work();
}

int64_t
providers_have(struct uuid payment_id, int *charges)
{
	int64_t sum = 0;
	int     n;

	*charges = 0;
	for (int i = 0; providers_at[i] != NULL; i++) {
		sum += providers_at[i]->has(payment_id, &n);
		*charges += n;
	}
	return sum;
}
