#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// An idle worker waits for notifications: it does not poll. Together it asks
// PostgreSQL and Redis at most twice a second.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { rows, sleep, until } from './lib/farm.mjs';

const MOST = 2;     // round trips a second
const SECONDS = 20; // of one look
const LOOKS = 3;

const nobody = new Visitor();

// Round trips of the worker and its child so far.
async function trips() {
	const { text } = (await nobody.page('/metrics')).is(200);
	const found = [...text.matchAll(
	    /^farm_(?:db|redis)_round_trips_total\{service="worker"\} (\d+)$/gm)];
	assert.equal(found.length, 2);
	return found.reduce((sum, [, n]) => sum + Number(n), 0);
}

await step('an idle worker asks at most twice a second', async () => {
	await until('no job is due', () => rows('notify', `SELECT FROM jobs
	    WHERE state IN ('WAITING', 'RETRYING')
	    AND next_at < now() + interval '1 minute'`).length === 0, 60);
	let least = Infinity;
	for (let i = 0; i < LOOKS && least > MOST * SECONDS; i++) {
		const before = await trips();
		await sleep(SECONDS * 1000);
		least = Math.min(least, await trips() - before);
	}
	assert.ok(least <= MOST * SECONDS,
	    `${least} round trips in ${SECONDS} s`);
});
