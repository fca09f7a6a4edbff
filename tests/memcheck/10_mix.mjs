#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Some of all requests of the endurance test, right and wrong.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { gather, odd, run } from '../endurance/load.mjs';

const REQUESTS = 1500;

await step(`${REQUESTS} requests of all kinds are answered`, async () => {
	await gather(4);
	await run(REQUESTS);
	// One program a pool, and a slow one: busy, it is called down.
	assert.deepEqual([...odd.entries()].filter(([what]) =>
	    !/^GET \/healthz: 503 /.test(what)), []);
});
