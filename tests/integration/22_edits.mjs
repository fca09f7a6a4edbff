#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 22_edits.mjs - somebody saves what was read a while ago: sold stock is not
// restored, and an edit of an older version is refused.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { add_product, approved_vendor, checkout, fill_cart, fresh_key, order,
    register, sign_in, stock } from './lib/people.mjs';
import { edited_of, form_of } from './lib/forms.mjs';

const admin = await sign_in('admin@example.com');
const vendor = await approved_vendor('edits');
const buyer = await register('edits');

const api = (p) => `/vendor/products/${p.id}`;
const page_of = async (p) => (await vendor.page(api(p))).is(200);
const form = async (p) => form_of(await page_of(p), api(p));
const save = (p, fields) => vendor.form(api(p), fields);
const tag_of = async (path, who = vendor) => (await who.get(path)).is(200)
    .headers.etag;
const sku = fresh_key;

async function with_variants() {
	return add_product(vendor, { variants: ['S', 'L'].map((name) =>
	    ({ name, price: 3, stockQuantity: 5, sku: sku() })) });
}

async function buy(p, quantity, variant) {
	(await buyer.post('/cart/items', { productId: p.id, quantity,
	    variantId: variant?.id })).is([200, 201]);
	return (await checkout(buyer)).is(201).json;
}

// ---- stock -------------------------------------------------------------------

await step('a form that was open during a sale restores no stock',
    async () => {
	const p = await add_product(vendor, { stockQuantity: 10 });
	const open = await form(p);
	assert.equal(open.stockQuantity, '10');
	assert.equal(open.stockWas, '10');
	const placed = await order(buyer, [[p, 4]]);
	(await save(p, { ...open, description: 'Better words.' })).is(303);
	assert.equal(stock(p), 6);
	const now = (await vendor.get(api(p))).is(200).json;
	assert.equal(now.description, 'Better words.');
	(await buyer.put(`/orders/${placed.id}/status`,
	    { status: 'CANCELLED' })).is(200);
	assert.equal(stock(p), 10);
});

await step('the form adds the difference that the vendor typed', async () => {
	const p = await add_product(vendor, { stockQuantity: 10 });
	const open = await form(p);
	await order(buyer, [[p, 4]]);
	(await save(p, { ...open, stockQuantity: '12' })).is(303);
	assert.equal(stock(p), 8);
});

await step('no form takes away more than is left', async () => {
	const p = await add_product(vendor, { stockQuantity: 10 });
	const open = await form(p);
	await order(buyer, [[p, 4]]);
	const refused = (await save(p, { ...open, stockQuantity: '3' }))
	    .is(409);
	assert.equal(stock(p), 6);
	const again = form_of(refused, api(p));
	assert.equal(again.stockQuantity, '3');
	assert.equal(again.stockWas, '6');
	assert.match(edited_of(refused).stockQuantity, /6$/);
	(await save(p, again)).is(303);
	assert.equal(stock(p), 3);
});

await step('variants keep what was sold, too', async () => {
	const p = await with_variants();
	const open = await form(p);
	await buy(p, 2, p.variants[0]);
	(await save(p, { ...open, 'variants.1.stockQuantity': '9' })).is(303);
	const now = (await vendor.get(api(p))).json;
	assert.deepEqual(now.variants.map((v) => v.stockQuantity), [3, 9]);
	assert.equal(now.stockQuantity, 12);
	const low = (await save(p, { ...await form(p),
	    'variants.0.stockQuantity': '0', 'variants.0.stockWas': '5' }))
	    .is(409);
	assert.equal(form_of(low, api(p))['variants.0.stockWas'], '3');
});

await step('in the API a number alone is a count, with stockWas a difference',
    async () => {
	const p = await add_product(vendor, { stockQuantity: 10 });
	const put = (body) => vendor.put(api(p), body);
	await order(buyer, [[p, 4]]);
	assert.equal((await put({ name: 'Other' })).is(200).json
	    .stockQuantity, 6);
	assert.equal((await put({ stockQuantity: 10, stockWas: 10 })).is(200)
	    .json.stockQuantity, 6);
	assert.equal((await put({ stockWas: 10 })).is(200).json
	    .stockQuantity, 6);
	assert.equal((await put({ stockQuantity: 8 })).is(200).json
	    .stockQuantity, 8);
	assert.deepEqual((await put({ stockQuantity: 1, stockWas: 10 }))
	    .problem(409, 'stock_changed').wrong,
	    { stockQuantity: 'stock_changed' });
	assert.equal(stock(p), 8);
});

await step('a known variant without stockQuantity keeps its stock',
    async () => {
	const p = await with_variants();
	await buy(p, 2, p.variants[0]);
	const bare = p.variants.map(({ id, name, price, sku: s }) =>
	    ({ id, name, price, sku: s }));
	assert.deepEqual((await vendor.put(api(p), { variants: bare }))
	    .is(200).json.variants.map((v) => v.stockQuantity), [3, 5]);
	bare[0].stockQuantity = 6;
	bare[0].stockWas = 5;
	bare[1].stockQuantity = 1;
	bare.push({ name: 'M', price: 3, sku: sku() });
	assert.deepEqual((await vendor.put(api(p), { variants: bare }))
	    .is(200).json.variants.map((v) => v.stockQuantity), [4, 1, 0]);
	bare[0].stockQuantity = 0;
	assert.deepEqual((await vendor.put(api(p), { variants: bare }))
	    .problem(409, 'stock_changed').wrong,
	    { variants: 'stock_changed' });
});

