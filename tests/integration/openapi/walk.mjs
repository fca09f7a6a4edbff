// SPDX-License-Identifier: ISC
//
// walk.mjs - every operation as it is meant to be used, and the conflicts
// that come of using it twice.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { step } from '../lib/tap.mjs';
import { Visitor } from '../lib/http.mjs';
import { setting, sql, until } from '../lib/farm.mjs';
import { PASSWORD, ADDRESS, register, sign_in, fill_cart, checkout, order, pay,
    fresh_key } from '../lib/people.mjs';

const nobody = new Visitor();
const vendor = await sign_in('vendor@example.com');
const admin = await sign_in('admin@example.com');
const buyer = await register('walker');

// Something of that vendor's shop that there is enough of.
const [[shop]] = sql('products', `SELECT slug FROM vendors
    WHERE user_id = '${vendor.user.id}'`);
export const thing = (await nobody.get(`/products?vendor=${shop}&inStock=true` +
    '&limit=100')).is(200).json.data.find((p) => p.variants.length === 0 &&
    p.stockQuantity > 10 && p.stockQuantity < 999);

// A change of another version than the present one.
const stale = async (person, method, path, body) =>
	(await person.ask(method, `/api${path}`, body, { 'if-match': '"v0"' }))
	    .problem(412, 'precondition_failed');

// The same answer twice; with another body none.
async function twice(person, path, body, other, status) {
	const key = { 'idempotency-key': fresh_key() };
	const first = (await person.post(path, body, key)).is(status);
	const again = (await person.post(path, body, key)).is(status);
	assert.equal(first.headers['idempotent-replayed'], undefined);
	assert.equal(again.headers['idempotent-replayed'], 'true');
	assert.deepEqual(again.json, first.json);
	(await person.post(path, other, key)).problem(422,
	    'idempotency_key_reused');
	return first.json;
}

await step('accounts', async () => {
	const person = new Visitor();
	(await person.post('/auth/login', { email: buyer.email,
	    password: PASSWORD })).is(200);
	(await nobody.post('/auth/login', { email: buyer.email,
	    password: 'not my password' })).problem(401, 'bad_credentials');
	(await nobody.post('/auth/register', { email: buyer.email,
	    password: PASSWORD, name: 'Again' })).problem(409, 'email_taken');
	(await nobody.post('/auth/register', { email: 'common@example.org',
	    password: '1234567890', name: 'Ann' })).problem(422);
	const [profile, same] = [(await person.get('/auth/profile')).is(200),
	    (await person.put('/auth/profile', {})).is(200)];
	assert.deepEqual({ ...same.json, updatedAt: profile.json.updatedAt },
	    profile.json);
	await stale(person, 'PUT', '/auth/profile', {});
	(await person.put('/auth/profile', { email: 'buyer@example.com' }))
	    .problem(409, 'email_taken');
	const { refreshToken } = (await person.post('/auth/refresh')).is(200)
	    .json;
	(await nobody.post('/auth/refresh', { refreshToken })).is(200);
	(await nobody.post('/auth/refresh', { refreshToken })).problem(401,
	    'bad_refresh_token');
	(await buyer.post('/auth/logout')).is(200);
	Object.assign(buyer, await sign_in(buyer.email));
});

await step('the catalogue', async () => {
	for (const query of ['', '?search=tom', '?category=wool&sortBy=price',
	    '?sort=name-down&limit=3', '?minPrice=10&maxPrice=20&inStock=true',
	    '?search=nothing+like+this', '?page=1000'])
		(await nobody.get(`/products${query}`)).is(200);
	let cursor = '', n = 0;
	do {
		const page = (await nobody.get(`/products?limit=50${cursor}`))
		    .is(200).json;
		n += page.data.length;
		cursor = page.nextCursor && `&cursor=${page.nextCursor}`;
	} while (cursor);
	assert.ok(n > 100, `${n} products`);
	(await nobody.get(`/products/${thing.id}`)).is(200);
	const { headers } = (await nobody.get(`/products/${thing.slug}`)).is(200);
	(await nobody.get(`/products/${thing.id}`,
	    { 'if-none-match': headers.etag })).is(304);
	assert.ok((await nobody.get('/categories')).is(200).json.length > 7);
	const shops = (await nobody.get('/vendors?limit=2')).is(200).json;
	for (const name of [shops.data[0].id, shops.data[0].slug])
		(await nobody.get(`/vendors/${name}`)).is(200);
	(await nobody.get(`/products/${thing.id}`, { 'if-none-match': '"x"',
	    'accept-encoding': 'identity' })).is(200);
});

