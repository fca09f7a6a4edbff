#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Text that people typed, in every field that takes some and wherever it is
// shown: on pages, in attributes, in mails, in JSON. It comes back as it was,
// and is never markup, nor a command.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor, raw } from './lib/http.mjs';
import { mails, sql, until } from './lib/farm.mjs';
import { ADDRESS, PASSWORD, address_of, admin as sign_in_admin, fresh_key,
    pay, sign_in } from './lib/people.mjs';
import { deref, operations } from './lib/openapi.mjs';
import { inner_of } from './openapi/values.mjs';
import { routes } from './lib/routes.mjs';
import { check_headers, check_ssi, cut, parts_of, read, texts_of }
    from './lib/markup.mjs';

const Z = `zq${Date.now().toString(36).slice(-5)}`;
const admin = await sign_in_admin();
const nobody = new Visitor();

// ---- every field of every body ----------------------------------------------------

const used = new Set();

const is_free = (s) => [s.type].flat().includes('string') && !s.enum &&
    !s.format && !s.pattern;

function* free_fields(schema, prefix = '') {
	const s = inner_of(schema);
	for (const [name, p] of Object.entries(s.properties ?? {})) {
		const inner = inner_of(p);
		if (is_free(inner))
			yield [prefix + name, inner];
		yield* free_fields(inner, `${prefix}${name}.`);
		if (inner.items)
			yield* free_fields(inner.items, `${prefix}${name}.`);
	}
}

// The body, with the text in each of its free fields that is a "*".
function filled(op, schema, body, text, prefix = '') {
	const s = inner_of(schema);
	return Object.fromEntries(Object.entries(body).map(([name, value]) => {
		const inner = inner_of(s.properties[name]);
		const where = `${prefix}${name}`;
		if (value === '*') {
			used.add(`${op.id} ${where}`);
			value = cut(text, inner.maxLength);
		} else if (Array.isArray(value))
			value = value.map((v) => filled(op, inner.items, v,
			    text, `${where}.`));
		else if (typeof value === 'object')
			value = filled(op, inner, value, text, `${where}.`);
		return [name, value];
	}));
}

// An operation by its name, with such a body; what it answered and what it
// was sent.
async function does(who, id, text, body, values = {}, headers = {}) {
	const op = operations.find((o) => o.id === id);
	const path = op.path.replace(/\{(\w+)\}/g, (_, name) => values[name]);
	const sent = filled(op, op.body, body, text);
	const answer = await who.ask(op.method, path, sent, headers);
	check_headers(answer, Z);
	assert.doesNotMatch(answer.text, /</, answer.request);
	return { answer, sent };
}

async function done(...args) {
	const { answer, sent } = await does(...args);
	answer.is([200, 201]);
	for (const [name, value] of Object.entries(sent))
		if (typeof value === 'string' && name in answer.json)
			assert.equal(answer.json[name], value, answer.request);
	return answer.json;
}

// ---- a whole shop in such words ------------------------------------------------

async function account(text, role) {
	const person = new Visitor(role);
	const { user } = await done(person, 'register', text, { email:
	    address_of('markup'), password: PASSWORD, name: '*', role });
	assert.equal(user.name, cut(text, 120));
	assert.equal((await person.get('/auth/profile')).is(200).json.name,
	    user.name);
	return Object.assign(person, { user, email: user.email });
}

async function shop_of(text) {
	const seller = await account(text, 'VENDOR');
	const shop = await done(seller, 'applyAsVendor', text,
	    { businessName: '*', description: '*' });
	for (const id of ['rejectVendor', 'approveVendor', 'suspendVendor',
	    'approveVendor'])
		await done(admin, id, text, { reason: '*' }, { id: shop.id });
	await done(seller, 'editVendorProfile', text, { businessName: '*',
	    description: '*' });
	return { seller, shop };
}

