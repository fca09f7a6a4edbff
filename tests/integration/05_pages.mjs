#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Pages of the demo shop as they were when somebody last looked at them:
// tests/page/golden. A change that is wanted: tests/page/update.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { sign_in } from './lib/people.mjs';

const golden = fileURLToPath(new URL('../page/golden/', import.meta.url));
const update = process.env.UPDATE_GOLDEN === '1';

const pages = {
	nobody: { home: '/', login: '/login?next=/account',
		register: '/register', cart: '/cart', vendors: '/vendors',
		shop: '/vendors/stone-oven-bakery',
		category: '/c/cheese?limit=4',
		search: '/search?search=honey&limit=3',
		search_none: '/search?search=zzzzqqqq', help: '/help',
		not_found: '/products/no-such-product',
		product: '/products/00000000-0000-7000-8000-040000000001' },
	'buyer@example.com': { account: '/account' },
	'vendor@example.com': { vendor_product_new: '/vendor/products/new',
		vendor_product: '/vendor/products/00000000-0000-7000-8000-' +
		    '040000000007', vendor_profile: '/vendor/profile' },
	'admin@example.com': { admin_vendors: '/admin/vendors',
		admin_categories: '/admin/categories', admin_category:
		'/admin/categories/00000000-0000-7000-8000-030000000002' },
};

// Forms that are sent after somebody edited the same object: version 0 is older
// than any.
const edited = {
	vendor_product: { name: 'Other name', price: '1.00', formShows: 'true',
		isActive: 'true', 'variants.0.name': 'Other', 'variants.0.id':
		'00000000-0000-7000-8000-050000000071', 'variants.0.sku': 'X',
		'variants.0.price': '1.00', 'variants.0.stockQuantity': '12',
		'variants.0.stockWas': '10' },
	vendor_profile: { businessName: 'Other name' },
	admin_category: { name: 'Other name', parentId: '' },
};

// What is inside of <main>, a tag a line, without what differs each time.
// Ids of the demo shop stay: they are the same everywhere.
function outline(html) {
	return (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html)
	    .replace(/<svg[\s\S]*?<\/svg>/g, '<svg/>')
	    .replace(/\/static\/[0-9a-f]{8}\//g, '/static/HASH/')
	    .replace(/\b(?!00000000-0000-7000)[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g,
	    'UUID')
	    .replace(/\b[0-9a-f]{32}\b/g, 'REQUEST')
	    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
	    .replace(/\b\d{1,2} [A-Z][a-z]+ \d{4}(, \d\d:\d\d UTC)?/g, 'DATE')
	    .replace(/cursor=[\w.~%-]+/g, 'cursor=CURSOR')
	    .replace(/https?:\/\/[^/"' <]+/g, 'http://FARM')
	    .replace(/\s*\n\s*/g, '\n')
	    .replace(/(<[^>]*>)/g, '\n$1\n')
	    .split('\n').map((l) => l.trim()).filter((l) => l !== '')
	    .join('\n') + '\n';
}

// Where two texts part, with a few lines around.
function difference(want, got) {
	const a = want.split('\n'), b = got.split('\n');
	let i = 0;
	while (i < a.length && a[i] === b[i])
		i++;
	return `line ${i + 1}:\n` + a.slice(Math.max(0, i - 3), i)
	    .map((l) => `  ${l}`).concat(a.slice(i, i + 4).map((l) => `- ${l}`),
	    b.slice(i, i + 4).map((l) => `+ ${l}`)).join('\n');
}

function compare(name, answer) {
	const file = `${golden}${name}.html`;
	const got = outline(answer.text);
	if (update)
		fs.writeFileSync(file, got);
	const want = fs.readFileSync(file, 'utf8');
	assert.ok(want === got, `${name} has changed (wanted: ` +
	    `tests/page/update), ${difference(want, got)}`);
}

for (const [who, list] of Object.entries(pages)) {
	const person = who === 'nobody' ? new Visitor() : await sign_in(who);
	for (const [name, path] of Object.entries(list)) {
		await step(`${path} as ${who}`, async () => compare(name,
		    (await person.page(path)).is(name === 'not_found' ?
		    404 : 200)));
		if (name in edited)
			await step(`${path}, edited meanwhile`, async () =>
			    compare(`${name}_edited`, (await person.form(path,
			    { _method: 'PUT', version: 0, ...edited[name] }))
			    .is(409)));
	}
}
