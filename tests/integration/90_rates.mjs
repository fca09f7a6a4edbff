#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// The farm is restarted with its limits on, asked too often, and restarted
// without them. Meanwhile nobody who asks politely is refused.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { register, on_sale, address_of, PASSWORD } from './lib/people.mjs';
import { farm, sleep } from './lib/farm.mjs';

const ann = await register('ann');
const thing = on_sale(1, 5, 1000);
const before = process.env.RATE_LIMIT;

function limits(value) {
	process.env.RATE_LIMIT = value;
	farm('restart');
}

// The first answer that is a refusal.
async function refused(times, ask) {
	for (let i = 0; i < times; i++) {
		const answer = await ask(i);
		if (answer.status === 429)
			return { answer, after: i };
	}
	assert.fail(`nothing was refused in ${times} times`);
}

function polite(answer) {
	answer.problem(429);
	const seconds = Number(answer.headers['retry-after']);
	assert.ok(seconds >= 1 && seconds <= 7200, 'it says when to come back');
}

await step('a restart under way refuses nobody', async () => {
	let going = true, asked = 0;
	const statuses = new Set();
	const visitor = (async () => {
		while (going) {
			statuses.add((await ann.get('/auth/profile')).status);
			asked++;
			await sleep(60);
		}
	})();
	// In a process of its own, so that asking goes on meanwhile.
	const { spawn } = await import('node:child_process');
	const { dir } = await import('./lib/farm.mjs');
	process.env.RATE_LIMIT = 'on';
	const code = await new Promise((done) => spawn(process.env.FARM,
	    ['restart', '--dir', dir], { stdio: 'ignore' }).on('exit', done));
	going = false;
	await visitor;
	assert.equal(code, 0, 'the restart itself');
	assert.ok(asked > 20);
	assert.deepEqual([...statuses], [200]);
});

try {
	await step('guessing a password is slowed down, account by account',
	    async () => {
		const { answer, after } = await refused(8, () => new Visitor()
		    .post('/auth/login', { email: ann.email, password:
		    'not her password' }));
		polite(answer);
		assert.ok(after >= 4, `refused after ${after}`);
		// Not even with the right one, until then.
		(await new Visitor().post('/auth/login', { email: ann.email,
		    password: PASSWORD })).is(429);
	});
	await step('accounts are not made in numbers', async () => {
		polite((await refused(8, () => new Visitor().post(
		    '/auth/register', { email: address_of('many'), password:
		    PASSWORD, name: 'Many' }))).answer);
	});
	await step('a buyer writes so many times a second', async () => {
		const answers = await Promise.all(Array.from({ length: 40 },
		    () => ann.post('/cart/items', { productId: thing.id,
		    quantity: 1 })));
		const many = answers.filter((a) => a.status === 429);
		assert.ok(many.length > 0, 'some are too many');
		polite(many[0]);
		assert.ok(answers.some((a) => a.status < 300));
		assert.ok(answers.every((a) => a.status < 300 ||
		    a.status === 429));
	});
	await step('one address reads so many times a second', async () => {
		const answers = await Promise.all(Array.from({ length: 150 },
		    () => new Visitor().get('/categories')));
		assert.ok(answers.some((a) => a.status === 200));
		polite(answers.find((a) => a.status === 429));
	});
	await step('the others still get in', async () => {
		await sleep(1500);
		(await ann.get('/auth/profile')).is(200);
		(await new Visitor().page('/')).is(200);
	});
} finally {
	limits(before ?? 'off');
}
