#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 100,000 requests of all kinds, and the farm holds what it held before:
// memory, descriptors, connections, keys. Measured after every tenth, when
// the events have run dry. REQUESTS=n makes it longer.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { sql, until } from '../integration/lib/farm.mjs';
import { SERVICES } from '../integration/lib/services.mjs';
import { gather, run, odd } from './load.mjs';
import { PARTS, answered, count, processes, servers } from './measure.mjs';

const REQUESTS = Number(process.env.REQUESTS ?? 100000);
const LANES = 24, SLICES = 10, MIB = 1024;

// Nothing waits any more: outboxes empty, jobs done.
function settled() {
	return until('all events and jobs are done', () => Number(sql('notify',
	    `SELECT count(*) FROM jobs WHERE state IN ('WAITING', 'RETRYING')`
	    )[0][0]) === 0 && SERVICES.every((service) => Number(sql(service,
	    `SELECT count(*) FROM outbox WHERE published_at IS NULL`)[0][0])
	    === 0), 120);
}

const rows = [];
async function measure() {
	await settled();
	const now = { processes: processes(), ...servers(),
	    answered: await answered() };
	rows.push(now);
	return now;
}

const total = (now) => Object.values(now.answered)
    .reduce((a, b) => a + b, 0);

// What each part has, a line a measurement: the largest process' KiB and
// descriptors.
function table() {
	const cell = (now, part) => {
		const of = [...now.processes.values()].filter((p) =>
		    p.part === part);
		return `${Math.max(...of.map((p) => p.memory))}/${
		    Math.max(...of.map((p) => count(p.fds)))}`;
	};
	console.log('# KiB of its own / descriptors, of the largest process');
	console.log(`# ${'answered'.padStart(9)} ${PARTS.map((p) =>
	    p.padStart(9)).join(' ')}  backends clients keys stream`);
	for (const now of rows)
		console.log(`# ${String(total(now)).padStart(9)} ${PARTS.map((p) =>
		    cell(now, p).padStart(9)).join(' ')}  ${now.backends} ${
		    now.clients} ${Object.entries(now.keys).map(([k, n]) =>
		    `${k}=${n}`).join(',')} ${now.stream}`);
}

let before, after;

await step('a farm warms up', async () => {
	await gather(LANES);
	await run(REQUESTS / SLICES);
	before = await measure();
	assert.deepEqual([...odd.entries()], []);
});

await step(`the pools answer ${REQUESTS} requests as they should`,
    async () => {
	let sent = 0;
	while (sent < REQUESTS) {
		sent += await run(REQUESTS / SLICES);
		await measure();
	}
	after = rows.at(-1);
	table();
	assert.deepEqual([...odd.entries()], []);
	// What no cache answered, with what the programs asked each other.
	assert.ok(total(after) - total(before) >= REQUESTS);
	for (const part of PARTS.filter((p) => p !== 'worker'))
		assert.ok(after.answered[part] - before.answered[part] >
		    REQUESTS / 200, `${part} was hardly asked`);
});

await step('no process was replaced', () => {
	assert.deepEqual([...after.processes.keys()],
	    [...before.processes.keys()]);
});

for (const part of PARTS) {
	const each = (fn) => [...before.processes].filter(([, p]) =>
	    p.part === part).map(([pid, p]) => [pid, fn(p),
	    fn(after.processes.get(pid))]);

	await step(`${part} has not grown by 1 MiB`, () => {
		for (const [pid, was, is] of each((p) => p.memory))
			assert.ok(is - was < MIB, `${pid}: ${was} to ${is} KiB`);
	});
	await step(`${part} has the descriptors it had`, () => {
		for (const [pid, was, is] of each((p) => p.fds))
			assert.deepEqual(is, was, pid);
	});
}

await step('PostgreSQL and Redis have the connections they had', () => {
	assert.deepEqual([after.backends, after.clients],
	    [before.backends, before.clients]);
});

await step('Redis holds sessions, and nothing for ever', () => {
	assert.equal(after.stream, 0);
	assert.deepEqual(after.lasting, []);
	const signed_in = Number(sql('auth',
	    'SELECT count(*) FROM sessions')[0][0]);
	assert.ok(after.keys.session <= signed_in);
	assert.deepEqual(Object.keys(after.keys).filter((k) =>
	    !['session', 'rate', 'farm:events', 'farm:events:run']
	    .includes(k)), []);
});
