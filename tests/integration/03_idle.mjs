#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// An idle worker waits for notifications: it does not poll. Together it asks
// PostgreSQL and Redis at most twice a second.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { sleep } from './lib/farm.mjs';

const MOST = 2;     // round trips a second
const SECONDS = 20; // of one look
const LOOKS = 9;

const nobody = new Visitor();

// What the worker and its child have done so far: round trips, and work.
async function so_far() {
	const { text } = (await nobody.page('/metrics')).is(200);
	const sum = (names, n) => {
		const found = [...text.matchAll(new RegExp(`^farm_${names}` +
		    '\\{service="worker".*\\} (\\d+)$', 'gm'))];
		assert.equal(found.length, n, names);
		return found.reduce((all, [, value]) => all + Number(value), 0);
	};
	return { trips: sum('(?:db|redis)_round_trips_total', 2),
		work: sum('(?:events_published|jobs)_total', 4) };
}

// The demo shop has just been loaded: a look counts when there was no
// work. Once a minute it looks into the outboxes: of several looks the least.
await step('an idle worker asks at most twice a second', async () => {
	let least = Infinity;
	for (let i = 0; i < LOOKS && least > MOST * SECONDS; i++) {
		const before = await so_far();
		await sleep(SECONDS * 1000);
		const after = await so_far();
		if (after.work === before.work)
			least = Math.min(least, after.trips - before.trips);
	}
	assert.ok(least < Infinity, 'it is never idle');
	assert.ok(least <= MOST * SECONDS,
	    `${least} round trips in ${SECONDS} s`);
});
