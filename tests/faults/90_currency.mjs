#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 90_currency.mjs - a shop in yen, which has no decimals, changes to Kuwaiti
// dinars, which have three. What was ordered in yen stays in yen.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { new_farm, farmstand, good, up, use } from '../integration/lib/farms.mjs';

const shop = await new_farm();
shop.env = { CURRENCY: 'JPY', SHIPPING_AMOUNT: '0' };

await step('an unknown currency stops the start with one clear line', () => {
	const done = farmstand(shop, ['up', '--port', String(shop.port)],
	    { CURRENCY: 'jpy' });
	assert.notEqual(done.status, 0, done.said);
	const lines = done.said.split('\n').filter((line) =>
	    /CURRENCY/.test(line));
	assert.equal(lines.length, 1, done.said);
	assert.match(lines[0], /CURRENCY: .*such as USD/);
});

await step('a shop starts in yen', () => {
	good(up(shop));
});

use(shop);
const { register, approved_vendor, add_product, order, pay, checkout,
    fill_cart } = await import('../integration/lib/people.mjs');
const { sql, until, mail } = await import('../integration/lib/farm.mjs');

// A member of a JSON text as it is written: 1990, not 1990.00.
const written = (answer, name) => new RegExp(`"${name}":([^,}]+)`)
    .exec(answer.text)?.[1];

// An order that is paid, with what checkout answered.
async function buy(buyer, lines) {
	await fill_cart(buyer, lines);
	const answer = (await checkout(buyer)).is(201);
	assert.equal((await pay(buyer, answer.json)).is(200).json.status,
	    'COMPLETED');
	return answer;
}

// Cancelled by the buyer, and paid back.
async function cancel(buyer, placed) {
	(await buyer.put(`/orders/${placed.id}/status`,
	    { status: 'CANCELLED' })).is(200);
	await until('the refund is done', () => sql('payments', `SELECT status
	    FROM payments WHERE order_id = '${placed.id}'`)[0][0] ===
	    'REFUNDED');
}

const charged = (placed) => sql('sandbox', `SELECT i.amount, i.currency,
    r.amount FROM stripe_intents i LEFT JOIN stripe_refunds r
    ON r.payment_intent = i.id WHERE i.id = '${sql('payments', `SELECT
    transaction_id FROM payments WHERE order_id = '${placed.id}'`)[0][0]}'`)[0]
    .join(' ');
const balances = (currency) => sql('payments', `SELECT sum(balance),
    max(scale(balance)) FROM ledger_balances WHERE currency = '${currency}'
    AND entries > 0`)[0].map(Number);

const vendor = await approved_vendor('maker');
const buyer = await register('taster');
let tea, paid;

await step('prices in yen have no decimals', async () => {
	const answer = await vendor.post('/vendor/products', { name: 'Sencha',
		price: 1990, stockQuantity: 20 });
	assert.equal(written(answer.is(201), 'price'), '1990');
	assert.equal(written(answer, 'currency'), '"JPY"');
	tea = answer.json;
	for (const price of [19.9, '1990.0', '1990.00'])
		assert.equal((await vendor.post('/vendor/products', { name: 'x',
			price, stockQuantity: 1 })).problem(422).wrong.price,
		    'too_many_decimals');
	assert.deepEqual((await buyer.get(`/products?vendor=${vendor.shop.id
	    }&minPrice=1990&maxPrice=1990`)).is(200).json.data.map((p) =>
	    p.id), [tea.id]);
	assert.match((await buyer.page(`/products/${tea.slug}`)).is(200).text,
	    /¥1,990/);
});

await step('an order in yen is paid to the yen', async () => {
	const answer = await buy(buyer, [[tea, 2]]);
	paid = answer.json;
	assert.equal(written(answer, 'subtotalAmount'), '3980');
	assert.equal(written(answer, 'taxAmount'), '398');
	assert.equal(written(answer, 'totalAmount'), '4378');
	assert.equal(charged(paid), '4378 jpy ');
	assert.match((await mail(buyer.email, /order/i)).text,
	    /=C2=A54,378|¥4,378/);
});

