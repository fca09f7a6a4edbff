#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Vera opens a shop: she applies, an admin approves, she puts a product on
// sale, changes it and takes it off again; others may not.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { register, sign_in, fill_cart, checkout, fresh_key }
    from './lib/people.mjs';
import { mail, until } from './lib/farm.mjs';

const admin = await sign_in('admin@example.com');
const other_vendor = await sign_in('vendor@example.com');
const nobody = new Visitor();
const name = `Vera's Herbs ${fresh_key()}`;

let vera, shop, product, category;

const listed = async (query) => (await nobody.get(`/products?${query}`))
    .is(200).json;

// What is the same for everybody is kept for a second.
const gone = (p) => until('it is gone', async () => (await nobody.get(
    `/products/${p.id}`)).status === 404, 5);

await step('Vera applies, once', async () => {
	vera = await register('vera', 'VENDOR');
	assert.equal(vera.user.role, 'VENDOR');
	assert.deepEqual((await vera.post('/vendors/register', {}))
	    .problem(422).wrong, { businessName: 'required' });
	shop = (await vera.post('/vendors/register', { businessName: name,
	    description: 'Herbs & <b>spices</b>.' })).is(201).json;
	assert.equal(shop.status, 'PENDING');
	assert.equal(shop.businessName, name);
	assert.ok(shop.slug);
	(await vera.post('/vendors/register', { businessName: name }))
	    .problem(409, 'vendor_exists');
});

await step('a buyer does not apply, nobody not at all', async () => {
	const ann = await register('ann');
	(await ann.post('/vendors/register', { businessName: 'Ann' }))
	    .is([201, 403]);
	(await nobody.post('/vendors/register', { businessName: 'N' }))
	    .problem(401);
});

await step('before she is approved she sells nothing', async () => {
	(await vera.post('/vendor/products', { name: 'Thyme', price: 3,
	    stockQuantity: 5 })).problem(403, 'vendor_not_approved');
	assert.ok(!(await nobody.get('/vendors')).text.includes(shop.id));
});

await step('an admin finds her in the queue and approves', async () => {
	const queue = (await admin.get('/admin/vendors/pending?limit=100'))
	    .is(200).json;
	assert.ok((queue.data ?? queue).some((v) => v.id === shop.id));
	(await vera.put(`/admin/vendors/${shop.id}/approve`)).problem(403);
	assert.equal((await admin.put(`/admin/vendors/${shop.id}/approve`))
	    .is(200).json.status, 'APPROVED');
	(await admin.put(`/admin/vendors/${shop.id}/approve`)).is([200, 409]);
	(await admin.put('/admin/vendors/00000000-0000-7000-8000-' +
	    '990000000099/approve')).problem(404);
	await mail(vera.email, /approved|open|welcome/i);
});

await step('she puts a product on sale', async () => {
	const categories = (await nobody.get('/categories')).is(200).json;
	category = (categories.data ?? categories).find((c) => c.parentId);
	product = (await vera.post('/vendor/products', { name: 'Lemon thyme',
	    description: 'Smells of *lemon*.', price: 3.5, stockQuantity: 5,
	    categoryId: category.id })).is(201).json;
	assert.equal(product.name, 'Lemon thyme');
	assert.equal(product.price, 3.5);
	assert.equal(product.vendorId, shop.id);
	assert.equal(product.vendor.businessName, name);
	assert.equal(product.category.id, category.id);
	assert.equal(product.currency, 'USD');
	assert.equal(product.isActive, true);
	assert.match(product.slug, /^lemon-thyme/);
});

await step('everybody finds it: by id, shop, category and words',
    async () => {
	assert.equal((await nobody.get(`/products/${product.id}`)).is(200).json
	    .name, 'Lemon thyme');
	for (const query of [`vendor=${shop.slug}`, `vendor=${shop.id}`,
	    `category=${category.slug}&sortBy=createdAt&sortOrder=desc`,
	    'search=lemon+thyme', 'search=lemmon', `vendor=${shop.slug}` +
	    '&minPrice=3&maxPrice=4'])
		assert.ok((await listed(query)).data.some((p) =>
		    p.id === product.id), query);
	assert.equal((await listed(`vendor=${shop.slug}&maxPrice=3`)).total,
	    0);
});

await step('what is wrong with a product is said field by field',
    async () => {
	const wrong = (await vera.post('/vendor/products', { name: '',
	    price: 1.999, stockQuantity: -1, categoryId: 'herbs' }))
	    .problem(422).wrong;
	assert.equal(wrong.name, 'required');
	assert.equal(wrong.price, 'too_many_decimals');
	assert.equal(wrong.stockQuantity, 'too_small');
	assert.equal(wrong.categoryId, 'invalid_id');
	(await vera.post('/vendor/products', { name: 'Thyme', price: 1,
	    stockQuantity: 1, categoryId: '00000000-0000-7000-8000-' +
	    '990000000099' })).is([404, 422]);
	(await vera.post('/vendor/products', { name: 'Thyme', price: -1,
	    stockQuantity: 1 })).problem(422);
	(await vera.post('/vendor/products', { name: 'Thyme',
	    price: 100000000, stockQuantity: 1 })).problem(422);
});

