#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 77_lists.mjs - every list of the API, as the document names them: its pages
// by number and by cursor are the same.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { sql } from './lib/farm.mjs';
import { operations, deref } from './lib/openapi.mjs';
import { sign_in, register, fill_cart, checkout, on_sale } from
    './lib/people.mjs';

const people = { VENDOR: await sign_in('vendor@example.com'),
	ADMIN: await sign_in('admin@example.com') };
const buyer = await register('lists');

// Three orders, of which the buyer is told.
for (let i = 0; i < 3; i++) {
	await fill_cart(buyer, [[on_sale(), 1]]);
	(await checkout(buyer)).is(201);
}
// As many jobs that were given up, for as long as we look.
const jobs = sql('notify', `UPDATE jobs SET state = 'DEAD' WHERE id IN
    (SELECT id FROM jobs WHERE state = 'DONE' AND id > 0 ORDER BY id LIMIT 3)
    RETURNING id`).map(([id]) => id);
sql('notify', `INSERT INTO notifications (event_id, user_id, name, title, link)
    SELECT gen_random_uuid(), '${buyer.user.id}', 'order.created', 'A test',
    '/orders' FROM generate_series(1, 3)`);

const lists = operations.filter((op) => {
	const { schema } = op.answers['200']?.content?.['application/json'] ??
	    {};
	return schema && 'nextCursor' in (deref(schema).properties ?? {});
});

// What every page holds, until there is no next one; at most 40 of them.
async function walk(person, path, next) {
	const pages = [];
	let query = '';
	do {
		const page = (await person.get(`${path}?limit=2${query}`))
		    .is(200).json;
		assert.ok(page.data.length > 0 && page.data.length <= 2);
		assert.equal(page.limit, 2);
		assert.equal(page.totalPages, Math.ceil(page.total / 2));
		pages.push(page.data.map((row) => row.id));
		query = next(page, pages.length);
	} while (query && pages.length < 40);
	return pages.flat();
}

await step('there are lists, and all of them have cursors', () => {
	const paged = operations.filter((op) => op.parameters.some((p) =>
	    p.name === 'page')).map((op) => op.id);
	assert.ok(paged.length >= 8, `${paged}`);
	assert.deepEqual(lists.map((op) => op.id).sort(), paged.sort());
	for (const op of lists)
		assert.deepEqual(['page', 'limit', 'cursor'].filter((name) =>
		    !op.parameters.some((p) => p.name === name)), [], op.id);
});

for (const op of lists) {
	const role = op.security.find((s) => s.bearer)?.bearer[0];
	const person = people[role] ?? buyer;
	const path = op.path.replace(/^\/api/, '');

	await step(`${op.id}: pages by cursor are those by number`, async () => {
		const by_cursor = await walk(person, path, (page) =>
		    page.nextCursor && `&cursor=${page.nextCursor}`);
		const by_number = await walk(person, path, (page, n) =>
		    n * 2 < page.total && `&page=${n + 1}`);
		assert.ok(by_cursor.length >= 3, `only ${by_cursor.length}`);
		assert.equal(new Set(by_cursor).size, by_cursor.length);
		assert.deepEqual(by_cursor, by_number);
	});
	await step(`${op.id}: 20 at once, and no cursor of another list`,
	    async () => {
		assert.equal((await person.get(path)).is(200).json.limit, 20);
		const other = op.id === 'listOrders' ? '/products' : '/orders';
		const { nextCursor } = (await buyer.get(`${other}?limit=1`))
		    .is(200).json;
		assert.ok(nextCursor);
		assert.equal((await person.get(
		    `${path}?cursor=${nextCursor}`)).is(422).wrong.cursor,
		    'invalid_cursor');
	});
}

await step('a list that ends with a full page says that it ends', async () => {
	const { total } = (await buyer.get('/notifications')).json;
	const whole = (await buyer.get(`/notifications?limit=${total}`)).is(200)
	    .json;
	assert.equal(whole.data.length, total);
	assert.equal(whole.nextCursor, null);
});

sql('notify', `UPDATE jobs SET state = 'DONE' WHERE id IN
    (${jobs.join(', ') || 0})`);
