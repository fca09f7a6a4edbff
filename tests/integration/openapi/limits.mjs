// SPDX-License-Identifier: ISC
//
// limits.mjs - answers of a farm in need: pools that are gone, limits that
// are reached.

import fs from 'node:fs';
import assert from 'node:assert/strict';
import { step } from '../lib/tap.mjs';
import { Visitor } from '../lib/http.mjs';
import { dir, farm, until } from '../lib/farm.mjs';
import { SERVICES } from '../lib/services.mjs';
import { register, fill_cart, address_of } from '../lib/people.mjs';
import { operations } from '../lib/openapi.mjs';
import { caller_of, target_of, body_of } from './refusals.mjs';
import { thing } from './walk.mjs';

// Nobody finds these pools while fn runs.
async function without(pools, fn) {
	const sockets = pools.map((p) => `${dir}/run/${p}.sock`);
	for (const s of sockets)
		fs.renameSync(s, `${s}.away`);
	try {
		await fn();
	} finally {
		for (const s of sockets)
			fs.renameSync(`${s}.away`, s);
	}
}

const well = () => until('a farm that is well', async () =>
    (await new Visitor().ask('GET', '/healthz')).status === 200);

await step('without its pool every operation answers 503', () => without(
    SERVICES.filter((service) => service !== 'sandbox'), async () => {
	for (const op of operations) {
		const answer = (await caller_of(op).ask(op.method,
		    target_of(op), body_of(op))).is(503);
		assert.ok(Number(answer.headers['retry-after']) > 0, op.id);
	}
}));

await step('without another pool an operation answers 503, too', async () => {
	const buyer = await register('waiting');
	await fill_cart(buyer, [[thing, 1]]);
	await without(['products'], async () => {
		for (const answer of [await buyer.get('/cart'),
		    await buyer.post('/cart/items', { productId: thing.id })])
			assert.ok(Number(answer.problem(503, 'unavailable')
			    .headers['retry-after']) > 0);
	});
	(await buyer.get('/cart')).is(200);
});

await step('the farm is not well without a part of it', async () => {
	await without(['payments'], async () => {
		const { status, parts } = (await new Visitor().ask('GET',
		    '/healthz')).is(503).json;
		assert.equal(status, 'down');
		assert.equal(parts.payments, 'down');
		assert.equal(parts.orders, 'ok');
	});
	await well();
});

await step('limits say how far they are, and when to come back', async () => {
	const before = process.env.RATE_LIMIT;
	const email = address_of('too-often');
	const login = () => new Visitor().post('/auth/login',
	    { email, password: 'not my password' });
	try {
		process.env.RATE_LIMIT = 'on';
		farm('restart', 'auth');
		for (let left = 4; left >= 0; left--) {
			const { headers } = (await login()).problem(401);
			assert.equal(headers['ratelimit-limit'], '5');
			assert.equal(headers['ratelimit-remaining'],
			    `${left}`);
			assert.ok(Number(headers['ratelimit-reset']) <= 60);
		}
		const refused = (await login()).problem(429,
		    'too_many_requests');
		assert.equal(refused.headers['ratelimit-remaining'], '0');
		assert.ok(Number(refused.headers['retry-after']) > 0);
	} finally {
		if (before === undefined)
			delete process.env.RATE_LIMIT;
		else
			process.env.RATE_LIMIT = before;
		farm('restart', 'auth');
	}
	await well();
});