await step('carts of guests and users', async () => {
	const guest = new Visitor('guest');
	assert.equal((await guest.get('/cart')).is(200).json.id, null);
	const [line] = (await guest.post('/cart/items', { productId: thing.id,
	    quantity: 2 })).is(200).json.items;
	assert.equal((await guest.put(`/cart/items/${line.id}`,
	    { quantity: 3 })).is(200).json.items[0].quantity, 3);
	(await guest.put(`/cart/items/${line.id}`, { quantity: 999 }))
	    .problem(409, 'out_of_stock');
	(await guest.post('/cart/items', { productId: thing.id,
	    quantity: 999 })).problem(409, 'out_of_stock');
	(await guest.post('/auth/login', { email: buyer.email,
	    password: PASSWORD })).is(200);
	const mine = (await guest.get('/cart')).is(200).json;
	assert.equal(mine.userId, buyer.user.id);
	assert.equal((await guest.remove(`/cart/items/${mine.items[0].id}`))
	    .is(200).json.items.length, 0);
});

await step('a shop and its products', async () => {
	const seller = await register('seller', 'VENDOR');
	const other = { 'idempotency-key': fresh_key() };
	const wares = { name: 'Walking stick', price: '12.50',
	    stockQuantity: 5, images: ['/media/demo/001.svg'] };
	(await seller.get('/vendor/profile')).problem(404);
	(await seller.put('/vendor/profile', {})).problem(404);
	(await seller.post('/vendor/products', wares)).problem(403,
	    'vendor_not_approved');
	const mine = await twice(seller, '/vendors/register', { businessName:
	    `Sticks ${fresh_key()}` }, { businessName: 'Stones' }, 201);
	(await seller.post('/vendors/register', { businessName: 'Stones' },
	    other)).problem(409, 'vendor_exists');
	assert.ok((await admin.get('/admin/vendors/pending')).is(200).json
	    .some((v) => v.id === mine.id));
	for (const query of ['', '?status=PENDING&limit=1', '?page=99'])
		(await admin.get(`/admin/vendors${query}`)).is(200);
	(await admin.get(`/admin/vendors/${mine.id}`)).is(200);
	for (const verb of ['approve', 'reject', 'suspend'])
		await stale(admin, 'PUT', `/admin/vendors/${mine.id}/${verb}`);
	const move = (verb, status) => admin.put(`/admin/vendors/${mine.id}/` +
	    verb, { reason: 'For a test.' }).then((a) => a.is(status));
	for (const [verb, status] of [['suspend', 409], ['reject', 200],
	    ['reject', 409], ['approve', 200], ['approve', 409],
	    ['suspend', 200], ['approve', 200]])
		await move(verb, status);
	(await seller.get('/vendor/profile')).is(200);
	(await seller.put('/vendor/profile', { description: 'Of ash.' }))
	    .is(200);
	await stale(seller, 'PUT', '/vendor/profile', {});
	await products(seller, wares);
	await move('suspend', 200);
});

async function products(seller, wares) {
	const sku = fresh_key();
	const variants = [{ name: 'Long', price: 14, sku }];
	const made = await twice(seller, '/vendor/products', { ...wares,
	    variants }, wares, 201);
	const path = `/vendor/products/${made.id}`;
	(await seller.post('/vendor/products', { ...wares, variants }))
	    .problem(409, 'sku_taken');
	(await seller.get(path)).is(200);
	await stale(seller, 'PUT', path, {});
	await stale(seller, 'DELETE', path);
	(await seller.put(path, { variants: [{ ...made.variants[0],
	    stockQuantity: 0, stockWas: 1 }] })).problem(409, 'stock_changed');
	const plain = (await seller.post('/vendor/products', wares)).is(201)
	    .json;
	(await seller.put(`/vendor/products/${plain.id}`, { variants }))
	    .problem(409, 'sku_taken');
	const bare = (await seller.put(path, { images: [], variants: [],
	    isActive: false })).is(200).json;
	assert.deepEqual([bare.images, bare.variants], [[], []]);
	for (const query of ['', '?status=hidden', '?search=STICK&limit=1'])
		assert.ok((await seller.get(`/vendor/products${query}`)).is(200)
		    .json.total > 0, query);
	for (const status of [200, 404])
		(await seller.remove(path)).is(status);
}