await step('a product repeated by its key keeps its sales', async () => {
	const key = { 'idempotency-key': fresh_key() };
	const body = { name: 'Once', price: 2, stockQuantity: 5 };
	const p = (await vendor.post('/vendor/products', body, key)).is(201)
	    .json;
	await order(buyer, [[p, 2]]);
	assert.equal((await vendor.post('/vendor/products', body, key))
	    .is(201).json.id, p.id);
	assert.equal(stock(p), 3);
});

// ---- versions ----------------------------------------------------------------

await step('a sale leaves the ETag of a product as it is', async () => {
	const p = await add_product(vendor);
	const tag = await tag_of(api(p));
	assert.match(tag, /^"v\d+"$/);
	const placed = await order(buyer, [[p, 1]]);
	(await buyer.put(`/orders/${placed.id}/status`,
	    { status: 'CANCELLED' })).is(200);
	assert.equal(await tag_of(api(p)), tag);
	const put = (await vendor.put(api(p), { price: 4 })).is(200);
	assert.notEqual(put.headers.etag, tag);
	assert.equal(await tag_of(api(p)), put.headers.etag);
});

// Each thing that can be edited in the API: who, path, a change and a write.
const top = (await admin.post('/admin/categories', { name:
    `Edits ${fresh_key()}` })).is(201).json;
const product = await add_product(vendor);
const edits = [
	['a product', vendor, api(product), { name: 'New' }],
	['a shop', vendor, '/vendor/profile', { description: 'New.' }],
	['a category', admin, `/admin/categories/${top.id}`,
	    { name: `Edits ${fresh_key()}` }],
];

for (const [what, who, path, body] of edits)
	await step(`If-Match guards ${what}`, async () => {
		const put = (tag) => who.put(path, body, { 'if-match': tag });
		const tag = await tag_of(path, who);
		const next = (await put(tag)).is(200).headers.etag;
		assert.notEqual(next, tag);
		(await put(tag)).problem(412, 'precondition_failed');
		for (const foreign of ['"something-else"', `${next}x`, '"v-1"',
		    '"v-9223372036854775808"', '""', 'v1'])
			(await put(foreign)).problem(412);
		(await put('*')).is(200);
		(await who.put(path, body)).is(200);
		(await put(next)).problem(412);
		// nginx makes tags weak when it compresses.
		(await put(`W/${await tag_of(path, who)}`)).is(200);
	});

await step('If-Match guards a removal', async () => {
	for (const [who, path] of [[vendor, api(await add_product(vendor))],
	    [admin, `/admin/categories/${(await admin.post(
	    '/admin/categories', { name: `Edits ${fresh_key()}` })).is(201)
	    .json.id}`]]) {
		const tag = await tag_of(path, who);
		const next = (await who.put(path, { name: fresh_key() }))
		    .is(200).headers.etag;
		(await who.remove(path, { 'if-match': tag })).problem(412);
		(await who.remove(path, { 'if-match': next })).is(200);
	}
});

await step('If-Match guards a decision about a vendor', async () => {
	const person = await register('edits-new', 'VENDOR');
	const shop = (await person.post('/vendors/register',
	    { businessName: 'Roses' })).is(201).json;
	const path = `/admin/vendors/${shop.id}`;
	const tag = await tag_of(path, admin);
	(await person.put('/vendor/profile', { businessName: 'Weapons' }))
	    .is(200);
	(await admin.put(`${path}/approve`, {}, { 'if-match': tag }))
	    .problem(412);
	(await admin.put(`${path}/reject`, { reason: 'No.' },
	    { 'if-match': await tag_of(path, admin) })).is(200);
	(await admin.get('/admin/vendors/00000000-0000-7000-8000-' +
	    '990000000099')).problem(404);
});

// ---- forms -------------------------------------------------------------------

