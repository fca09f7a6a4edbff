// SPDX-License-Identifier: ISC
//
// load.mjs - what people do all day, right and wrong, as fast as they can.
// Each lane is one person with a buyer's account; it tells one small story
// after the other until enough requests were made.

import http from 'node:http';
import { url } from '../integration/lib/http.mjs';
import { sql } from '../integration/lib/farm.mjs';
import { register, sign_in, admin, demo_vendor, on_sale, address_of, ADDRESS,
    PASSWORD } from '../integration/lib/people.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const { hostname, port } = new URL(url);

export const odd = new Map();	// what nobody expected: text to count
let made = 0;

// A number below n: the same row every time.
let state = 12345;
function below(n) {
	state = (state * 1103515245 + 12345) % 2147483648;
	return Math.floor(state / 65536) % n;
}
const one_of = (list) => list[below(list.length)];

// One request; its answer's { status, text }. Any other status than those
// wanted is remembered.
function ask(wanted, method, path, { headers = {}, body, as } = {}) {
	made++;
	if (as)
		headers = { cookie: Object.entries(as.cookies).map(([k, v]) =>
		    `${k}=${v}`).join('; '), ...headers };
	if (body !== undefined && typeof body !== 'string') {
		body = JSON.stringify(body);
		headers = { 'content-type': 'application/json', ...headers };
	}
	return new Promise((resolve) => {
		const rq = http.request({ hostname, port, agent, method, path,
		    headers: body === undefined ? headers : { ...headers,
		    'content-length': Buffer.byteLength(body) } }, (rs) => {
			let text = '';
			rs.setEncoding('utf8');
			rs.on('data', (s) => { text += s; });
			rs.on('error', () => resolve({ status: 0, text }));
			rs.on('end', () => {
				if (![wanted].flat().includes(rs.statusCode))
					note(`${method} ${path.replace(
					    /\?.*|[0-9a-f-]{36}/g, '')}: ${
					    rs.statusCode} ${
					    text.slice(0, 200)}`);
				resolve({ status: rs.statusCode, text });
			});
		});
		rq.on('error', (e) => {
			// nginx may close while a body too large still comes.
			if (![wanted].flat().includes(413))
				note(`${method} ${path}: ${e.code}`);
			resolve({ status: 0, text: '' });
		});
		rq.end(body);
	});
}

const note = (text) => odd.set(text, (odd.get(text) ?? 0) + 1);
const json = (answer) => {
	try {
		return JSON.parse(answer.text);
	} catch {
		return {};
	}
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded',
	'sec-fetch-site': 'same-origin' };
const form = (fields) => new URLSearchParams(fields).toString();

// ---- who ---------------------------------------------------------------------

const cast = {};

export async function gather(lanes) {
	cast.buyers = [];
	for (let i = 0; i < lanes; i += 8)
		cast.buyers.push(...await Promise.all(Array.from({ length:
		    Math.min(8, lanes - i) }, () => register('runner'))));
	cast.vendor = await demo_vendor();
	cast.admin = await admin();
	cast.goods = Array.from({ length: 10 }, () =>
	    on_sale(1, 7.25, 1000000));
	cast.slugs = sql('products', `SELECT slug FROM products WHERE is_active
	    AND removed_at IS NULL ORDER BY id LIMIT 60`).map(([s]) => s);
	cast.categories = sql('products', 'SELECT slug FROM categories')
	    .map(([s]) => s);
	cast.own = sql('products', `SELECT id FROM products WHERE vendor_id =
	    '00000000-0000-7000-8000-020000000001' ORDER BY id LIMIT 10`)
	    .map(([id]) => id);
}

// ---- what they do --------------------------------------------------------------

// Somebody with a cart's cookie: no cache answers for the pool.
async function looks_around() {
	const headers = { cookie: 'cart=none' };
	await ask(200, 'GET', '/', { headers });
	await ask(200, 'GET', `/products?page=${1 + below(5)}`, { headers });
	await ask(200, 'GET', `/products/${one_of(cast.slugs)}`, { headers });
	await ask(200, 'GET', `/c/${one_of(cast.categories)}`, { headers });
	await ask(200, 'GET', `/search?q=${one_of(['honey', 'wool', 'bread',
	    'xyzzy', '%C3%A4', 'a+b'])}`, { headers });
	await ask(200, 'GET', '/vendors', { headers });
	await ask(200, 'GET', '/help/returns', { headers });
	await ask(200, 'GET', '/login', { headers });
}

