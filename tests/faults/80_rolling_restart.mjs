#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Every two seconds all programs of all pools are replaced, and meanwhile the
// farm is restarted by its command, and pools grow and shrink. Nobody who
// reads or writes notices: no request fails, no body is cut short.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { step } from '../integration/lib/tap.mjs';
import { Visitor } from '../integration/lib/http.mjs';
import { add_product, crowd, demo_vendor, on_sale } from
    '../integration/lib/people.mjs';
import { dir, programs, signal, sleep, until } from
    '../integration/lib/farm.mjs';
import { complete } from '../integration/lib/trouble.mjs';
import { Book, meanwhile } from './lib/book.mjs';
import { complaints } from './lib/audit.mjs';
import { SERVICES } from '../integration/lib/services.mjs';

const book = new Book();
const thing = on_sale(1, 12.35, 9000), other = on_sale(2, 7.15, 9000);
book.offers(thing, other);

// In a process of its own, so that asking goes on meanwhile.
const command = (...args) => new Promise((done, failed) => {
	let text = '';
	const child = spawn(process.env.FARM, [...args, '--dir', dir]);
	for (const out of [child.stdout, child.stderr])
		out.on('data', (chunk) => { text += chunk; });
	child.on('exit', (code) => code === 0 ? done() :
	    failed(new Error(`${args.join(' ')}: ${text}`)));
});

// ---- who asks meanwhile -----------------------------------------------------------

const failed = [], counts = { GET: 0, POST: 0, PUT: 0 };

async function asks(method, path, fn, whole) {
	try {
		const answer = await fn();
		counts[method]++;
		assert.ok(answer.status < 300, `${answer.status} ` +
		    answer.text.slice(0, 200));
		assert.ok(whole(answer), `a part only: ${answer.text.length}`);
	} catch (e) {
		failed.push(`${method} ${path}: ${e.message}`);
	}
}

const vendor = await demo_vendor();
const long = 'All about it. '.repeat(1200);
const draft = await add_product(vendor, { name: 'A long story', description:
	long });
const [reader, buyer] = crowd(2, 'reader');
await buyer.post('/cart/items', { productId: thing.id, quantity: 1 });
const [line] = (await buyer.get('/cart')).json.items;
const nobody = new Visitor();
let n = 0;

const requests = [
	() => asks('GET', '/', () => nobody.page(`/?n=${n++}`), (a) =>
	    /<\/html>\s*$/.test(a.text)),
	() => asks('GET', 'product', () => nobody.get(`/products/${thing.id
	    }?n=${n++}`), (a) => a.json.id === thing.id),
	() => asks('GET', 'search', () => nobody.page(`/search?q=a&n=${n++}`),
	    (a) => /<\/html>\s*$/.test(a.text)),
	() => asks('GET', 'orders', () => reader.get('/orders'), (a) =>
	    a.json.total === 0),
	() => asks('GET', 'profile', () => vendor.get('/auth/profile'), (a) =>
	    a.json.email === 'vendor@example.com'),
	() => asks('GET', 'notifications', () => reader.get('/notifications'),
	    (a) => Array.isArray(a.json.data)),
	() => asks('PUT', 'cart', () => buyer.put(`/cart/items/${line.id}`,
	    { quantity: 1 + n++ % 5 }), (a) => a.json.items.length === 1),
	// Long bodies both ways.
	() => asks('PUT', 'product', () => vendor.put(
	    `/vendor/products/${draft.id}`, { ...draft, description: long +
	    n, categoryId: draft.categoryId }), (a) => a.json.description
	    .startsWith(long)),
	() => asks('POST', 'login', () => new Visitor().post('/auth/login',
	    { email: 'buyer@example.com', password: 'farmstand-demo' }), (a) =>
	    a.json.user.email === 'buyer@example.com'),
];
const readers = requests.map((ask) => meanwhile(ask, 30));
const stop_trading = book.trade(crowd(4000, 'unaware'), [[thing, 1],
	[other, 2]], 2, 100);

// ---- and what happens -----------------------------------------------------------------

const nothing_failed = () => {
	assert.deepEqual(failed.splice(0).slice(0, 5), []);
	assert.equal(book.refused, 0, 'nobody is told to come again');
	assert.deepEqual(book.silences, {});
};

await step('every pool is restarted every 2 s, ten times: nobody notices',
    async () => {
	for (let round = 0; round < 10; round++) {
		const from = Date.now();
		const old = SERVICES.flatMap(programs);
		signal(old, 'SIGUSR2');
		await until('all are replaced', () => SERVICES.every(complete) &&
		    !SERVICES.flatMap(programs).some((p) => old.includes(p)));
		await sleep(Math.max(0, from + 2000 - Date.now()));
	}
	nothing_failed();
});
await step('"restart", twice: nobody notices', async () => {
	for (let i = 0; i < 2; i++)
		await command('restart');
	nothing_failed();
});
await step('pools that grow and shrink: nobody notices', async () => {
	for (const [pool, size] of [['orders', '6'], ['products', '2']]) {
		process.env[`WORKERS_${pool.toUpperCase()}`] = size;
		await command('restart', pool);
		assert.equal(programs(pool).length, Number(size));
	}
	delete process.env.WORKERS_ORDERS;
	delete process.env.WORKERS_PRODUCTS;
	await command('up');
	assert.ok(SERVICES.every(complete));
	nothing_failed();
});

for (const stop of readers)
	await stop();
await stop_trading();
console.log(`# ${counts.GET} GET, ${counts.PUT} PUT, ${counts.POST} POST ` +
    `and ${book.done} orders, 0 failed`);
await step('the books agree: nothing lost, nothing twice', async () => {
	nothing_failed();
	assert.deepEqual(await complaints(book), []);
});
