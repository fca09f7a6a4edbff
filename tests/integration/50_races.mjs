#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Many at once: what there is is sold once, and a key is used once.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { register, bearer, on_sale, checkout, fill_cart, stock, pay,
    fresh_key } from './lib/people.mjs';
import { sql, until } from './lib/farm.mjs';

const BUYERS = 80;
const buyers = [];
// Sixteen accounts at a time: each costs a password's hash.
for (let i = 0; i < BUYERS; i += 16)
	buyers.push(...await Promise.all(Array.from({ length: 16 }, (_, k) =>
	    register(`racer${i + k}`))));

const count = (answers, status) => answers.filter((a) => a.status === status)
    .length;
const lines = (product) => sql('products', `SELECT status, sum(quantity)
    FROM reservation_lines WHERE product_id = '${product.id}' GROUP BY 1
    ORDER BY 1`);

await step(`${BUYERS} buyers race for 10 pieces: 10 get one`, async () => {
	const rare = on_sale(1, 9.99, 10);
	await Promise.all(buyers.map((b) => fill_cart(b, [[rare, 1]])));
	const answers = await Promise.all(buyers.map((b) => checkout(b)));
	assert.equal(count(answers, 201), 10, answers.map((a) => a.status)
	    .join(' '));
	for (const a of answers.filter((x) => x.status !== 201))
		a.problem(409, 'out_of_stock');
	assert.equal(stock(rare), 0);
	assert.deepEqual(lines(rare), [['held', '10']]);
	const paid = await Promise.all(answers.map((a, i) => a.status === 201 ?
	    pay(buyers[i], a.json) : null));
	assert.ok(paid.every((a) => a === null || a.json.success));
	await until('ten are sold', () =>
	    JSON.stringify(lines(rare)) === '[["sold","10"]]');
	assert.equal(stock(rare), 0);
});

await step('10 checkouts at once with one key are one order', async () => {
	const buyer = buyers[0], thing = on_sale(1, 5, 50);
	await until('her cart is hers', async () =>
	    (await buyer.get('/cart')).status === 200);
	for (const item of (await buyer.get('/cart')).json.items)
		await buyer.remove(`/cart/items/${item.id}`);
	await fill_cart(buyer, [[thing, 2]]);
	const before = (await buyer.get('/orders')).json.total;
	const key = fresh_key();
	const answers = await Promise.all(Array.from({ length: 10 }, () =>
	    checkout(buyer, {}, key)));
	const made = answers.filter((a) => a.status === 201);
	assert.ok(made.length >= 1);
	assert.equal(new Set(made.map((a) => a.json.id)).size, 1);
	for (const a of answers.filter((x) => x.status !== 201))
		a.problem(409, 'idempotency_key_in_use');
	assert.equal((await buyer.get('/orders')).json.total, before + 1);
	assert.equal(stock(thing), 48);
	const again = (await checkout(buyer, {}, key)).is(201);
	assert.equal(again.json.id, made[0].json.id);
});

await step('10 checkouts at once with 10 keys: the cart is ordered once',
    async () => {
	const buyer = await register('hasty'), thing = on_sale(1, 5, 50);
	await fill_cart(buyer, [[thing, 2]]);
	const answers = await Promise.all(Array.from({ length: 10 }, () =>
	    checkout(buyer)));
	assert.equal(count(answers, 201), 1, answers.map((a) => a.status)
	    .join(' '));
	assert.equal((await buyer.get('/orders')).json.total, 1);
	await until('what the others held is back', () => stock(thing) === 48);
});

await step('10 payments at once with one key are one charge', async () => {
	const buyer = await register('payer'), thing = on_sale(1, 5, 50);
	await fill_cart(buyer, [[thing, 1]]);
	const placed = (await checkout(buyer)).is(201).json;
	const payment = (await buyer.post('/payments', { orderId: placed.id,
	    method: 'STRIPE' })).is(201).json;
	for (const key of [fresh_key(), undefined]) {
		const answers = await Promise.all(Array.from({ length: 10 },
		    () => buyer.post(`/payments/${payment.id}/process`,
		    { paymentMethodId: 'pm_card_visa' }, { 'idempotency-key':
		    key })));
		assert.ok(answers.every((a) => [200, 409, 503].includes(
		    a.status)), answers.map((a) => a.status).join(' '));
	}
	await until('it is paid', async () => (await buyer.get(
	    `/orders/${placed.id}`)).json.status === 'CONFIRMED');
	assert.equal(sql('payments', `SELECT count(*) FROM payment_attempts
	    WHERE payment_id = '${payment.id}' AND status = 'succeeded'`)
	    [0][0], '1');
	assert.equal(sql('payments', `SELECT count(*) FROM ledger_transactions
	    WHERE payment_id = '${payment.id}'`)[0][0], '1');
});

await step('paying and cancelling at once end in one state', async () => {
	const buyer = await register('wavering');
	for (let i = 0; i < 6; i++) {
		const thing = on_sale(1, 5, 5);
		await fill_cart(buyer, [[thing, 1]]);
		const placed = (await checkout(buyer)).is(201).json;
		await Promise.all([pay(buyer, placed),
		    buyer.put(`/orders/${placed.id}/status`,
		    { status: 'CANCELLED' })]);
		// Either way money and pieces agree in the end.
		await until('order, payment and stock agree', async () => {
			const { status } = (await buyer.get(
			    `/orders/${placed.id}`)).json;
			const paid = sql('payments', `SELECT status FROM payments
			    WHERE order_id = '${placed.id}'`)[0]?.[0];
			return status === 'CONFIRMED' ? paid === 'COMPLETED' &&
			    stock(thing) === 4 : status === 'CANCELLED' &&
			    [undefined, 'CANCELLED', 'REFUNDED', 'FAILED']
			    .includes(paid) && stock(thing) === 5;
		}, 30);
	}
	assert.deepEqual(sql('payments', `SELECT transaction_id
	    FROM ledger_entries GROUP BY 1 HAVING sum(amount) <> 0`), []);
});

await step('adding to a cart at once adds up', async () => {
	const buyer = await register('collector'), thing = on_sale(1, 5, 50);
	const answers = await Promise.all(Array.from({ length: 10 }, () =>
	    buyer.post('/cart/items', { productId: thing.id, quantity: 2 })));
	assert.ok(answers.every((a) => a.status < 300), answers.map((a) =>
	    a.status).join(' '));
	const cart = (await buyer.get('/cart')).json;
	assert.equal(cart.items.length, 1);
	assert.equal(cart.items[0].quantity, 20);
});

await step('the last pieces are not promised to a crowd', async () => {
	const few = on_sale(1, 1, 3);
	const answers = await Promise.all(buyers.slice(0, 20).map(async (b) => {
		const program = bearer(b.accessToken);
		const added = await program.post('/cart/items',
		    { productId: few.id, quantity: 2 });
		return added.status < 300 ? checkout(program) : added;
	}));
	assert.equal(count(answers, 201), 1);
	assert.equal(stock(few), 1);
});