await step('a total below the minimum of the provider is refused', async () => {
	const crumb = await add_product(vendor, { price: 40 });
	await fill_cart(buyer, [[crumb, 1]]);
	(await checkout(buyer)).problem(422, 'amount_too_small');
	const [line] = (await buyer.get('/cart')).json.items;
	(await buyer.remove(`/cart/items/${line.id}`)).is(200);
});

await step('what is cancelled goes back to the yen', async () => {
	const placed = (await buy(buyer, [[tea, 1]])).json;
	await cancel(buyer, placed);
	assert.equal(charged(placed), '2189 jpy 2189');
	assert.deepEqual(balances('JPY'), [0, 0]);
});

await step('the shop changes to dinars', () => {
	shop.env = { CURRENCY: 'KWD' };
	good(up(shop));
});

let dates;

await step('prices in dinars have three decimals', async () => {
	const answer = await vendor.post('/vendor/products', { name: 'Dates',
		price: 19.9, stockQuantity: 20 });
	assert.equal(written(answer.is(201), 'price'), '19.900');
	dates = answer.json;
	assert.equal((await vendor.post('/vendor/products', { name: 'x',
		price: '1.0005', stockQuantity: 1 })).problem(422).wrong.price,
	    'too_many_decimals');
	assert.match((await buyer.page(`/products/${dates.slug}`)).is(200).text,
	    /KWD\u00a019\.900/);
});

await step('an order in dinars is paid and paid back', async () => {
	const answer = await buy(buyer, [[dates, 1]]);
	assert.equal(written(answer, 'subtotalAmount'), '19.900');
	assert.equal(written(answer, 'shippingAmount'), '0.490');
	assert.equal(written(answer, 'taxAmount'), '1.990');
	assert.equal(written(answer, 'totalAmount'), '22.380');
	assert.equal(charged(answer.json), '22380 kwd ');
	await cancel(buyer, answer.json);
	assert.equal(charged(answer.json), '22380 kwd 22380');
	assert.deepEqual(balances('KWD'), [0, 3]);
});

await step('one vendor of two cancels, and the parts add up', async () => {
	const other = await approved_vendor('grower');
	const fig = await add_product(vendor, { price: '1.230' });
	const lime = await add_product(other, { price: '1.260' });
	const placed = (await buy(buyer, [[fig, 1], [lime, 1]])).json;
	assert.equal(charged(placed), '3720 kwd ');
	(await vendor.put(`/orders/${placed.id}/status`,
	    { status: 'CANCELLED' })).is(200);
	await until('its part is refunded', () => charged(placed) ===
	    '3720 kwd 1840');
	const part = (await other.get('/vendor/orders')).is(200);
	assert.equal(written(part, 'price'), '1.260');
	assert.equal(balances('KWD')[0], 0);
});

await step('a total that no provider can charge is refused', async () => {
	const answer = await vendor.post('/vendor/products', { name: 'Saffron',
		price: '12.345', stockQuantity: 20 });
	assert.equal(written(answer.is(201), 'price'), '12.345');
	await fill_cart(buyer, [[answer.json, 1]]);
	(await checkout(buyer)).problem(422, 'amount_not_payable');
	await fill_cart(buyer, [[answer.json, 1]]);
	assert.equal(written((await checkout(buyer)).is(201), 'totalAmount'),
	    '27.650');
});

await step('what was ordered in yen stays in yen', async () => {
	const answer = (await buyer.get(`/orders/${paid.id}`)).is(200);
	assert.equal(written(answer, 'totalAmount'), '4378');
	assert.equal(answer.json.currency, 'JPY');
	assert.match((await buyer.page(`/orders/${paid.id}`)).is(200).text,
	    /¥4,378/);
	await cancel(buyer, paid);
	assert.equal(charged(paid), '4378 jpy 4378');
	assert.deepEqual(balances('JPY'), [0, 0]);
});

await step('nothing is sold for its price in yen', async () => {
	(await buyer.post('/cart/items', { productId: tea.id, quantity: 1 }))
	    .problem(404, 'product_not_found');
});
