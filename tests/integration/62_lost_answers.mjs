#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// A program writes something, and nobody hears of it: it is killed, or the
// database does not answer. A repeat with the same key finds what was written.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { register, approved_vendor, checkout, fill_cart, on_sale, stock,
    order, pay, fresh_key } from './lib/people.mjs';
import { sql, sql_beside, until, programs, signal } from './lib/farm.mjs';

// As if the answer had never been recorded; the lease has ended.
function forget_answer(service, key) {
	assert.equal(sql(service, `UPDATE idempotency_keys SET status = NULL,
	    body = NULL, location = NULL, leased_until = now() - interval
	    '1 second' WHERE key = '${key}' RETURNING 1`).length, 1);
}

// Asks twice with one key; the first answer is lost. Both answers.
async function ask_twice(service, ask) {
	const key = fresh_key();
	const first = (await ask(key)).is(201).json;
	forget_answer(service, key);
	return [first, (await ask(key)).is(201).json];
}

await step('a repeated application finds the shop of the first', async () => {
	const vendor = await register('twice', 'VENDOR');
	const [first, second] = await ask_twice('products', (key) =>
	    vendor.post('/vendors/register', { businessName: 'Twice',
	    description: 'Asked twice.' }, { 'idempotency-key': key }));
	assert.deepEqual(second, first);
	// Another key is another application.
	(await vendor.post('/vendors/register', { businessName: 'Twice',
	    description: 'Asked again.' })).problem(409, 'vendor_exists');
});

await step('a repeated product finds the product of the first', async () => {
	const vendor = await approved_vendor('twice');
	const [first, second] = await ask_twice('products', (key) =>
	    vendor.post('/vendor/products', { name: 'Asked twice', price: 5,
	    stockQuantity: 3, variants: [{ name: 'S', sku: `twice-${key}`,
	    price: 5, stockQuantity: 3 }] }, { 'idempotency-key': key }));
	assert.equal(second.id, first.id);
	assert.deepEqual(second.variants, first.variants);
	assert.equal((await vendor.get('/vendor/products')).is(200).json.total,
	    1);
});

await step('a repeated checkout finds the order of the first', async () => {
	const buyer = await register('twice'), thing = on_sale(1, 5, 10);
	await fill_cart(buyer, [[thing, 2]]);
	const [first, second] = await ask_twice('orders', (key) =>
	    checkout(buyer, {}, key));
	assert.equal(second.id, first.id);
	assert.equal(stock(thing), 8);
});

await step('a charge that could not be recorded is not called no charge',
    async () => {
	const buyer = await register('unsure'), thing = on_sale(1, 5, 10);
	const placed = await order(buyer, [[thing, 1]]);
	placed.paymentId = (await buyer.post('/payments', { orderId:
	    placed.id, method: 'STRIPE' })).is(201).json.id;
	const one = `id = '${placed.paymentId}'`;
	const provider = programs('sandbox');
	signal(provider, 'SIGSTOP');
	let asked, locked;
	try {
		asked = pay(buyer, placed);
		await until('it waits for the provider', () => sql('payments',
		    `SELECT 1 FROM payment_attempts WHERE payment_${one}`)
		    .length === 1);
		// The charge goes on, and its record has to wait too long.
		locked = sql_beside('payments', `BEGIN; SELECT FROM payments
		    WHERE ${one} FOR UPDATE; SELECT pg_sleep(8); COMMIT;`);
		await until('the payment is locked', () => sql('payments',
		    `SELECT 1 FROM pg_stat_activity WHERE wait_event =
		    'PgSleep'`).length === 1);
	} finally {
		signal(provider, 'SIGCONT');
	}
	(await asked).problem(503, 'payment_unknown');
	await locked;
	await until('it is known to be paid', async () => (await pay(buyer,
	    placed)).json.success === true);
	assert.equal(sql('payments', `SELECT 1 FROM ledger_transactions
	    WHERE payment_${one}`).length, 1);
});