async function a_program_asks() {
	const headers = { authorization: '' };
	const list = json(await ask(200, 'GET', `/api/products?limit=20&page=${
	    1 + below(5)}`, { headers: { cookie: 'cart=none' } }));
	if (list.data)
		await ask(200, 'GET', `/api/products/${one_of(list.data).id}`,
		    { headers: { cookie: 'cart=none' } });
	await ask(200, 'GET', '/api/categories', { headers });
	await ask(200, 'GET', '/api/vendors', { headers });
	await ask(200, 'GET', '/healthz');
	await ask(200, 'GET', '/metrics');
}

async function shops(as) {
	const product = one_of(cast.goods).id;
	const cart = json(await ask([200, 201], 'POST', '/api/cart/items',
	    { as, body: { productId: product, quantity: 1 + below(3) } }));
	for (const item of cart.items ?? []) {
		await ask(200, 'PUT', `/api/cart/items/${item.id}`,
		    { as, body: { quantity: 1 + below(4) } });
	}
	await ask(200, 'GET', '/cart', { as });
	await ask(200, 'GET', '/checkout', { as });
	for (const item of cart.items ?? [])
		await ask([200, 204], 'DELETE', `/api/cart/items/${item.id}`,
		    { as });
	await ask(200, 'GET', '/orders', { as });
	await ask(200, 'GET', '/api/orders', { as });
	await ask(200, 'GET', '/api/auth/profile', { as });
	await ask(200, 'GET', '/account', { as });
	await ask(200, 'GET', '/notifications', { as });
	await ask(303, 'PUT', '/account', { as, headers: FORM, body: form(
	    { name: `Runner ${below(99)}`, phone: '' }) });
}

let keys = 0;
const once = () => ({ 'idempotency-key': `endurance-${process.pid}-${++keys}` });

async function buys(as) {
	await ask([200, 201], 'POST', '/api/cart/items', { as, body:
	    { productId: one_of(cast.goods).id, quantity: 1 } });
	const order = json(await ask(201, 'POST', '/api/checkout', { as,
	    headers: once(), body: { shippingAddress: ADDRESS,
	    billingAddress: ADDRESS, paymentMethod: 'STRIPE' } }));
	if (!order.id)
		return;
	const payment = json(await ask(201, 'POST', '/api/payments', { as,
	    headers: once(), body: { orderId: order.id, method: 'STRIPE' } }));
	if (payment.id)
		await ask([200, 402, 409], 'POST',
		    `/api/payments/${payment.id}/process`, { as, headers:
		    once(), body: { paymentMethodId: one_of(['pm_card_visa',
		    'pm_card_visa', 'pm_card_chargeDeclined']) } });
	await ask(200, 'GET', `/api/orders/${order.id}`, { as });
	await ask(200, 'GET', `/orders/${order.id}`, { as });
	if (payment.id)
		await ask(200, 'GET', `/api/payments/${payment.id}`, { as });
}

async function sells() {
	const as = cast.vendor, id = one_of(cast.own);
	await ask(200, 'GET', '/vendor', { as });
	await ask(200, 'GET', '/api/vendor/products', { as });
	await ask(200, 'GET', `/vendor/products/${id}`, { as });
	await ask(200, 'GET', '/vendor/products/new', { as });
	await ask(200, 'GET', '/api/vendor/orders', { as });
	await ask(200, 'GET', '/vendor/orders', { as });
	await ask(422, 'POST', '/api/vendor/products', { as, body:
	    { name: '', price: -1, stockQuantity: 'many' } });
	await ask(422, 'POST', '/vendor/products', { as, headers: FORM, body:
	    form({ name: '', price: 'dear' }) });
}

