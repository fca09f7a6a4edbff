#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Ann buys from two vendors, by the API: cart, checkout, payment, mails,
// parcels that move by themselves, and what is refused on the way.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { register, sign_in, on_sale, order, pay, checkout, fill_cart, stock,
    cents, fresh_key, ADDRESS, bearer } from './lib/people.mjs';
import { sql, mail, mails, until } from './lib/farm.mjs';

const ann = await register('ann');
const ben = await register('ben');
const vendor = await sign_in('vendor@example.com');
const other_vendor = await sign_in('vendor2@example.com');
const admin = await sign_in('admin@example.com');

const status_of = async (placed, who = ann) =>
	(await who.get(`/orders/${placed.id}`)).is(200).json.status;
const becomes = (placed, status, who = ann) => until(
    `order ${placed.orderNumber} is ${status}`, async () =>
    await status_of(placed, who) === status);

const spade = on_sale(1, 19.9, 10), loaf = on_sale(2, 3.33, 10);
let placed;

// ---- the cart -------------------------------------------------------------------

await step('a cart begins empty', async () => {
	const cart = (await ann.get('/cart')).is(200).json;
	assert.equal(cart.userId, ann.user.id);
	assert.deepEqual(cart.items, []);
	assert.equal(cart.totalAmount, 0);
	assert.equal(cart.currency, 'USD');
});

await step('the same product adds up', async () => {
	await fill_cart(ann, [[spade, 1], [spade, 1], [loaf, 3]]);
	const answer = await ann.get('/cart');
	const cart = answer.json;
	assert.equal(cart.items.length, 2);
	const line = cart.items.find((i) => i.productId === spade.id);
	assert.equal(line.quantity, 2);
	assert.equal(line.price, 19.9);
	assert.equal(line.lineTotal, 39.8);
	assert.equal(line.product.stockQuantity, 10);
	assert.match(line.product.name, /^Test piece/);
	assert.equal(cart.totalAmount, 49.79);
	assert.match(answer.text, /"totalAmount":49\.79\b/);
	assert.match(answer.text, /"price":19\.90\b/);
});

await step('a line is changed and removed', async () => {
	let cart = (await ann.get('/cart')).json;
	const line = cart.items.find((i) => i.productId === loaf.id);
	cart = (await ann.put(`/cart/items/${line.id}`, { quantity: 1 }))
	    .is(200).json;
	assert.equal(cart.totalAmount, 43.13);
	cart = (await ann.remove(`/cart/items/${line.id}`)).is(200).json;
	assert.equal(cart.items.length, 1);
	(await ann.remove(`/cart/items/${line.id}`)).problem(404);
	(await ann.put(`/cart/items/${line.id}`, { quantity: 1 }))
	    .problem(404);
});

await step('more than the stock is 409', async () => {
	const add = (quantity) => ann.post('/cart/items', { productId:
	    spade.id, quantity });
	(await add(9)).problem(409, 'out_of_stock');
	assert.equal((await ann.get('/cart')).json.items[0].quantity, 2);
	(await add(11)).problem(409);
	for (const quantity of [0, -1, 1.5, '2', 1e9])
		(await add(quantity)).is([409, 422]);
	(await ann.post('/cart/items', { quantity: 1, productId:
	    '00000000-0000-7000-8000-990000000099' })).problem(404);
});

await step('nobody sees or changes another\'s cart', async () => {
	const line = (await ann.get('/cart')).json.items[0];
	assert.deepEqual((await ben.get('/cart')).json.items, []);
	(await ben.put(`/cart/items/${line.id}`, { quantity: 5 })).problem(404);
	(await ben.remove(`/cart/items/${line.id}`)).problem(404);
	(await new Visitor().remove(`/cart/items/${line.id}`)).problem(404);
	assert.equal((await ann.get('/cart')).json.items[0].quantity, 2);
});

