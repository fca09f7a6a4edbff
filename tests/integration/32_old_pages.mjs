#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// A page or an answer shows an order or a cart, which changes before a button
// is pressed: nothing is done, and the answer says what changed.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { register, sign_in, on_sale, order, pay, checkout, fill_cart, stock,
    fresh_key, ADDRESS } from './lib/people.mjs';
import { sql, until } from './lib/farm.mjs';

const ann = await register('ann');
const vendor = await sign_in('vendor@example.com');
const other_vendor = await sign_in('vendor2@example.com');
const admin = await sign_in('admin@example.com');

const plum = on_sale(1, 5, 100), bun = on_sale(2, 2, 100);

async function paid_order(lines = [[plum, 1], [bun, 1]]) {
	const placed = await order(ann, lines);
	(await pay(ann, placed)).is(200);
	await until('it is confirmed', async () => (await ann.get(
	    `/orders/${placed.id}`)).json.status === 'CONFIRMED');
	return placed;
}

const move = (who, placed, status, etag) => who.put(
    `/orders/${placed.id}/status`, { status }, { 'if-match': etag });
const etag_of = async (who, path) => (await who.get(path)).is(200).headers.etag;
const version_on = async (who, path) => /name="version" value="(\d+)"/.exec(
    (await who.page(path)).is(200).text)?.[1];

// ---- orders, by the API ----------------------------------------------------

await step('an order\'s ETag is its version, and changes with its status',
    async () => {
	const placed = await paid_order();
	const before = await etag_of(ann, `/orders/${placed.id}`);
	assert.match(before, /^"v\d+"$/);
	assert.equal(await etag_of(ann, `/orders/${placed.id}`), before);
	(await move(vendor, placed, 'PROCESSING')).is(200);
	const after = await etag_of(ann, `/orders/${placed.id}`);
	assert.notEqual(after, before);
	(await move(ann, placed, 'CANCELLED', before)).problem(412,
	    'precondition_failed');
	assert.equal((await ann.get(`/orders/${placed.id}`)).json.status,
	    'CONFIRMED');
	(await move(ann, placed, 'CANCELLED', '"another"')).problem(412);
	const answer = (await move(ann, placed, 'CANCELLED', after)).is(200);
	assert.notEqual(answer.headers.etag, after);
	assert.equal(answer.json.status, 'CANCELLED');
});

await step('without If-Match, and with "*", the status decides', async () => {
	const placed = await paid_order();
	(await move(vendor, placed, 'PROCESSING')).is(200);
	(await move(vendor, placed, 'SHIPPED', '*')).is(200);
	(await move(vendor, placed, 'SHIPPED')).problem(409, 'order_state');
});

await step('what another vendor does is no change of a vendor\'s parcel',
    async () => {
	const placed = await paid_order();
	const mine = await etag_of(vendor, `/vendor/orders/${placed.id}`);
	(await move(other_vendor, placed, 'PROCESSING')).is(200);
	assert.equal(await etag_of(vendor, `/vendor/orders/${placed.id}`),
	    mine);
	const moved = (await move(vendor, placed, 'PROCESSING', mine)).is(200);
	assert.notEqual(moved.headers.etag, mine);
	assert.equal(moved.headers.etag, await etag_of(vendor,
	    `/vendor/orders/${placed.id}`));
	(await move(vendor, placed, 'SHIPPED', mine)).problem(412);
});

await step('a payment is a change', async () => {
	const placed = await order(ann, [[plum, 1]]);
	const unpaid = await etag_of(ann, `/orders/${placed.id}`);
	(await pay(ann, placed)).is(200);
	(await move(ann, placed, 'CANCELLED', unpaid)).problem(412);
});

// ---- orders, on pages ------------------------------------------------------

await step('a buyer cancels what the page showed, or is told what changed',
    async () => {
	const placed = await paid_order([[plum, 1]]);
	const cancel = (version) => ann.form(`/orders/${placed.id}/status`,
	    { _method: 'PUT', status: 'CANCELLED', version });
	const old = await version_on(ann, `/orders/${placed.id}`);
	assert.ok(old);
	(await move(vendor, placed, 'PROCESSING')).is(200);
	const refused = (await cancel(old)).is(409);
	assert.match(refused.text, /has changed since you opened this page/);
	assert.match(refused.text, /being prepared now/);
	// The page shown again is the present one: its button works.
	const [, fresh] = /name="version" value="(\d+)"/.exec(refused.text);
	assert.notEqual(fresh, old);
	(await cancel(fresh)).is(303);
	await until('the money is back', () => sql('payments', `SELECT status
	    FROM payments WHERE order_id = '${placed.id}'`)[0][0] ===
	    'REFUNDED');
});