await step('categories', async () => {
	const name = `Sticks ${fresh_key()}`;
	const add = (body) => admin.post('/admin/categories', body);
	const top = (await add({ name })).is(201).json;
	(await add({ name })).problem(409, 'slug_taken');
	const below = (await add({ name: 'Below', slug: fresh_key(),
	    parentId: top.id })).is(201).json;
	const path = (c) => `/admin/categories/${c.id}`;
	(await admin.get(path(top))).is(200);
	await stale(admin, 'PUT', path(top), {});
	await stale(admin, 'DELETE', path(top));
	(await admin.put(path(top), { parentId: below.id })).problem(409,
	    'category_cycle');
	(await admin.remove(path(top))).problem(409, 'category_in_use');
	assert.equal((await admin.put(path(below), { toTop: true })).is(200)
	    .json.parentId, null);
	for (const c of [top, below])
		(await admin.remove(path(c))).is(200);
});

// Two of it cost more than money can say.
await step('a cart that is worth too much', async () => {
	const person = await register('rich');
	const gold = (await vendor.post('/vendor/products', { name: 'Gold',
	    price: 60000000, stockQuantity: 5 })).is(201).json;
	for (const { id } of [thing, gold])
		(await person.post('/cart/items', { productId: id })).is(200);
	const much = (await person.post('/cart/items', { productId: gold.id }))
	    .is(200).json;
	assert.equal(much.totalAmount, null);
	assert.equal((await person.get('/cart')).is(200).json.totalAmount, null);
	assert.equal((await person.get('/cart', { accept: 'text/html' })).status,
	    200);
	(await checkout(person)).problem(409, 'amount_too_large');
	const line = much.items.find((i) => i.productId === gold.id);
	assert.equal(line.lineTotal, null);
	const left = (await person.remove(`/cart/items/${line.id}`)).is(200)
	    .json;
	assert.equal(left.items.length, 1);
	assert.notEqual(left.totalAmount, null);
	(await vendor.remove(`/vendor/products/${gold.id}`)).is(200);
});

let placed;
const both = { shippingAddress: ADDRESS, billingAddress: { ...ADDRESS,
	line2: 'Second floor', state: 'Styria', phone: '+43 1' },
	paymentMethod: 'STRIPE' };

await step('a checkout', async () => {
	(await checkout(buyer)).problem(409, 'cart_empty');
	await fill_cart(buyer, [[thing, 2]]);
	await stale(buyer, 'POST', '/checkout', both);
	placed = await twice(buyer, '/checkout', both, { ...both,
	    paymentMethod: 'PAYPAL' }, 201);
	assert.equal(placed.status, 'PENDING');
});

await step('orders, and one that is cancelled', async () => {
	const other = await order(buyer, [[thing, 1]]);
	let page = (await buyer.get('/orders?limit=1')).is(200).json;
	assert.equal(page.data[0].id, other.id);
	page = (await buyer.get(`/orders?cursor=${page.nextCursor}`)).is(200)
	    .json;
	assert.equal(page.data[0].id, placed.id);
	assert.equal(page.nextCursor, null);
	for (const who of [buyer, admin])
		(await who.get(`/orders/${placed.id}`)).is(200);
	await stale(buyer, 'PUT', `/orders/${other.id}/status`, { status:
	    'CANCELLED' });
	for (const status of [200, 409])
		(await buyer.put(`/orders/${other.id}/status`, { status:
		    'CANCELLED', reason: 'One is enough' })).is(status);
	(await buyer.post('/payments', { orderId: other.id, method: 'STRIPE' }))
	    .problem(409, 'order_state');
});

await step('a payment that is declined, then made', async () => {
	const payment = await twice(buyer, '/payments', { orderId: placed.id,
	    method: 'STRIPE' }, { orderId: placed.id, method: 'PAYPAL' }, 201);
	(await buyer.post('/payments', { orderId: placed.id,
	    method: 'STRIPE' })).problem(409, 'payment_exists');
	for (const who of [buyer, admin])
		(await who.get(`/payments/${payment.id}`)).is(200);
	const path = `/payments/${payment.id}/process`;
	const declined = (await buyer.post(path, { paymentMethodId:
	    'pm_card_chargeDeclined' })).is(200).json;
	assert.equal(declined.payment.status, 'FAILED');
	const paid = await twice(buyer, path, { paymentMethodId:
	    'pm_card_visa' }, { paymentMethodId: 'pm_card_mastercard' }, 200);
	assert.equal(paid.success, true);
	(await buyer.get(`/payments/${payment.id}`)).is(200);
});