await step('a guest\'s cart becomes the user\'s at sign-in', async () => {
	const guest = new Visitor('guest');
	(await guest.post('/cart/items', { productId: loaf.id, quantity: 2 }))
	    .is([200, 201]);
	assert.equal((await guest.get('/cart')).json.items.length, 1);
	const carl = await register('carl');
	await fill_cart(carl, [[spade, 1]]);
	(await guest.post('/auth/login', { email: carl.email,
	    password: 'farmstand-demo' })).is(200);
	const cart = (await guest.get('/cart')).is(200).json;
	assert.deepEqual(cart.items.map((i) => i.productId).sort(),
	    [spade.id, loaf.id].sort());
	assert.equal((await carl.get('/cart')).json.items.length, 2);
});

// ---- checkout ---------------------------------------------------------------------

await step('checkout says what is missing', async () => {
	(await new Visitor().post('/checkout', {})).problem(401);
	const wrong = (await ann.post('/checkout', { paymentMethod: 'GOLD',
	    shippingAddress: { ...ADDRESS, country: 'Austria', city: '' } }))
	    .problem(422).wrong;
	assert.equal(wrong.paymentMethod, 'not_one_of');
	assert.equal(wrong['shippingAddress.city'], 'required');
	assert.ok(wrong['shippingAddress.country']);
	(await checkout(await register('empty'))).problem(409, 'cart_empty');
});

await step('a payment method that is not offered is refused', async () => {
	for (const paymentMethod of ['RAZORPAY', 'PAYPAL']) {
		const refused = await checkout(ann, { paymentMethod });
		assert.deepEqual(refused.problem(422, 'validation_failed')
		    .wrong, { paymentMethod: 'not_offered' });
	}
	assert.equal(stock(spade), 10);
	assert.equal((await ann.get('/orders')).json.total, 0);
	assert.equal((await ann.get('/cart')).json.items.length, 1);
});

await step('an order adds up to the cent and holds its pieces', async () => {
	await fill_cart(ann, [[loaf, 3]]);
	placed = (await checkout(ann)).is(201).json;
	assert.equal(placed.status, 'PENDING');
	assert.equal(placed.userId, ann.user.id);
	assert.equal(placed.items.length, 2);
	assert.equal(placed.subtotalAmount, 49.79);
	assert.equal(placed.shippingAmount, 9.8);
	assert.equal(placed.taxAmount, 4.98);
	assert.equal(cents(placed.totalAmount), cents(placed.subtotalAmount) +
	    cents(placed.shippingAmount) + cents(placed.taxAmount));
	assert.equal(cents(placed.subtotalAmount), placed.items.reduce((s, i) =>
	    s + cents(i.totalPrice), 0));
	assert.equal(placed.shippingAddress.country, 'AT');
	assert.equal(stock(spade), 8);
	assert.equal(stock(loaf), 7);
	assert.deepEqual((await ann.get('/cart')).json.items, []);
});

await step('her first mail says that it was received', async () => {
	const received = await mail(ann.email, /^We have received your order/);
	assert.match(received.text, new RegExp(placed.orderNumber));
	assert.match(received.text, /^Content-Type: multipart\/alternative/mi);
});

await step('the order is hers, its vendors\' and the admin\'s', async () => {
	(await ann.get(`/orders/${placed.id}`)).is(200);
	(await ben.get(`/orders/${placed.id}`)).problem(404);
	(await new Visitor().get(`/orders/${placed.id}`)).problem(401);
	const listed = (await ann.get('/orders')).is(200).json;
	assert.equal(listed.total, 1);
	assert.equal(listed.data[0].id, placed.id);
	assert.equal((await ben.get('/orders')).json.total, 0);
});

await step('a vendor sees its own items only', async () => {
	for (const [who, product] of [[vendor, spade], [other_vendor, loaf]]) {
		const mine = (await who.get('/vendor/orders?limit=100'))
		    .is(200).json.data.find((o) => o.id === placed.id);
		assert.ok(mine, 'the order is listed');
		assert.deepEqual(mine.items.map((i) => i.productId),
		    [product.id]);
	}
	(await ann.get('/vendor/orders')).problem(403);
});

