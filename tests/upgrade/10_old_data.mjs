#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 10_old_data.mjs - a farm whose databases are of earlier days ("first") and were
// migrated when it started. What people had is there, and trade goes on.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { Visitor } from '../integration/lib/http.mjs';
import { sign_in, admin, demo_vendor, order, pay } from
    '../integration/lib/people.mjs';
import { farm, sql } from '../integration/lib/farm.mjs';

await step('doctor finds nothing wrong', () =>
	assert.match(farm('doctor'), /^All is well\.$/m));

const buyer = await sign_in('buyer@example.com');

await step('a buyer sees every order, as it was', async () => {
	const kept = sql('orders', `SELECT id, total_amount, status FROM orders
	    WHERE user_id = '${buyer.user.id}' ORDER BY id`);
	assert.ok(kept.length > 30, `${kept.length} orders`);
	for (const [id, total, status] of kept) {
		const one = (await buyer.get(`/orders/${id}`)).is(200).json;
		assert.equal(one.totalAmount.toFixed(2), total);
		assert.equal(one.status, status);
		(await buyer.page(`/orders/${id}`)).is(200);
	}
});

await step('a part of an order that was refunded is still refunded', () => {
	assert.deepEqual(sql('orders', `SELECT refunded_amount, (SELECT
	    sum(amount) FROM order_refunds r WHERE r.order_id = o.id) FROM orders o
	    WHERE id = '00000000-0000-7000-8000-060000000004'`), [['1.50',
	    '1.50']]);
});

await step('the desks open', async () => {
	const vendor = await demo_vendor(), boss = await admin();
	for (const path of ['/vendor', '/vendor/products', '/vendor/orders'])
		(await vendor.page(path)).is(200);
	for (const path of ['/admin/orders', '/admin/payments',
	    '/admin/jobs', '/admin/vendors'])
		(await boss.page(path)).is(200);
});

await step('lists and searches find the old products', async () => {
	const all = (await new Visitor().get('/products?limit=100')).is(200).json;
	assert.equal(all.total, Number(sql('products', `SELECT count(*) FROM
	    products WHERE is_listed`)[0][0]));
	assert.ok((await new Visitor().get('/products?search=honey')).is(200)
	    .json.data.length > 0);
});

await step('somebody buys an old product', async () => {
	const [[id]] = sql('products', `SELECT id FROM products WHERE is_listed
	    AND NOT has_variants AND stock_quantity > 0 LIMIT 1`);
	const placed = await order(buyer, [[{ id }, 1]]);
	assert.equal((await pay(buyer, placed)).is(200).json.status,
	    'COMPLETED');
});

await step('the ledger is balanced', () => {
	assert.deepEqual(sql('payments', `SELECT transaction_id FROM
	    ledger_entries GROUP BY 1 HAVING sum(amount) <> 0`), []);
});

await step('"up" and "migrate" have nothing left to do', () => {
	const count = () => sql('auth', 'SELECT count(*) FROM schema_migrations');
	const before = count();
	farm('migrate');
	assert.deepEqual(count(), before);
});
