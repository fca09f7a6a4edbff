#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 26_refused.mjs - what a page says when it cannot do what was asked: which
// field, in the words of its label, on top and beside it.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { register, sign_in } from './lib/people.mjs';

const nobody = new Visitor();
const people = { nobody, buyer: await register('refused'),
	vendor: await sign_in('vendor@example.com'),
	admin: await sign_in('admin@example.com') };

// What stands in the summary, with where it leads: [["f-name", "Name: …"]].
function summary(answer) {
	const box = /<div class="error-summary"[\s\S]*?<\/div>/
	    .exec(answer.text)?.[0];
	assert.ok(box, `${answer.request}: there is no summary: ` +
	    answer.text.slice(0, 300));
	return [...box.matchAll(/<li>(?:<a href="#([^"]*)">)?([^<]*)/g)]
	    .map(([, to, text]) => [to ?? null, text]);
}

function is_marked(answer, field) {
	assert.match(answer.text, new RegExp(
	    `<(input|select|textarea)[^>]* name="${field}"[^>]* ` +
	    'aria-invalid="true"'), `${field} is not marked`);
}

await step('a form names its fields as it calls them', async () => {
	const answer = (await nobody.form('/register', { name: '',
	    email: 'nobody', password: 'short', role: 'BUYER' })).is(422);
	assert.match(answer.text, /<title>Error: /);
	assert.deepEqual(summary(answer).sort(), [
		['f-email', 'E-mail: Enter an e-mail address, such as ' +
		    'name@example.com.'],
		['f-name', 'Your name: Enter a value.'],
		['f-password', 'Password: Use at least 10 characters.']]);
	for (const field of ['name', 'email', 'password'])
		is_marked(answer, field);
});

await step('two addresses are told apart', async () => {
	const { buyer } = people;
	(await buyer.post('/cart/items', { productId:
	    '00000000-0000-7000-8000-040000000001' })).is(200);
	const said = summary((await buyer.form('/checkout', {
	    'shippingAddress.fullName': 'Ann', 'billingAddress.city': 'Graz',
	    paymentMethod: 'STRIPE' })).is(422));
	const texts = said.map(([, text]) => text);
	assert.ok(texts.includes('Postal code: Enter a value.'), texts);
	assert.ok(texts.includes('Billing address, Postal code: ' +
	    'Enter a value.'), texts);
});

await step('rows are counted from one', async () => {
	const said = summary((await people.vendor.form('/vendor/products', {
	    formShows: 'true', name: 'Rows', price: '1',
	    'variants.0.name': 'A', 'variants.0.price': '2',
	    'variants.0.sku': 's', 'variants.1.name': 'B',
	    'variants.1.price': 'dear', 'variants.1.sku': '',
	    'images.0': '', 'images.1': 'http://elsewhere/x.png' })).is(422));
	assert.ok(said.some(([to, text]) => to === 'f-variants.1.price' &&
	    text.startsWith('Variant 2, Price: ')), `${said}`);
});

// Each list of the site, with filters that cannot be.
const lists = [
	['nobody', '/products?minPrice=cheap&maxPrice=1.999', [
		['f-minPrice', 'Price from: Enter an amount, such as 19.90.'],
		['f-maxPrice', 'Price to: Use at most 2 decimal places.']]],
	['nobody', '/search?search=tea&sort=upwards', [
		['f-sort', 'Sort by: Choose one of the options.']]],
	['nobody', '/c/cheese?minPrice=-1', [
		['f-minPrice', 'Price from: Enter a value of at least 0.']]],
	['nobody', '/vendors/stone-oven-bakery?maxPrice=x', [
		['f-maxPrice', 'Price to: Enter an amount, such as 19.90.']]],
	['nobody', '/vendors?page=0', [
		[null, 'page: Enter a value of at least 1.']]],
	['nobody', '/products?cursor=nonsense', [
		[null, 'cursor: This cursor does not belong to this list.']]],
	['buyer', '/orders?limit=1000', [
		[null, 'limit: Enter a value of at most 100.']]],
	['buyer', '/notifications?page=one', [
		[null, 'page: Enter a whole number.']]],
	['vendor', `/vendor/products?search=${'x'.repeat(201)}`, [
		['f-search', 'Name: Use at most 200 characters.']]],
	['vendor', '/vendor/orders?tab=gone', [
		[null, 'tab: Choose one of the options.']]],
	['admin', '/admin/orders?status=LOST', [
		['f-status', 'Status: Choose one of the options.']]],
	['admin', '/admin/payments?status=LOST&page=2', [
		['f-status', 'Status: Choose one of the options.']]],
	['admin', '/admin/vendors?status=LOST', [
		[null, 'status: Choose one of the options.']]],
	['admin', '/admin/products?status=LOST', [
		[null, 'status: Choose one of the options.']]],
	['admin', '/admin/jobs?state=LOST', [
		[null, 'state: Choose one of the options.']]],
];

for (const [who, path, wanted] of lists)
	await step(`${path.slice(0, 60)} is shown, and what is wrong with it`,
	    async () => {
		const answer = (await people[who].page(path)).is(422);
		const good = (await people[who].page(path.replace(/\?.*/,
		    ''))).is(200);
		const title = (a) => /<h1[^>]*>([^<]*)/.exec(a.text)[1];
		if (!path.startsWith('/search'))
			assert.equal(title(answer), title(good));
		assert.match(answer.text, /<title>Error: /);
		assert.deepEqual(summary(answer), wanted);
		for (const [to] of wanted.filter(([t]) => t))
			is_marked(answer, to.slice(2));
	});

await step('what was typed is kept, the other filters hold', async () => {
	const answer = (await nobody.page(
	    '/products?minPrice=cheap&category=cheese&inStock=true')).is(422);
	assert.match(answer.text, /id="f-minPrice"[^>]* value="cheap"/);
	assert.match(answer.text, /value="cheese" checked/);
	assert.match(answer.text, /name="inStock" value="true" checked/);
});

await step('the health of the farm is JSON, also when it is asked oddly',
    async () => {
	for (const [method, path, status, slug] of [
	    ['GET', '/healthz?%ff', 400, 'malformed_text'],
	    ['GET', '/healthz?x=%', 400, 'bad_request'],
	    ['POST', '/healthz', 405, 'method_not_allowed']]) {
		const answer = await nobody.ask(method, path);
		answer.problem(status, slug);
		assert.equal(answer.json.instance, '/healthz');
	}
});