await step('nothing moves before it is paid', async () => {
	for (const [who, status] of [[vendor, 'PROCESSING'],
	    [vendor, 'SHIPPED'], [ann, 'CONFIRMED'], [ann, 'DELIVERED'],
	    [admin, 'SHIPPED'], [ann, 'REFUNDED']])
		(await who.put(`/orders/${placed.id}/status`, { status }))
		    .is([403, 409]);
	assert.equal(await status_of(placed), 'PENDING');
});

// ---- paying ---------------------------------------------------------------------------

await step('nobody pays for another\'s order', async () => {
	(await ben.post('/payments', { orderId: placed.id, method: 'STRIPE' }))
	    .problem(404);
	(await ann.post('/payments', { orderId: placed.id, method: 'SHELLS' }))
	    .problem(422);
});

await step('no payment is made by a method that is not offered', async () => {
	const refused = await ann.post('/payments', { orderId: placed.id,
	    method: 'PAYPAL' });
	assert.deepEqual(refused.problem(422, 'payment_method').wrong,
	    { method: 'not_offered' });
	assert.deepEqual(sql('payments', `SELECT id FROM payments
	    WHERE order_id = '${placed.id}'`), []);
});

await step('a declined card leaves the order as it was', async () => {
	const answer = (await pay(ann, placed, 'pm_card_chargeDeclined'))
	    .is([200, 402, 409]).json;
	assert.equal(answer.success, false);
	assert.match(answer.message, /declined/i);
	assert.equal(await status_of(placed), 'PENDING');
	assert.equal(stock(spade), 8);
	await mail(ann.email, /^Your payment .* failed$/);
});

await step('a good one pays it', async () => {
	const answer = (await pay(ann, placed)).is(200).json;
	assert.equal(answer.success, true);
	assert.equal(answer.status, 'COMPLETED');
	assert.equal(answer.payment.amount, placed.totalAmount);
	assert.equal(answer.payment.orderId, placed.id);
	await becomes(placed, 'CONFIRMED');
	await mail(ann.email, /is confirmed$/);
});

await step('it is paid once, however often one asks', async () => {
	(await ann.post('/payments', { orderId: placed.id,
	    method: 'STRIPE' })).problem(409, 'payment_exists');
	const id = sql('payments', `SELECT id FROM payments
	    WHERE order_id = '${placed.id}'`);
	assert.equal(id.length, 1);
	(await ann.post(`/payments/${id[0][0]}/process`, { paymentMethodId:
	    'pm_card_visa' })).is([200, 409]);
	assert.equal(sql('payments', `SELECT count(*) FROM ledger_transactions
	    WHERE payment_id = '${id[0][0]}' AND kind = 'sale'`)[0][0], '1');
	assert.equal(sql('payments', `SELECT count(*) FROM payment_attempts
	    WHERE payment_id = '${id[0][0]}' AND status = 'succeeded'`)[0][0],
	    '1');
});

await step('every posting balances, and the vendors get their shares',
    async () => {
	assert.deepEqual(sql('payments', `SELECT transaction_id
	    FROM ledger_entries GROUP BY 1 HAVING sum(amount) <> 0`), []);
	const rows = sql('payments', `SELECT a.kind, sum(e.amount)
	    FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
	    JOIN ledger_transactions t ON t.id = e.transaction_id
	    JOIN payments p ON p.id = t.payment_id
	    WHERE p.order_id = '${placed.id}' GROUP BY 1`);
	const sum = Object.fromEntries(rows.map(([k, v]) => [k, Math.abs(v)]));
	assert.equal(cents(sum.commission), 498);
	assert.equal(cents(sum.escrow), 4979 - 498);
	assert.equal(cents(sum.shipping), 980);
	assert.equal(cents(sum.tax), 498);
});

await step('sold is sold', async () => {
	assert.equal(stock(spade), 8);
	await until('the reservation is sold', () => sql('products',
	    `SELECT status FROM reservation_lines WHERE order_id =
	    '${placed.id}'`).every(([s]) => s === 'sold'));
});

