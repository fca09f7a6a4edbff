#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 24_catalogue.mjs - the odd corners of the catalogue: names that no URL can
// carry, what is emptied again, and products that come in variants.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { sign_in, register, approved_vendor, add_product, fresh_key } from
    './lib/people.mjs';

const admin = await sign_in('admin@example.com');
const vendor = await approved_vendor('corners');
const nobody = new Visitor();

const PIECE = /^[a-z]-[0-9a-hjkmnp-tv-z]{6}$/;

await step('a name without Latin letters gets a short address', async () => {
	const slugs = [];
	for (const name of ['東京', '京都']) {
		const made = (await vendor.post('/vendor/products', { name,
		    price: 1, stockQuantity: 1 })).is(201).json;
		assert.match(made.slug, PIECE);
		assert.match(made.slug, /^p-/);
		assert.equal((await nobody.get(`/products/${made.slug}`))
		    .is(200).json.id, made.id);
		slugs.push(made.slug);
		(await vendor.remove(`/vendor/products/${made.id}`)).is(200);
	}
	assert.notEqual(slugs[0], slugs[1]);
});

await step('so do categories and shops', async () => {
	const made = [];
	for (const name of ['Ягоды', 'Грибы'])
		made.push((await admin.post('/admin/categories', { name }))
		    .is(201).json);
	for (const c of made) {
		assert.match(c.slug, PIECE);
		assert.match(c.slug, /^c-/);
		(await nobody.page(`/c/${c.slug}`)).is(200);
		(await admin.remove(`/admin/categories/${c.id}`)).is(200);
	}
	const person = await register('kiosk', 'VENDOR');
	const shop = (await person.post('/vendors/register', {
	    businessName: 'Ларёк' })).is(201).json;
	assert.match(shop.slug, PIECE);
	assert.match(shop.slug, /^v-/);
});

await step('null takes a product out of its category', async () => {
	const p = await add_product(vendor);
	const path = `/vendor/products/${p.id}`;
	assert.notEqual(p.categoryId, null);
	assert.equal((await vendor.put(path, { name: 'Other' })).is(200).json
	    .categoryId, p.categoryId);
	const bare = (await vendor.put(path, { categoryId: null })).is(200)
	    .json;
	assert.equal(bare.categoryId, null);
	assert.equal(bare.category, null);
	assert.equal(bare.name, 'Other');
	assert.equal((await vendor.put(path, { categoryId: p.categoryId,
	    name: null })).is(200).json.name, 'Other');
	(await vendor.remove(path)).is(200);
});

await step('null takes a category to the first level', async () => {
	const top = (await admin.post('/admin/categories', { name:
	    `Above ${fresh_key()}` })).is(201).json;
	const sub = (await admin.post('/admin/categories', { name:
	    `Below ${fresh_key()}`, parentId: top.id })).is(201).json;
	const path = `/admin/categories/${sub.id}`;
	assert.equal((await admin.put(path, { name: `Beside ${fresh_key()}` }))
	    .is(200).json.parentId, top.id);
	assert.equal((await admin.put(path, { parentId: null })).is(200).json
	    .parentId, null);
	for (const c of [sub, top])
		(await admin.remove(`/admin/categories/${c.id}`)).is(200);
});

await step('who buys one of several variants has to choose', async () => {
	const p = await add_product(vendor, { variants: ['S', 'L'].map((n) =>
	    ({ name: n, price: 3, stockQuantity: 2, sku: fresh_key() })) });
	const plain = await add_product(vendor);
	const put = (productId, variantId) => nobody.post('/cart/items',
	    { productId, variantId });
	assert.deepEqual((await put(p.id)).problem(422, 'validation_failed')
	    .wrong, { variantId: 'variant_required' });
	(await put(p.id, plain.id)).problem(404, 'variant_not_found');
	(await put(plain.id, p.variants[0].id)).problem(404,
	    'variant_not_found');
	(await put(vendor.shop.id)).problem(404, 'product_not_found');
	(await put(p.id, p.variants[1].id)).is(200);

	const refused = (await nobody.form('/cart/items', { productId: p.id }))
	    .is(422);
	assert.match(refused.text, /Choose a variant\./);

	// One that is taken away meanwhile cannot be had any more.
	(await vendor.put(`/vendor/products/${p.id}`, { variants:
	    [p.variants[0]] })).is(200);
	(await put(p.id, p.variants[1].id)).problem(404, 'variant_not_found');
	const [line] = (await nobody.get('/cart')).is(200).json.items;
	assert.equal(line.isAvailable, false);
	(await nobody.put(`/cart/items/${line.id}`, { quantity: 2 }))
	    .problem(404, 'product_not_found');
	(await nobody.remove(`/cart/items/${line.id}`)).is(200);
	for (const { id } of [p, plain])
		(await vendor.remove(`/vendor/products/${id}`)).is(200);
});