async function goods_of(text, seller) {
	const sorted = await done(admin, 'addCategory', text, { name: '*',
	    slug: `markup-${fresh_key()}` });
	await done(admin, 'editCategory', text, { name: '*' }, sorted);
	const thing = await done(seller, 'addVendorProduct', text, { name: '*',
	    description: '*', price: 7, stockQuantity: 9,
	    categoryId: sorted.id });
	await done(seller, 'editVendorProduct', text, { name: '*',
	    description: '*' }, thing);
	const many = await done(seller, 'addVendorProduct', text, { name: '*',
	    price: 8, categoryId: sorted.id, variants: [{ name: '*', sku: '*',
	    price: 8, stockQuantity: 9 }] });
	await done(seller, 'editVendorProduct', text, { variants: [{
	    id: many.variants[0].id, name: '*', sku: '*', price: 9,
	    stockQuantity: 9 }] }, many);
	return { sorted, thing, many };
}

const address = { fullName: '*', line1: '*', line2: '*', city: '*',
	state: '*', postalCode: '*', country: 'AT', phone: '*' };

async function order_of(text, buyer, { thing, many }) {
	for (const item of [{ productId: thing.id }, { productId: many.id,
	    variantId: many.variants[0].id }])
		(await buyer.post('/cart/items', item)).is(200);
	return done(buyer, 'checkout', text, { shippingAddress: address,
	    billingAddress: address, paymentMethod: 'STRIPE' });
}

async function story(text) {
	const { seller, shop } = await shop_of(text);
	const goods = await goods_of(text, seller);
	const buyer = await account(text, 'BUYER');
	await done(buyer, 'editProfile', text, { name: '*' });
	const first = await order_of(text, buyer, goods);
	const placed = await order_of(text, buyer, goods);
	await done(buyer, 'editOrderStatus', text, { status: 'CANCELLED',
	    reason: '*' }, first);
	(await pay(buyer, placed)).is(200);
	(await buyer.post('/cart/items', { productId: goods.thing.id })).is(200);
	return { text, buyer, seller, shop, ...goods, first, placed };
}

const told = [];

// A few at once.
async function each(list, fn) {
	const left = [...list];
	await Promise.all(Array.from({ length: 6 }, async () => {
		while (left.length > 0)
			await fn(left.shift());
	}));
}

for (const text of texts_of(Z))
	await step(`a shop, goods and an order in the words ${text}`,
	    async () => { told.push(await story(text)); });

await step('what is no text for a field is refused by its name', async () => {
	const person = await account('x', 'BUYER');
	for (const text of [`a\r\nX-${Z}: y`, `a\nb${Z}`, `a\u001b[31m${Z}`,
	    `\u007f${Z}`]) {
		const { answer } = await does(person, 'editProfile', text,
		    { name: '*' });
		answer.problem(422);
		assert.equal(answer.wrong.name, 'invalid_characters');
	}
	(await does(person, 'editProfile', `a\0${Z}`, { name: '*' })).answer
	    .problem(400);
});

await step('what signs in, pays or tells is not shown, nor believed',
    async () => {
	for (const text of texts_of(Z)) {
		(await does(nobody, 'login', text, { email: 'x@example.org',
		    password: '*' })).answer.problem(401);
		(await does(nobody, 'refresh', text, { refreshToken: '*' }))
		    .answer.problem(401);
		(await does(nobody, 'receiveStripe', text, { id: '*',
		    type: '*' })).answer.problem(400);
		(await does(nobody, 'register', text, { email: 'no', password:
		    '*', name: 'x' })).answer.problem(422);
		(await does(told[0].buyer, 'processPayment', text,
		    { paymentMethodId: '*' }, { id: told[0].placed.id }))
		    .answer.problem(404);
	}
});

await step('no field that takes free text was left out', () => {
	const all = operations.filter((o) => o.body).flatMap((o) =>
	    [...free_fields(o.body)].map(([name]) => `${o.id} ${name}`));
	assert.ok(all.length > 25, `${all.length} fields`);
	assert.deepEqual(all.filter((f) => !used.has(f)), []);
});