// ---- parcels ----------------------------------------------------------------------------

const move = (who, status, id = placed.id) => who.put(
    `/orders/${id}/status`, { status });

await step('each vendor moves its own parcel, the order shows the least',
    async () => {
	(await move(vendor, 'SHIPPED')).problem(409);	// not skipping a step
	(await move(vendor, 'PROCESSING')).is(200);
	assert.equal(await status_of(placed), 'CONFIRMED');
	(await move(vendor, 'SHIPPED')).is(200);
	assert.equal(await status_of(placed), 'CONFIRMED');
	(await move(other_vendor, 'PROCESSING')).is(200);
	assert.equal(await status_of(placed), 'PROCESSING');
	(await move(other_vendor, 'SHIPPED')).is(200);
	assert.equal(await status_of(placed), 'SHIPPED');
	const items = (await ann.get(`/orders/${placed.id}`)).json.items;
	assert.ok(items.every((i) => i.status === 'SHIPPED'));
	await mail(ann.email, /is on its way$/);
});

await step('what is on its way is not cancelled', async () => {
	(await move(ann, 'CANCELLED')).problem(409);
	(await move(ben, 'DELIVERED')).problem(404);
});

await step('it arrives', async () => {
	(await move(vendor, 'DELIVERED')).is(200);
	(await move(other_vendor, 'DELIVERED')).is(200);
	assert.equal(await status_of(placed), 'DELIVERED');
	(await move(vendor, 'SHIPPED')).problem(409);
	(await move(vendor, 'CANCELLED')).problem(409);
});

await step('no mail came twice', async () => {
	const subjects = mails(ann.email).map((m) => m.subject);
	const twice = subjects.filter((s, i) => subjects.indexOf(s) !== i &&
	    !/on its way$/.test(s));
	assert.deepEqual(twice, []);
});

// ---- second thoughts -----------------------------------------------------------------------

await step('an unpaid order is cancelled, and its pieces come back',
    async () => {
	const plum = on_sale(1, 5, 4);
	const other = await order(ann, [[plum, 3]]);
	assert.equal(stock(plum), 1);
	(await move(ann, 'CANCELLED', other.id)).is(200);
	await until('the pieces are back', () => stock(plum) === 4);
	(await pay(ann, other)).problem(409);
	assert.equal(await status_of(other), 'CANCELLED');
});

await step('a paid one too, and the money comes back', async () => {
	const plum = on_sale(1, 5, 4);
	const other = await order(ann, [[plum, 3]]);
	(await pay(ann, other)).is(200);
	await becomes(other, 'CONFIRMED');
	(await move(ann, 'CANCELLED', other.id)).is(200);
	await until('the pieces are back', () => stock(plum) === 4);
	await until('the payment is refunded', () => sql('payments',
	    `SELECT status FROM payments WHERE order_id = '${other.id}'`)[0][0]
	    === 'REFUNDED');
	assert.deepEqual(sql('payments', `SELECT a.kind, sum(e.amount)
	    FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
	    JOIN ledger_transactions t ON t.id = e.transaction_id
	    JOIN payments p ON p.id = t.payment_id
	    WHERE p.order_id = '${other.id}' GROUP BY 1
	    HAVING sum(e.amount) <> 0`), []);
	await mail(ann.email, /^Your refund/);
});

await step('one vendor cancels its part, and only that comes back',
    async () => {
	const plum = on_sale(1, 5, 4), bun = on_sale(2, 2, 4);
	const other = await order(ann, [[plum, 1], [bun, 2]]);
	(await pay(ann, other)).is(200);
	await becomes(other, 'CONFIRMED');
	(await move(other_vendor, 'CANCELLED', other.id)).is(200);
	await until('the buns are back', () => stock(bun) === 4);
	await until('their money is back', () => sql('payments',
	    `SELECT r.amount FROM refunds r JOIN payments p
	    ON p.id = r.payment_id WHERE p.order_id = '${other.id}'
	    AND r.status = 'succeeded'`).length === 1);
	const [[back]] = sql('payments', `SELECT r.amount FROM refunds r
	    JOIN payments p ON p.id = r.payment_id
	    WHERE p.order_id = '${other.id}'`);
	assert.ok(cents(back) >= 400 && cents(back) <
	    cents(other.totalAmount));
	assert.equal(stock(plum), 3);
	assert.equal(await status_of(other), 'CONFIRMED');
});

