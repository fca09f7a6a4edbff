#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// The clock of the farm is moved forward (tests/clock): what has to happen
// after minutes and days happens. The last story, because afterwards the farm
// lives in the future.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { register, order, on_sale, stock } from './lib/people.mjs';
import { sql, dir, until } from './lib/farm.mjs';
import { SERVICES } from './lib/services.mjs';

const DAY = 24 * 60 * 60 * 1000, MINUTE = 60 * 1000;
let moved = Number(fs.readFileSync(`${dir}/clock`).readBigInt64LE()) / 1000;

const clock = (interval, env = {}) => spawnSync(fileURLToPath(new URL(
    '../clock', import.meta.url)), [dir, interval], { encoding: 'utf8',
    env: { ...process.env, ...env } });

async function forward(interval, ms) {
	const { status, stderr } = clock(interval);
	assert.equal(status, 0, stderr);
	moved += ms;
	await until('the farm is well again', async () =>
	    (await new Visitor().ask('GET', '/healthz')).status === 200);
}

const issued_at = (person) => 1000 * JSON.parse(Buffer.from(person.cookies
    .accessToken.split('.')[1], 'base64url')).iat;
const near = (time, what) => assert.ok(Math.abs(time - Date.now() - moved) <
    MINUTE, `${what}: ${new Date(time).toISOString()}`);

await step('a clock that does not move forward is refused', () => {
	for (const interval of ['0 days', '-1 days', 'soon'])
		assert.notEqual(clock(interval).status, 0, interval);
});

await step('the clock of a production farm is refused', () => {
	const before = fs.readFileSync(`${dir}/clock`);
	const { status, stderr } = clock('1 day', { FARM_MODE: 'production' });
	assert.notEqual(status, 0);
	assert.match(stderr, /the clock of a production farm cannot be moved/);
	assert.deepEqual(fs.readFileSync(`${dir}/clock`), before);
});

const thing = on_sale(1, 12.5, 20);
const buyer = await register('patient');
const placed = await order(buyer, [[thing, 3]]);

await step('an unpaid order holds its stock for 29 minutes', async () => {
	assert.equal(stock(thing), 17);
	await forward('29 minutes', 29 * MINUTE);
	const again = (await (await register('other')).get('/products/' +
	    thing.id)).is(200).json;
	assert.equal(again.stockQuantity, 17);
});

await step('after 31 minutes it is cancelled, and the stock is back',
    async () => {
	await forward('2 minutes', 2 * MINUTE);
	await until('the order is cancelled', () => sql('orders', `SELECT status
	    FROM orders WHERE id = '${placed.id}'`)[0][0] === 'CANCELLED');
	await until('the stock is back', () => stock(thing) === 20);
});

await step('programs and databases agree about the time', async () => {
	const late = await register('late');
	near(issued_at(late), 'a token');
	near(Date.parse((await late.get('/auth/profile')).json.createdAt),
	    'an account');
	for (const service of SERVICES)
		near(Number(sql(service, `SELECT extract(epoch FROM
		    farm_now()) * 1000`)[0][0]), service);
});

await step('after 6 days a session goes on', async () => {
	await forward('6 days', 6 * DAY);
	(await buyer.get('/auth/profile')).is(401);
	(await buyer.post('/auth/refresh')).is(200);
	(await buyer.get('/auth/profile')).is(200);
});

await step('8 days after that it has ended', async () => {
	await forward('8 days', 8 * DAY);
	(await buyer.post('/auth/refresh')).is(401);
});