// ---- wherever it is shown ----------------------------------------------------------

const name_of_mail = sql('notify', `SELECT e.id FROM events e JOIN jobs j
    ON j.event_id = e.id WHERE j.state = 'DONE' AND j.name = 'mail_welcome'
    ORDER BY e.seq DESC LIMIT 1`)[0][0];

// The address of each page with a capture, in the words of one story.
const CAPTURES = {
	'/products/:id': (s) => `/products/${s.thing.slug}`,
	'/vendors/:vendor': (s) => `/vendors/${s.shop.slug}`,
	'/c/:category': (s) => `/c/${s.sorted.slug}`,
	'/admin/categories/:id': (s) => `/admin/categories/${s.sorted.id}`,
	'/vendor/products/:id': (s) => `/vendor/products/${s.many.id}`,
	'/orders/:id': (s) => `/orders/${s.placed.id}`,
	'/vendor/orders/:id': (s) => `/vendor/orders/${s.placed.id}`,
	'/admin/orders/:id': (s) => `/admin/orders/${s.first.id}`,
	'/pay/:orderId': (s) => `/pay/${s.placed.id}`,
	'/pay/:orderId/return': (s) => `/pay/${s.placed.id}/return`,
	'/admin/payments/:id': (s) => `/admin/payments/${s.placed.paymentId}`,
	'/dev/mail/:name': () => `/dev/mail/${name_of_mail}.welcome.farmstand`,
	'/dev/mail/:name/html': () => `/dev/mail/${name_of_mail
	    }.welcome.farmstand/html`,
	'/sandbox/stripe/checkout/:id': () => '/sandbox/stripe/checkout/cs_x',
	'/sandbox/stripe/authenticate/:id': () =>
		'/sandbox/stripe/authenticate/pi_x',
};

// Pages that show one of a story's texts as it is, and which.
const SHOWN = {
	'/products/:id': (s) => [s.thing.name, s.shop.businessName],
	'/vendors/:vendor': (s) => [s.shop.businessName, s.shop.description],
	'/c/:category': (s) => [s.sorted.name, s.thing.name],
	'/admin/categories/:id': (s) => [s.sorted.name],
	'/vendor/products/:id': (s) => [s.many.name, s.many.variants[0].name,
	    s.many.variants[0].sku],
	'/vendor/products': (s) => [s.thing.name],
	'/vendor/profile': (s) => [s.shop.businessName, s.shop.description],
	'/orders/:id': (s) => [s.thing.name, ...Object.values(
	    s.placed.shippingAddress).filter((v) => v !== 'AT')],
	'/vendor/orders/:id': (s) => [s.thing.name, s.placed.shippingAddress
	    .fullName],
	'/admin/orders/:id': (s) => [s.thing.name, cut(s.text, 200)],
	'/cart': (s) => [s.thing.name],
	'/account': (s) => [s.buyer.user.name],
};

const pages = routes().filter((r) => r.method === 'GET' &&
    r.faces.includes('') && !/\/(account\/refresh|metrics|healthz)|\/v1\//
    .test(r.path));

const reader_of = (r, s) => r.who === 'admin' ? admin : r.who === 'vendor' ||
    r.path === '/vendors/register' ? s.seller : r.path.startsWith('/dev/') ?
    admin : s.buyer;

async function looked_at(who, path, wanted = []) {
	const answer = await who.page(path);
	assert.ok(answer.status < 500, `${path}: ${answer.status}`);
	check_headers(answer, Z);
	check_ssi(answer.text, path);
	if (!/text\/html/.test(answer.type))
		return '';
	const shown = read(answer.text, Z, `${path} as ${who.name}`);
	for (const text of wanted)
		assert.ok(shown.includes(text), `${path} does not show ${text}`);
	return shown;
}

// Is it another page in each story?
const is_own = (r) => r.path.includes(':') || ['vendor', 'signed-in',
	'visitor'].includes(r.who);