await step('an order nobody pays for expires, and its pieces come back',
    async () => {
	const plum = on_sale(1, 5, 4);
	const other = await order(ann, [[plum, 4]]);
	assert.equal(stock(plum), 0);
	sql('orders', `UPDATE orders SET created_at = created_at -
	    interval '31 minutes' WHERE id = '${other.id}'`);
	await becomes(other, 'CANCELLED');
	await until('the pieces are back', () => stock(plum) === 4);
	(await pay(ann, other)).is([404, 409]);
});

await step('an order that cannot be read does not keep others from expiring',
    async () => {
	const plum = on_sale(1, 5, 4);
	const bad = await order(ann, [[plum, 1]]);
	const good = await order(ann, [[plum, 1]]);
	sql('orders', `UPDATE orders SET shipping_address = '[7]'
	    WHERE id = '${bad.id}'; UPDATE orders SET created_at = created_at -
	    interval '31 minutes' WHERE id IN ('${bad.id}', '${good.id}')`);
	await becomes(good, 'CANCELLED');
	assert.equal(sql('orders', `SELECT status FROM orders
	    WHERE id = '${bad.id}'`)[0][0], 'PENDING');
	(await ann.get('/orders')).is(200);
	sql('orders', `UPDATE orders SET shipping_address = billing_address
	    WHERE id = '${bad.id}'`);
	await becomes(bad, 'CANCELLED');
});

// ---- prices ------------------------------------------------------------------------------------

await step('a price that changed is shown before it is charged', async () => {
	const plum = on_sale(1, 5, 4);
	await fill_cart(ann, [[plum, 1]]);
	sql('products', `UPDATE products SET price = 6.00 WHERE id = '${plum.id}'`);
	(await checkout(ann)).problem(409, 'price_changed');
	const cart = (await ann.get('/cart')).json;
	assert.equal(cart.items[0].price, 6);
	const other = (await checkout(ann)).is(201).json;
	assert.equal(other.subtotalAmount, 6);
});

await step('what was taken off sale is not sold', async () => {
	const plum = on_sale(1, 5, 4), pear = on_sale(1, 5, 4);
	await fill_cart(ann, [[plum, 1], [pear, 1]]);
	sql('products', `UPDATE products SET is_active = false
	    WHERE id = '${plum.id}'`);
	(await checkout(ann)).is([404, 409]);
	assert.equal(stock(pear), 4);
});

// ---- idempotency ------------------------------------------------------------------------------------

await step('the same key and body are one order', async () => {
	const buyer = await register('twice');
	const plum = on_sale(1, 5, 4);
	await fill_cart(buyer, [[plum, 1]]);
	const key = fresh_key();
	const first = (await checkout(buyer, {}, key)).is(201);
	const again = (await checkout(buyer, {}, key)).is(201);
	assert.equal(again.text, first.text);
	assert.equal(again.headers['idempotent-replayed'], 'true');
	(await checkout(buyer, { paymentMethod: 'RAZORPAY' }, key))
	    .problem(422, 'idempotency_key_reused');
	assert.equal((await buyer.get('/orders')).json.total, 1);
	assert.equal(stock(plum), 3);
});

await step('another buyer\'s key is another key', async () => {
	const key = fresh_key();
	const plum = on_sale(1, 5, 4);
	for (const who of ['one', 'two']) {
		const buyer = await register(who);
		await fill_cart(buyer, [[plum, 1]]);
		assert.equal((await checkout(buyer, {}, key)).is(201).json
		    .userId, buyer.user.id);
	}
	assert.equal(stock(plum), 2);
});