await step('an administrator does not refund what has been shipped meanwhile',
    async () => {
	const placed = await paid_order([[plum, 1]]);
	const old = await version_on(admin, `/admin/orders/${placed.id}`);
	(await move(vendor, placed, 'PROCESSING')).is(200);
	(await move(vendor, placed, 'SHIPPED')).is(200);
	const refused = (await admin.form(`/admin/orders/${placed.id}`,
	    { _method: 'PUT', status: 'REFUNDED', version: old })).is(409);
	assert.match(refused.text, /has been shipped/);
	assert.equal((await ann.get(`/orders/${placed.id}`)).json.status,
	    'SHIPPED');
});

await step('two windows of a vendor take one step', async () => {
	const placed = await paid_order([[plum, 1]]);
	const page = `/vendor/orders/${placed.id}`;
	const old = await version_on(vendor, page);
	const form = { _method: 'PUT', status: 'PROCESSING', version: old };
	(await vendor.form(page, form)).is(303);
	assert.match((await vendor.form(page, form)).is(409).text,
	    /being prepared now/);
	(await vendor.form(page, { ...form, status: 'CANCELLED' })).is(409);
	assert.equal((await ann.get(`/orders/${placed.id}`)).json.status,
	    'PROCESSING');
});

// ---- the cart --------------------------------------------------------------

const form_of = (version) => ({ paymentMethod: 'STRIPE', version,
	idempotencyKey: fresh_key(), ...Object.fromEntries(Object.entries(
	    ADDRESS).map(([k, v]) => [`shippingAddress.${k}`, v])) });

await step('a checkout orders what its page showed', async () => {
	await fill_cart(ann, [[plum, 1]]);
	const old = await version_on(ann, '/checkout');
	await fill_cart(ann, [[bun, 3]]);
	const left = stock(bun);
	const refused = (await ann.form('/checkout', form_of(old))).is(409);
	assert.match(refused.text, /Your cart has changed/);
	assert.match(refused.text, /value="Ann Tester"/);
	assert.equal(stock(bun), left);
	const [, fresh] = /name="version" value="(\d+)"/.exec(refused.text);
	(await ann.form('/checkout', form_of(fresh))).is(303);
	assert.equal(stock(bun), left - 3);
	assert.equal((await ann.get('/cart')).json.items.length, 0);
});

await step('a price that another window has shown is no surprise', async () => {
	const pear = on_sale(1, 5, 10);
	await fill_cart(ann, [[pear, 1]]);
	const old = await version_on(ann, '/checkout');
	sql('products', `UPDATE products SET price = 7.00
	    WHERE id = '${pear.id}'`);
	// The other window: from now on this is the price shown last.
	assert.equal((await ann.get('/cart')).json.items[0].price, 7);
	(await ann.form('/checkout', form_of(old))).is(409);
	assert.equal(stock(pear), 10);
});

await step('by the API, If-Match is the ETag of the cart', async () => {
	const etag = await etag_of(ann, '/cart');
	const { items } = (await ann.get('/cart')).json;
	(await ann.put(`/cart/items/${items[0].id}`, { quantity: 2 })).is(200);
	const buy = (tag) => ann.post('/checkout', { shippingAddress: ADDRESS,
	    paymentMethod: 'STRIPE' }, { 'if-match': tag,
	    'idempotency-key': fresh_key() });
	(await buy(etag)).problem(412, 'precondition_failed');
	assert.equal((await ann.get('/cart')).json.items.length, 1);
	(await buy(await etag_of(ann, '/cart'))).is(201);
});

await step('a repetition is answered as the first time, whatever is in the cart',
    async () => {
	await fill_cart(ann, [[plum, 1]]);
	const body = { shippingAddress: ADDRESS, paymentMethod: 'STRIPE' };
	const headers = { 'if-match': await etag_of(ann, '/cart'),
		'idempotency-key': fresh_key() };
	const first = (await ann.post('/checkout', body, headers)).is(201);
	await fill_cart(ann, [[bun, 1]]);
	assert.equal((await ann.post('/checkout', body, headers)).is(201)
	    .json.id, first.json.id);
	(await checkout(ann)).is(201);
});
