/* SPDX-License-Identifier: ISC */
/*
 * events.c - what relay.c, intake.c and tell.c of the worker do.
 */
#include <stdlib.h>
#include <string.h>

#include "fcgi/worker/job.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/db_events.h"
#include "tests/simulate/events.h"

void
events_relay(int most)
{
	for (int i = 0; i < world.nevents && most > 0; i++) {
		struct event_row *o = &world.events[i];

		if (!event_due(o, false) && !event_due(o, true))
			continue;
		if (world.nstream == STREAM_MAX)
			abort();
		o->follows = event_before(o);
		world.stream[world.nstream++] = i;
		say("event %s of %s is published", o->ev.name,
		    who_is(o->ev.key));
		most--;
		/* Killed before the outbox learns of it: published again. */
		if (!world.calm && rng_chance(&world.dice, world.storm))
			return;
		o->published_us = world.now_us;
	}
}

/* queue_ready() reports that the stream was lost. */
void
events_flush(void)
{
	say("Redis loses the stream with %d events", world.nstream);
	world.nstream = 0;
	for (int i = 0; i < world.nevents; i++)
		event_lose(&world.events[i]);
}

/* Mails and notices are not simulated. */
static void
jobs_of(const struct event_row *o, LIST(event_job) *out)
{
	static const struct job *const tables[] = { call_jobs, NULL };

	jobs_of_event(world.arena, tables, o->ev.name, out);
}

void
events_take(int most)
{
	for (; most > 0 && world.nstream > 0; most--) {
		int  at = world.calm || rng_chance(&world.dice, 700) ?
		     0 :
		     (int)rng_below(&world.dice, (unsigned)world.nstream);
		bool again = !world.calm &&
		    rng_chance(&world.dice, world.storm);
		struct event_row *o = &world.events[world.stream[at]];
		LIST(event_job)   jobs;

		if (!again) {
			memmove(&world.stream[at], &world.stream[at + 1],
			    (size_t)(world.nstream - at - 1) *
				sizeof(*world.stream));
			world.nstream--;
		}
		if (breaks(BREAK_EVENT_LOST) && rng_chance(&world.dice, 100)) {
			o->done = true;
			continue;
		}
		if (!o->taken)
			say("event %s of %s is taken in", o->ev.name,
			    who_is(o->ev.key));
		jobs_of(o, &jobs);
		event_receive(o, o->follows, &jobs);
	}
}

void
events_tell(void)
{
	for (int i = 0; i < world.nevents; i++) {
		struct event_row *o = &world.events[i];

		if (event_untold(o))
			o->told = o->done = true;
	}
}
