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
	'vendor@example.com': { vendor_product_new: '/vendor/products/new' },
	'admin@example.com': { admin_vendors: '/admin/vendors',
		admin_categories: '/admin/categories' },
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

for (const [who, list] of Object.entries(pages)) {
	const person = who === 'nobody' ? new Visitor() : await sign_in(who);
	for (const [name, path] of Object.entries(list))
		await step(`${path} as ${who}`, async () => {
			const answer = await person.page(path);
			assert.equal(answer.status, name === 'not_found' ?
			    404 : 200, answer.text.slice(0, 200));
			const file = `${golden}${name}.html`;
			const got = outline(answer.text);
			if (update)
				fs.writeFileSync(file, got);
			const want = fs.readFileSync(file, 'utf8');
			assert.ok(want === got, `${name} has changed (wanted: ` +
			    `tests/page/update), ${difference(want, got)}`);
		});
}