await step('she changes it in part; others do not', async () => {
	const changed = (await vera.put(`/vendor/products/${product.id}`,
	    { price: '4.20' })).is(200).json;
	assert.equal(changed.price, 4.2);
	assert.equal(changed.name, 'Lemon thyme');
	assert.equal(changed.stockQuantity, 5);
	(await other_vendor.put(`/vendor/products/${product.id}`,
	    { price: 1 })).problem(404);
	(await other_vendor.remove(`/vendor/products/${product.id}`))
	    .problem(404);
	(await admin.put(`/vendor/products/${product.id}`, { price: 1 }))
	    .is([403, 404]);
	(await vera.put(`/vendor/products/${product.id}`,
	    { vendorId: other_vendor.user.id, price: 4.2 })).is(200);
	assert.equal((await nobody.get(`/products/${product.id}`)).json
	    .vendorId, shop.id);
});

await step('what a text says is never a tag of the page', async () => {
	const nasty = '<script>alert(1)</script><!--# include ' +
	    'virtual="/_part/auth/account" -->"\'>';
	const p = (await vera.post('/vendor/products', { name: nasty,
	    description: nasty, price: 1, stockQuantity: 1 })).is(201).json;
	assert.equal(p.name, nasty);
	for (const path of [`/products/${p.id}`, `/products?vendor=${
	    shop.slug}`, `/vendors/${shop.slug}`, '/vendor/products']) {
		const page = await (path.startsWith('/vendor/') ? vera : nobody)
		    .page(path);
		if (page.status === 404)
			continue;
		page.is(200);
		assert.ok(!page.text.includes('<script>alert'), path);
		assert.ok(!page.text.includes('<!--#'), path);
		// Quotes inside an attribute would end it.
		assert.doesNotMatch(page.text, /="[^"]*alert\(1\)[^"&]*"'>/,
		    path);
	}
	(await vera.remove(`/vendor/products/${p.id}`)).is(200);
});

await step('variants have prices and stock of their own', async () => {
	const p = (await vera.post('/vendor/products', { name: 'Rosemary',
	    price: 4, stockQuantity: 0, variants: [
	    { name: 'Pot', price: 4, stockQuantity: 3, sku: fresh_key() },
	    { name: 'Bunch', price: 2, stockQuantity: 2, sku: fresh_key() },
	    ] })).is(201).json;
	assert.equal(p.variants.length, 2);
	assert.equal(p.stockQuantity, 5);
	const ann = await register('ann');
	const bunch = p.variants.find((v) => v.name === 'Bunch');
	(await ann.post('/cart/items', { productId: p.id, quantity: 1 }))
	    .is([404, 409, 422]);
	(await ann.post('/cart/items', { productId: p.id, quantity: 2,
	    variantId: bunch.id })).is([200, 201]);
	const placed = (await checkout(ann)).is(201).json;
	assert.equal(placed.items[0].variantId, bunch.id);
	assert.equal(placed.subtotalAmount, 4);
	const after = (await nobody.get(`/products/${p.id}`)).json;
	assert.equal(after.stockQuantity, 3);
	assert.equal(after.variants.find((v) => v.id === bunch.id)
	    .stockQuantity, 0);
});

await step('taken off sale it is gone for buyers, not for her', async () => {
	(await vera.put(`/vendor/products/${product.id}`, { isActive: false }))
	    .is(200);
	await gone(product);
	assert.ok(!(await listed(`vendor=${shop.slug}`)).data.some((p) =>
	    p.id === product.id));
	(await vera.put(`/vendor/products/${product.id}`, { isActive: true }))
	    .is(200);
	await until('it is back', async () => (await nobody.get(
	    `/products/${product.id}`)).status === 200);
});

await step('a product that was bought is kept for its orders', async () => {
	const ann = await register('ann');
	await fill_cart(ann, [[product, 1]]);
	const placed = (await checkout(ann)).is(201).json;
	assert.ok((await vera.remove(`/vendor/products/${product.id}`))
	    .is(200).json.message);
	await gone(product);
	(await vera.remove(`/vendor/products/${product.id}`)).problem(404);
	assert.equal((await ann.get(`/orders/${placed.id}`)).is(200).json
	    .items[0].name, 'Lemon thyme');
});

await step('a suspended shop closes at once', async () => {
	const p = (await vera.post('/vendor/products', { name: 'Sage',
	    price: 2, stockQuantity: 2 })).is(201).json;
	(await admin.put(`/admin/vendors/${shop.id}/suspend`,
	    { reason: 'A test.' })).is(200);
	await gone(p);
	(await vera.post('/vendor/products', { name: 'Mint', price: 2,
	    stockQuantity: 2 })).problem(403);
	(await admin.put(`/admin/vendors/${shop.id}/approve`)).is(200);
	await until('it is open again', async () => (await nobody.get(
	    `/products/${p.id}`)).status === 200);
});

await step('categories are an admin\'s to keep', async () => {
	const make = (who, body) => who.post('/admin/categories', body);
	(await make(vera, { name: 'X' })).problem(403);
	const top = (await make(admin, { name: `Top ${fresh_key()}` }))
	    .is(201).json;
	const sub = (await make(admin, { name: `Sub ${fresh_key()}`,
	    parentId: top.id })).is(201).json;
	assert.equal(sub.parentId, top.id);
	(await admin.put(`/admin/categories/${top.id}`, { parentId: sub.id }))
	    .problem(409, 'category_cycle');
	(await admin.put(`/admin/categories/${top.id}`, { parentId: top.id }))
	    .problem(409, 'category_cycle');
	(await admin.remove(`/admin/categories/${top.id}`))
	    .problem(409, 'category_in_use');
	(await admin.put(`/admin/categories/${sub.id}`, { name:
	    `Renamed ${fresh_key()}` })).is(200);
	(await admin.remove(`/admin/categories/${sub.id}`)).is([200, 204]);
	(await admin.remove(`/admin/categories/${top.id}`)).is([200, 204]);
	(await admin.remove(`/admin/categories/${top.id}`)).problem(404);
});