await step('a payment on the page of the provider, and one too late',
    async () => {
	const other = await order(buyer, [[thing, 1]]);
	const payment = (await buyer.post('/payments', { orderId: other.id,
	    method: 'STRIPE' })).is(201).json;
	const path = `/payments/${payment.id}/process`;
	const begun = (await buyer.post(path)).is(200).json;
	assert.equal(begun.payment.nextAction.type, 'redirect');
	(await buyer.put(`/orders/${other.id}/status`, { status: 'CANCELLED' }))
	    .is(200);
	await until('a cancelled payment', async () => (await buyer.get(
	    `/payments/${payment.id}`)).json.status === 'CANCELLED');
	(await buyer.post(path)).problem(409, 'payment_state');
});

await step('a vendor sends what was bought', async () => {
	await until('a confirmed order', async () => (await buyer.get(
	    `/orders/${placed.id}`)).json.status === 'CONFIRMED');
	for (const query of ['', '?status=CONFIRMED', '?tab=new'])
		assert.ok((await vendor.get(`/vendor/orders${query}`)).is(200)
		    .json.data.some((o) => o.id === placed.id), query);
	for (const status of ['PROCESSING', 'SHIPPED', 'DELIVERED'])
		assert.equal((await vendor.put(`/orders/${placed.id}/status`,
		    { status })).is(200).json.status, status);
	(await vendor.get(`/vendor/orders/${placed.id}`)).is(200);
});

function stripe(body, secret = setting('STRIPE_WEBHOOK_SECRET')) {
	const t = Math.floor(Date.now() / 1000);
	return nobody.post('/webhooks/stripe', body, {
		'content-type': 'application/json', 'stripe-signature':
		`t=${t},v1=${crypto.createHmac('sha256', secret)
		    .update(`${t}.${body}`).digest('hex')}` });
}

await step('what Stripe has to say', async () => {
	const event = JSON.stringify({ id: `evt_${fresh_key()}`,
	    type: 'payment_intent.succeeded',
	    data: { object: { id: 'pi_unknown' } } });
	for (let i = 0; i < 2; i++)
		assert.deepEqual((await stripe(event)).is(200).json,
		    { received: true });
	(await stripe('{"id":"evt_other","type":"customer.created"}')).is(200);
	(await stripe(event, 'whsec_of_somebody_else')).problem(400,
	    'bad_signature');
	(await stripe('{"id":')).problem(400, 'malformed_json');
});

await step('what the buyer is told', async () => {
	await until('notifications', async () => (await buyer.get(
	    '/notifications')).json.total >= 4);
	const all = (await buyer.get('/notifications?limit=2')).is(200).json;
	const next = (await buyer.get('/notifications?limit=2&cursor=' +
	    all.nextCursor)).is(200).json;
	assert.ok(next.data[0].id < all.data[1].id);
	const since = (await buyer.get('/notifications?after=' +
	    next.data[0].id)).is(200).json;
	assert.equal(since.data[0].id, all.data[1].id);
});

await step('jobs', async () => {
	const [[done]] = await until('a job that is done', () => {
		const rows = sql('notify', `SELECT j.id FROM jobs j JOIN events e
		    ON e.id = j.event_id WHERE j.state = 'DONE'
		    AND e.payload ->> 'email' = '${buyer.email}' LIMIT 1`);
		return rows.length > 0 && rows;
	});
	(await admin.post(`/admin/jobs/${done}/retry`)).problem(409, 'conflict');
	sql('notify', `UPDATE jobs SET state = 'DEAD', error = 'For a test.'
	    WHERE id = ${done}`);
	for (const query of ['', '?state=WAITING', '?state=RETRYING&page=2'])
		(await admin.get(`/admin/jobs${query}`)).is(200);
	const job = (await admin.post(`/admin/jobs/${done}/retry`)).is(200).json;
	assert.equal(job.state, 'WAITING');
});

await step('the farm is well', async () => {
	(await nobody.ask('GET', '/healthz')).is(200);
	(await nobody.ask('HEAD', '/healthz')).is(200);
	(await nobody.ask('GET', '/healthz?%ff')).problem(400,
	    'malformed_text');
});