async function runs_the_shop() {
	const as = cast.admin;
	await ask(200, 'GET', '/admin', { as });
	await ask(200, 'GET', '/admin/products', { as });
	await ask(200, 'GET', '/admin/categories', { as });
	await ask(200, 'GET', '/admin/orders', { as });
	await ask(200, 'GET', '/admin/payments', { as });
	await ask(200, 'GET', '/api/admin/vendors', { as });
	await ask(200, 'GET', '/api/admin/jobs', { as });
	await ask(200, 'GET', '/admin/jobs', { as });
}

const NONE = '00000000-0000-7000-8000-990000000099';

async function goes_astray(as) {
	await ask(404, 'GET', `/products/${NONE}`);
	await ask(404, 'GET', `/api/orders/${NONE}`, { as });
	await ask(404, 'GET', `/api/payments/${NONE}`, { as });
	await ask(401, 'GET', '/api/orders');
	await ask(303, 'GET', '/orders');
	await ask(403, 'GET', '/api/vendor/products', { as });
	await ask(403, 'GET', '/admin/jobs', { as });
	await ask(401, 'GET', '/api/orders', { headers:
	    { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' } });
	await ask(405, 'PUT', '/api/products', { body: {} });
	await ask(415, 'POST', '/api/cart/items', { headers:
	    { 'content-type': 'text/plain' }, body: 'x' });
	await ask(400, 'POST', '/api/cart/items', { headers:
	    { 'content-type': 'application/json' }, body: '{"a":' });
	await ask(422, 'POST', '/api/checkout', { as, headers: once(),
	    body: { paymentMethod: 'SHELLS' } });
	await ask(403, 'POST', '/cart/items', { as, headers: { ...FORM,
	    'sec-fetch-site': 'cross-site' }, body: 'quantity=1' });
	await ask(400, 'GET', '/api/products?page=%ff');
	await ask(400, 'POST', '/api/webhooks/stripe', { headers:
	    { 'stripe-signature': `t=1,v1=${'0'.repeat(64)}` }, body: '{}' });
	await ask([400, 401, 404], 'GET',
	    '/sandbox/stripe/v1/payment_intents/pi_none');
	await ask(404, 'GET', '/sandbox/stripe/checkout/cs_none');
	await ask(404, 'GET', '/dev/mail/none', { as });
}

const LARGE = 'x'.repeat(900 * 1024), TOO_LARGE = 'x'.repeat(1200 * 1024);

async function sends_too_much(as) {
	await ask([413, 0], 'POST', '/api/cart/items', { as, headers:
	    { 'content-type': 'application/json' }, body: TOO_LARGE });
	await ask([413, 0], 'POST', '/login', { headers: FORM, body:
	    `email=${LARGE}` });
	await ask([400, 422, 413], 'POST', '/api/cart/items', { as, body:
	    { productId: LARGE } });
	await ask([400, 413, 422], 'POST', '/api/webhooks/stripe', { headers:
	    { 'stripe-signature': 't=1,v1=00' }, body: LARGE });
	await ask([400, 414], 'GET', `/api/products?search=${
	    'x'.repeat(40000)}`);
	await ask([200, 400, 422], 'GET', `/api/products?search=${
	    'y'.repeat(3000)}`);
}

async function signs_in_and_out() {
	const email = address_of('passer-by');
	await ask(201, 'POST', '/api/auth/register', { body: { email,
	    password: PASSWORD, name: 'Passer-By' } });
	await ask(401, 'POST', '/api/auth/login', { body: { email,
	    password: 'not this one' } });
	const as = await sign_in(email);
	made++;
	await ask([303, 307], 'POST', '/account/refresh', { as, headers: FORM,
	    body: '' });
	await ask([204, 200], 'POST', '/api/auth/logout', { as });
	await ask(401, 'GET', '/api/auth/profile', { as });
}

// How often of a hundred.
const STORIES = [[looks_around, 22], [a_program_asks, 14], [shops, 26],
    [buys, 5], [sells, 8], [runs_the_shop, 6], [goes_astray, 15],
    [sends_too_much, 3], [signs_in_and_out, 1]];
const stories = STORIES.flatMap(([fn, n]) => Array(n).fill(fn));

// About so many requests, by all lanes together.
export async function run(requests) {
	const end = made + requests, from = made;
	await Promise.all(cast.buyers.map(async (buyer) => {
		while (made < end)
			await one_of(stories)(buyer);
	}));
	return made - from;
}