await step('a form of an older version shows what changed', async () => {
	const p = await add_product(vendor, { price: 5, description: 'Old.' });
	const open = await form(p);
	(await vendor.put(api(p), { price: 7, name: 'Renamed',
	    isActive: false })).is(200);
	await order(buyer, [[await add_product(vendor), 1]]);
	const refused = (await save(p, { ...open, description: 'Mine.\r\nX' }))
	    .is(409);
	assert.match(refused.text, /<title>Error: /);
	assert.match(refused.text, /This was edited after you opened it\./);
	const now = edited_of(refused);
	assert.equal(now.price, 'Now: 7.00');
	assert.equal(now.name, 'Now: Renamed');
	assert.equal(now.description, 'Now: Old.');
	assert.match(refused.text, /This has been changed since you opened the page\./);
	assert.equal(now.categoryId, undefined);
	assert.equal(now.stockQuantity, undefined);

	// What was typed stays; saved again, it counts.
	const again = form_of(refused, api(p));
	assert.equal(again.description, 'Mine.\r\nX');
	assert.equal(again.price, '5.00');
	assert.equal(again.isActive, 'true');
	assert.notEqual(again.version, open.version);
	assert.equal((await vendor.get(api(p))).json.price, 7);
	(await save(p, { ...again, price: now.price.slice(5) })).is(303);
	const saved = (await vendor.get(api(p))).json;
	assert.equal(saved.price, 7);
	assert.equal(saved.name, open.name);
	assert.equal(saved.description, 'Mine.\r\nX');
	(await vendor.put(api(p), { price: 8 })).is(200);
	assert.equal(edited_of((await save(p, again)).is(409)).description,
	    undefined);
});

await step('rows of variants follow their variants', async () => {
	const p = await with_variants();
	const open = await form(p);
	const [s, l] = p.variants;
	await buy(p, 1, l);
	(await vendor.put(api(p), { variants: [
	    { ...l, stockQuantity: undefined, price: 9 },
	    { name: 'XL', price: 4, stockQuantity: 1, sku: sku() }] }))
	    .is(200);
	const refused = (await save(p, { ...open, 'variants.1.name': 'Large',
	    'variants.1.stockQuantity': '7' })).is(409);
	const again = form_of(refused, api(p));
	assert.equal(again['variants.0.id'], '');
	assert.equal(again['variants.0.name'], 'S');
	assert.match(refused.text, /This variant was removed/);
	assert.equal(again['variants.1.id'], l.id);
	assert.equal(again['variants.1.name'], 'Large');
	assert.equal(again['variants.1.stockQuantity'], '6');
	assert.equal(again['variants.1.stockWas'], '4');
	assert.equal(edited_of(refused)['variants.1.price'], 'Now: 9.00');
	assert.equal(again['variants.5.name'], 'XL');
	assert.match(refused.text, /This variant was added/);
	for (const field of ['name', 'price', 'stockQuantity', 'sku'])
		again[`variants.0.${field}`] = '';
	(await save(p, again)).is(303);
	const saved = (await vendor.get(api(p))).json.variants;
	assert.deepEqual(saved.map((v) => [v.name, v.stockQuantity]),
	    [['Large', 6], ['XL', 1]]); // in the order of their rows
	assert.notEqual(s.id, saved[0].id);
});

await step('the form of a shop shows what changed', async () => {
	const path = '/vendor/profile';
	const open = form_of(await vendor.page(path), path);
	(await vendor.put(path, { description: 'From elsewhere.' })).is(200);
	const refused = (await vendor.form(path, { ...open, businessName:
	    'Edited shop' })).is(409);
	assert.equal(edited_of(refused).description, 'Now: From elsewhere.');
	const again = form_of(refused, path);
	assert.equal(again.businessName, 'Edited shop');
	(await vendor.form(path, again)).is(303);
	assert.equal((await vendor.get(path)).json.businessName,
	    'Edited shop');
});

await step('the form of a category shows what changed', async () => {
	const path = `/admin/categories/${top.id}`;
	const other = (await admin.post('/admin/categories', { name:
	    `Edits ${fresh_key()}` })).is(201).json;
	const open = form_of((await admin.page(path)).is(200), path);
	(await admin.put(path, { parentId: other.id })).is(200);
	const refused = (await admin.form(path, { ...open, name: 'Mine' }))
	    .is(409);
	assert.equal(edited_of(refused).parentId, `Now: ${other.name}`);
	assert.equal(form_of(refused, path).name, 'Mine');
	const removal = form_of((await admin.page(path)).is(200), path,
	    'DELETE');
	(await admin.put(path, { parentId: null })).is(200);
	const kept = (await admin.form(path, removal)).is(409);
	assert.deepEqual(edited_of(kept), {});
	(await admin.form(path, form_of(kept, path, 'DELETE'))).is(303);
	(await admin.remove(`/admin/categories/${other.id}`)).is(200);
});

await step('a decision about a vendor who edited meanwhile is shown again',
    async () => {
	const person = await register('edits-late', 'VENDOR');
	const shop = (await person.post('/vendors/register',
	    { businessName: `Tulips ${fresh_key()}` })).is(201).json;
	const list = '/admin/vendors?status=PENDING';
	const path = `/admin/vendors/${shop.id}`;
	let cursor = await admin.page(list);
	while (!cursor.text.includes(shop.id)) // the newest is on the last page
		cursor = (await admin.page(/<a[^>]*href="([^"]*)"[^>]*rel="next"/
		    .exec(cursor.text)[1].replace(/&amp;/g, '&'))).is(200);
	const open = form_of(cursor, `${path}/reject`);
	(await person.put('/vendor/profile', { description: 'Now legal.' }))
	    .is(200);
	(await admin.form(`${path}/reject`, { ...open, reason: 'Not legal.' }))
	    .is(409);
	assert.equal((await admin.get(path)).json.status, 'PENDING');
});
