#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// How often a page waits for PostgreSQL: at most three times, all pools and
// fragments together, however much there is to show.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { add_product, admin, approved_vendor, demo_vendor, fill_cart, on_sale,
    order, register, sign_in } from './lib/people.mjs';

const MOST = 3;
const TRIES = 5;

const nobody = new Visitor();

// Round trips so far by service; the worker's have nothing to do with pages.
async function trips() {
	const { text } = (await nobody.page('/metrics')).is(200);
	return Object.fromEntries([...text.matchAll(
	    /^farm_db_round_trips_total\{service="(?!worker)(\w+)"\} (\d+)$/gm)]
	    .map(([, service, n]) => [service, Number(n)]));
}

let tries = 0;

// What one request adds to each service. A timer of the worker's may come in
// between, which only ever adds: the least of several tries it is. Each has
// an address of its own, so that none is answered from the page cache.
async function trips_of(ask) {
	let least;
	for (let i = 0; i < TRIES; i++) {
		const before = await trips();
		await ask(`try=${++tries}`);
		const after = await trips();
		const added = Object.entries(after).map(([service, n]) =>
		    [service, n - (before[service] ?? 0)]);
		least = Object.fromEntries(added.map(([service, n]) =>
		    [service, Math.min(n, least?.[service] ?? n)]));
	}
	return least;
}

// Reading the numbers is a request too.
const reading = await trips_of(async () => {});

async function cost_of(person, path) {
	const by_service = await trips_of(async (own) => (await person.page(
	    path + (path.includes('?') ? '&' : '?') + own)).is(200));
	let sum = 0;
	for (const [service, n] of Object.entries(by_service))
		sum += by_service[service] = n - (reading[service] ?? 0);
	return { sum, said: `${path} of ${person.name}: ` +
	    Object.entries(by_service).filter(([, n]) => n > 0)
	    .map(([service, n]) => `${service} ${n}`).join(', ') };
}

const buyer = await sign_in('buyer@example.com');
const newcomer = await register('newcomer');
const vendor = await demo_vendor();
const beginner = await approved_vendor('beginner');
const goods = [1, 2, 1, 2, 1].map((shop) => on_sale(shop));
const many = await register('many');
await fill_cart(many, goods.map((p) => [p, 1]));
const few = await register('few');
await fill_cart(few, [[goods[0], 1]]);
const small = await order(await register('once'), [[goods[0], 1]]);
const made = await add_product(beginner);

const bought = (await buyer.get('/orders?limit=1')).is(200).json.data[0];

// Pages, and where there are such, the same page with less to show.
const pages = [
	[nobody, '/'],
	[nobody, '/products', '/products?limit=1'],
	[nobody, '/products?minPrice=5&sort=price-up', '/products?minPrice=100000'],
	[nobody, '/c/greengrocer', '/c/cheese?limit=1'],
	[nobody, '/search?search=honey', '/search?search=oxheart'],
	[nobody, '/search?search=hony', '/search?search=zzzzqqqq'],
	[nobody, '/products/00000000-0000-7000-8000-040000000001',
	    `/products/${made.id}`],
	[nobody, '/vendors'],
	[nobody, '/vendors/stone-oven-bakery', `/vendors/${beginner.shop.slug}`],
	[nobody, '/login'],
	[nobody, '/help'],
	[buyer, '/', newcomer],
	[buyer, '/products/00000000-0000-7000-8000-040000000001', newcomer],
	[many, '/cart', few],
	[many, '/checkout', few],
	[buyer, '/orders', '/orders?limit=1'],
	[buyer, `/orders/${bought.id}`],
	[buyer, '/account', newcomer],
	[buyer, '/notifications', newcomer],
	[vendor, '/vendor', beginner],
	[vendor, '/vendor/products', beginner],
	[vendor, '/vendor/orders', '/vendor/orders?limit=1'],
	[await admin(), '/admin'],
	[await admin(), '/admin/orders'],
	[await admin(), '/admin/products'],
	[await admin(), '/admin/payments'],
	[await admin(), '/admin/vendors'],
	[await admin(), `/admin/orders/${small.id}`],
];

for (const [person, path, other] of pages)
	await step(`${path} of ${person.name} waits for PostgreSQL at most ` +
	    `${MOST} times`, async () => {
		const much = await cost_of(person, path);
		assert.ok(much.sum <= MOST, much.said);
		if (!other)
			return;
		const little = typeof other === 'string' ?
		    await cost_of(person, other) : await cost_of(other, path);
		assert.equal(much.sum, little.sum,
		    `${much.said}; ${little.said}`);
	});

await step('a list that is asked for is a round trip that is counted',
    async () => {
	assert.ok((await cost_of(nobody, '/products')).sum >= 1);
});