for (const r of pages)
	await step(`${r.path} shows text as text`, async () => {
		assert.ok(!r.path.includes(':') || CAPTURES[r.path],
		    'this page is not known here yet');
		await each(is_own(r) ? told : told.slice(0, 1), async (s) => {
			const path = CAPTURES[r.path]?.(s) ?? r.path;
			await looked_at(reader_of(r, s), path,
			    SHOWN[r.path]?.(s) ?? []);
			if (r.who === 'anyone')
				await looked_at(nobody, path);
		});
	});

// The rest needs two stories only: goods and shops of the others are put away.
function put_away(stories) {
	const ids = (list) => list.map((x) => `'${x}'`).join(',');
	const shops = ids(stories.map((s) => s.shop.id));
	sql('products', `UPDATE products SET is_active = false, category_id =
	    NULL WHERE vendor_id IN (${shops})`);
	sql('products', `UPDATE vendors SET status = 'SUSPENDED'
	    WHERE id IN (${shops})`);
	sql('products', `DELETE FROM categories WHERE id IN (${ids(
	    stories.map((s) => s.sorted.id))})`);
}
put_away(told.slice(2));

const PARAMETERS = ['search', 'category', 'vendor', 'cursor', 'minPrice',
	'maxPrice', 'inStock', 'sort', 'page', 'status', 'tab', 'state',
	'notice', 'next', 'email', 'q', 'after', 'lang', 'theme'];

for (const r of pages)
	await step(`${r.path} shows its own address as text`, async () => {
		const [s] = told;
		const path = CAPTURES[r.path]?.(s) ?? r.path;
		await each(texts_of(Z), async (text) => {
			const it = encodeURIComponent(text);
			// Those that are checked refuse the page; those that
			// are not stand in it.
			for (const query of [PARAMETERS.map((p) =>
			    `${p}=${it}`).join('&'), ['search', 'notice',
			    'email'].map((p) => `${p}=${it}`).join('&') +
			    `&next=%2F${it}&${it}`])
				await looked_at(reader_of(r, s),
				    `${path}?${query}`);
			if (r.path.includes(':'))
				await looked_at(nobody, r.path.replace(/:\w+/,
				    () => it));
		});
	});

await step('a search shows what was searched for', async () => {
	for (const text of texts_of(Z))
		await looked_at(nobody, `/search?search=${encodeURIComponent(
		    text)}`, [text]);
});

// A form that is refused is shown again with all that was typed.
await step('forms that are shown again show text as text', async () => {
	const forms = routes().filter((r) => r.method !== 'GET' &&
	    r.faces.includes('') && !/\/v1\/|logout|refresh/.test(r.path));
	const fields = [...new Set(operations.filter((o) => o.body)
	    .flatMap((o) => Object.keys(deref(o.body).properties)))]
	    .flatMap((n) => /Address$/.test(n) ? Object.keys(address)
	    .map((k) => `${n}.${k}`) : n === 'variants' ? ['variants.0.name',
	    'variants.0.sku', 'variants.0.price'] : n === 'images' ?
	    ['images.0'] : [n]).concat('number', 'expiry', 'cvc', 'answer',
	    'next', 'idempotencyKey', 'notice');
	for (const r of forms) {
		const s = told[1], path = CAPTURES[r.path]?.(s) ?? r.path
		    .replace(/:\w+/, '00000000-0000-7000-8000-990000000099');
		const who = r.who === 'anyone' ? nobody : reader_of(r, s);
		await each(texts_of(Z), async (text) => {
			const answer = await who.form(path, { ...Object
			    .fromEntries(fields.map((f) => [f, text])),
			    _method: r.method });
			assert.ok(answer.status < 500, answer.request);
			check_headers(answer, Z);
			check_ssi(answer.text, path);
			if (/text\/html/.test(answer.type))
				read(answer.text, Z, `${r.method} ${path}`);
		});
	}
});

