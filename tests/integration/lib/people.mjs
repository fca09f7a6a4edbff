// SPDX-License-Identifier: ISC
//
// people.mjs - who plays in the stories.

import crypto from 'node:crypto';
import { Visitor } from './http.mjs';
import { sql, setting } from './farm.mjs';

export const PASSWORD = 'farmstand-demo';

let n = 0;
const run = Date.now().toString(36) + process.pid.toString(36);

export const address_of = (who) => `${who}-${run}-${++n}@example.org`;

// A new account, signed in by cookies.
export async function register(who, role = 'BUYER') {
	const person = new Visitor(who);
	person.email = address_of(who);
	const answer = (await person.post('/auth/register', {
		email: person.email, password: PASSWORD, name: `${who} Tester`,
		role,
	})).is(201);
	Object.assign(person, answer.json);
	return person;
}

export async function sign_in(email, password = PASSWORD) {
	const person = new Visitor(email);
	person.email = email;
	Object.assign(person, (await person.post('/auth/login',
	    { email, password })).is(200).json);
	return person;
}

export const admin = () => sign_in('admin@example.com');
export const demo_vendor = () => sign_in('vendor@example.com');

// Somebody who asks with a token in the header, as programs do.
export function bearer(token, name = 'a program') {
	const program = new Visitor(name);
	program.headers.authorization = `Bearer ${token}`;
	return program;
}

// So many buyers, signed in, without the pages and the work of a password
// each: { id, email } and what a Visitor can do.
export function crowd(count, who = 'one') {
	const people = Array.from({ length: count }, () => {
		const person = new Visitor(who);
		person.id = uuid();
		person.session = uuid();
		person.email = address_of(who);
		Object.defineProperty(person.headers, 'authorization', {
		    enumerable: true, get: () => bearer_of(person) });
		return person;
	});
	const values = (fn) => people.map((p) => `(${fn(p).map((v) =>
	    `'${v}'`).join(', ')})`).join(',\n');
	sql('auth', `INSERT INTO users (id, email, name, password_hash)
	    VALUES ${values((p) => [p.id, p.email, 'One of many', '-'])};
	    INSERT INTO sessions (id, user_id)
	    VALUES ${values((p) => [p.session, p.id])};`);
	return people;
}

function uuid() {
	const text = crypto.randomUUID();
	return `${text.slice(0, 14)}7${text.slice(15)}`;
}

// A crowd may take longer than its tokens live.
function bearer_of(person) {
	if (!(Date.now() < person.fresh_until)) {
		person.bearer = `Bearer ${token_of(person)}`;
		person.fresh_until = Date.now() + 600_000;
	}
	return person.bearer;
}

// An access token as auth signs it.
function token_of(person) {
	const now = Math.floor(Date.now() / 1000);
	const part = (o) => Buffer.from(JSON.stringify(o)).toString('base64url');
	const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
	    sub: person.id, email: person.email, role: 'BUYER',
	    jti: person.session, iat: now, exp: now + 900 })}`;
	return `${head}.${crypto.createHmac('sha256', setting(
	    'JWT_ACCESS_SECRET')).update(head).digest('base64url')}`;
}

// A vendor whose shop an admin has approved.
export async function approved_vendor(who = 'vendor') {
	const vendor = await register(who, 'VENDOR');
	vendor.shop = (await vendor.post('/vendors/register', {
		businessName: `Shop ${vendor.email.split('@')[0]}`,
		description: 'Things from a test.',
	})).is(201).json;
	await (await admin()).put(`/admin/vendors/${vendor.shop.id}/approve`)
	    .then((a) => a.is(200));
	return vendor;
}

export async function add_product(vendor, more = {}) {
	const categories = (await vendor.get('/categories')).is(200).json;
	return (await vendor.post('/vendor/products', {
		name: `Thing ${++n} of ${run}`, description: 'A *good* thing.',
		price: 12.5, stockQuantity: 20, categoryId:
		(categories.data ?? categories)[0].id, isActive: true, ...more,
	})).is(201).json;
}

export const ADDRESS = { fullName: 'Ann Tester', line1: 'Field 1',
	city: 'Graz', postalCode: '8010', country: 'AT' };

let keys = 0;
export const fresh_key = () => `${run}-${++keys}`;

export async function fill_cart(buyer, lines) {
	for (const [product, quantity] of lines)
		(await buyer.post('/cart/items', { productId: product.id,
		    quantity })).is([200, 201]);
}

export function checkout(buyer, more = {}, key = fresh_key()) {
	return buyer.post('/checkout', { shippingAddress: ADDRESS,
	    billingAddress: ADDRESS, paymentMethod: 'STRIPE', ...more },
	    { 'idempotency-key': key });
}

// An order of these lines, not paid yet.
export async function order(buyer, lines, more) {
	await fill_cart(buyer, lines);
	return (await checkout(buyer, more)).is(201).json;
}

// Pay with a card; what the last request answered. An order has one payment,
// which is tried again.
export async function pay(buyer, placed, card = 'pm_card_visa') {
	if (!placed.paymentId) {
		const made = await buyer.post('/payments', { orderId:
		    placed.id, method: 'STRIPE' }, { 'idempotency-key':
		    fresh_key() });
		if (made.status !== 201)
			return made;
		placed.paymentId = made.json.id;
	}
	return buyer.post(`/payments/${placed.paymentId}/process`,
	    { paymentMethodId: card }, { 'idempotency-key': fresh_key() });
}

// What PostgreSQL says of a product's stock: available, held, sold.
export function stock(product) {
	return Number(sql('products', `SELECT stock_quantity FROM products
	    WHERE id = '${product.id}'`)[0][0]);
}

// A product of a demo vendor (1 and 2 are vendor@ and vendor2@example.com),
// put on sale without its pages: { id, price, quantity }.
export function on_sale(vendor = 1, price = 12.5, quantity = 20) {
	const id = sql('products', `INSERT INTO products (id, vendor_id, name,
	    slug, price, stock_quantity) VALUES (overlay(
	    gen_random_uuid()::text placing '7' from 15)::uuid,
	    '00000000-0000-7000-8000-02${String(vendor).padStart(10, '0')}',
	    'Test piece ${++n}', 'test-${run}-${n}', ${price.toFixed(2)}, ${quantity})
	    RETURNING id`)[0][0];
	return { id, price, quantity };
}

export const cents = (amount) => Math.round(amount * 100);
