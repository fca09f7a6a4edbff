#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Old rows are removed from every database, and failures are seen: in
// /metrics and by doctor. tests/db/retention.c tests each table.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { dir, programs, rows, signal, sql, until } from './lib/farm.mjs';
import { SERVICES } from './lib/services.mjs';

const nobody = new Visitor();

// The value of a gauge for each service.
async function gauge(name) {
	const { text } = (await nobody.page('/metrics')).is(200);
	return Object.fromEntries([...text.matchAll(new RegExp(
	    `^${name}\\{service="(\\w+)"\\} (\\d+)$`, 'gm'))]
	    .map(([, service, n]) => [service, Number(n)]));
}

const failures = () => gauge('farm_retention_failures');
const success = () => gauge('farm_retention_success_timestamp_seconds');

// A new worker begins with the removal of old rows.
async function another_worker() {
	const old = programs('worker');
	signal(old, 'SIGTERM');
	await until('there is another worker', () => programs('worker')
	    .some((pid) => !old.includes(pid)));
}

function doctor() {
	const done = spawnSync(process.env.FARM, ['doctor', '--dir', dir],
	    { encoding: 'utf8' });
	return { ok: done.status === 0, text: done.stdout + done.stderr };
}

const old_row = (key) => `INSERT INTO idempotency_keys (scope, key, fingerprint,
    id, leased_until, created_at) VALUES ('retention', '${key}', 'f',
    gen_random_uuid(), now(), now() - interval '30 days');`;
const left = (service) => rows(service, `SELECT key FROM idempotency_keys
    WHERE scope = 'retention'`).length;

// "each" in the page is "every" service and the "outbox" of each in the table.
await step('docs/operations.md says how long rows are kept', () => {
	const file = (name) => fs.readFileSync(new URL(`../../${name}`,
	    import.meta.url), 'utf8');
	const table = [...file('db/retention.def').matchAll(
	    /^RETAIN\((\w+), (\w+), (\w+), (\d+),/gm)]
	    .map(([, who, name, column, days]) => [
		/^(every|outbox)$/.test(who) ? 'each' : who, name, days, column]);
	const page = [...file('docs/operations.md').matchAll(
	    /^\| (\w+) \| `(\w+)` \| (\d+) after `(\w+)` \|/gm)]
	    .map((row) => row.slice(1));
	assert.ok(table.length > 10);
	assert.deepEqual(page, table);
});

await step('old rows are removed from the database of each service', async () => {
	const before = await success();
	for (const service of SERVICES)
		sql(service, old_row('old'));
	await another_worker();
	await until('they are gone', () => SERVICES.every((s) => left(s) === 0),
	    60);
	await until('each success is counted', async () => {
		const now = await success();
		return SERVICES.every((s) => now[s] > (before[s] ?? 0));
	});
	assert.deepEqual(await failures(),
	    Object.fromEntries(SERVICES.map((s) => [s, 0])));
	assert.match(doctor().text, /ok {3}old rows are removed/);
});

await step('a table that fails is counted, the others go on', async () => {
	sql('sandbox', 'REVOKE DELETE ON stripe_keys FROM farm_sandbox;');
	try {
		for (let n = 1; n <= 2; n++) {
			sql('sandbox', old_row(`again${n}`));
			await another_worker();
			await until(`it failed ${n} times`, async () =>
			    (await failures()).sandbox >= n, 60);
			assert.equal(left('sandbox'), 0);
		}
		assert.equal((await failures()).auth, 0);
		assert.match(rows('notify', `SELECT error FROM retention_runs
		    WHERE service = 'sandbox'`)[0].error, /stripe_keys/);
		const said = doctor();
		assert.ok(!said.ok);
		assert.match(said.text, /BAD {2}old rows are removed/);
	} finally {
		sql('sandbox', 'GRANT DELETE ON stripe_keys TO farm_sandbox;');
	}
});

await step('it is well again when the table is', async () => {
	await another_worker();
	await until('no failure is left', async () =>
	    (await failures()).sandbox === 0, 60);
	assert.match(doctor().text, /ok {3}old rows are removed/);
});