await step('mails show text as text', async () => {
	for (const s of told) {
		const mine = await until(`mails in the words ${s.text}`, () => {
			const list = [...mails(s.buyer.email),
			    ...mails(s.seller.email)];
			return list.length >= 7 && list;
		});
		let said = '';
		for (const { subject, text } of mine) {
			const parts = parts_of(text);
			assert.doesNotMatch(subject, /[\r\n]/);
			said += subject + parts.text;
			const shown = read(parts.html, Z, subject);
			check_ssi(parts.html, subject);
			assert.doesNotMatch(parts.html, /<(img|link|iframe)/i);
			said += shown;
		}
		for (const text of [s.buyer.user.name, s.shop.businessName,
		    s.thing.name, s.placed.shippingAddress.line1])
			assert.ok(said.includes(text), `${mine.map((m) =>
			    m.subject)}: no ${text}`);
	}
});

// ---- where it leads -------------------------------------------------------------

const ELSEWHERE = ['//evil.example', '/\\evil.example', 'https://evil.example',
	'\\\\evil.example', '/\t/evil.example', '\t//evil.example',
	'/%09/evil.example', '///evil.example', '/.//evil.example/..//x',
	'javascript:alert(1)', 'data:text/html,x', ' //evil.example',
	'/\r\nLocation: https://evil.example', 'http:evil.example', '/\u0000/e',
	'@evil.example', '/\\/evil.example', '//evil.example%2f..',
	'/%5cevil.example', '/;//evil.example', '\u2028//evil.example'];

await step('nothing that was asked for leads to another site', async () => {
	const base = 'http://shop.example/login';
	const [s] = told;
	for (const next of ELSEWHERE) {
		const it = encodeURIComponent(next);
		const answers = [
			await new Visitor().form('/login', { email:
			    s.buyer.email, password: PASSWORD, next }),
			await s.buyer.page(`/account/refresh?next=${it}`),
			await s.buyer.page(`/login?next=${it}`),
			await s.buyer.form('/cart/items', { productId:
			    s.thing.id, next }),
			await nobody.page(`/orders?next=${it}`),
		];
		for (const answer of answers) {
			check_headers(answer, 'evil');
			if (answer.location !== undefined)
				assert.equal(new URL(answer.location, base).host,
				    'shop.example', `${answer.request}: ${
				    answer.location}`);
		}
		Object.assign(s.buyer, await sign_in(s.buyer.email));
	}
});

await step('no name of a host is taken from a request', async () => {
	const names = { host: 'evil.example', 'x-forwarded-host':
	    'evil.example', 'x-forwarded-server': 'evil.example', forwarded:
	    'host=evil.example', 'x-original-url': '//evil.example/',
	    'x-rewrite-url': '//evil.example/', 'x-forwarded-proto': 'evil' };
	for (const path of ['/', '/login', '/orders', '/nothing', '/products',
	    `/products/${told[0].thing.slug}`, '/api/nothing', '/api/products',
	    '/static', '/cart', '/search?search=x', '/account/refresh'])
		for (let i = 0; i < 3; i++) {
			const poisoned = await raw('GET', path, names);
			assert.doesNotMatch(poisoned.text + JSON.stringify(
			    poisoned.headers), /evil/, path);
			assert.doesNotMatch((await raw('GET', path)).text,
			    /evil/, path);
		}
});

await step('nginx does no command of an address it refuses', async () => {
	const command = encodeURIComponent('<!--#echo var="request_id" -->');
	for (const [method, path] of [['GET', `/api/${command}`],
	    ['GET', `/${command}`], ['TRACE', `/api/products/${command}`],
	    ['GET', `/static/${command}`], ['GET', '/api/<!--#echo/%zz'],
	    ['POST', `/static/${command}`], ['GET', `/media/${command}`]]) {
		const answer = await raw(method, path);
		assert.ok(answer.status >= 400, path);
		check_ssi(answer.text, path);
		if (/json/.test(answer.type))
			assert.doesNotMatch(answer.json.instance,
			    /<|[0-9a-f]{32}/);
	}
});

await step('what was told is put away', () => put_away(told.slice(0, 2)));
