#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Every kind of page: no violation of WCAG 2.2 AA that axe can find, light
// and dark, and on a phone nothing that scrolls sideways.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import { step } from '../integration/lib/tap.mjs';
import { register, on_sale, order, fill_cart }
    from '../integration/lib/people.mjs';
import { person, sign_in, whole, close, url } from './lib.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url)
    .resolve('axe-core/axe.min.js'), 'utf8');

const buyer = await register('onlooker');
const thing = on_sale(1, 5, 50);
const placed = await order(buyer, [[thing, 1]]);
await fill_cart(buyer, [[thing, 2]]);

const pages = {
	nobody: ['/', '/products', '/products?category=bread', '/c/bread',
		'/search?search=apples', '/search?search=zzzzqqq', '/vendors',
		`/products/${thing.id}`, '/cart', '/login', '/register',
		'/help', '/nothing-here'],
	buyer: ['/cart', '/checkout', '/orders', `/orders/${placed.id}`,
		`/pay/${placed.id}`, '/account', '/notifications'],
	'vendor@example.com': ['/vendor', '/vendor/products',
		'/vendor/products/new', '/vendor/orders'],
	'admin@example.com': ['/admin', '/admin/vendors', '/admin/categories',
		'/admin/orders', '/admin/jobs'],
};

// What axe says, in one line each.
async function violations(page) {
	await page.evaluate(axe);
	const found = await page.evaluate(() => window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
			'wcag22aa', 'best-practice'],
	}));
	return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3)
	    .map((n) => n.html.slice(0, 120)).join(' | ')}`);
}

// Elements that stand out to the right of a narrow screen.
const too_wide = () => [...document.querySelectorAll('body *')].filter((e) => {
	const r = e.getBoundingClientRect();
	return r.width > 0 && r.right > innerWidth + 1 &&
	    !e.closest('.visually-hidden, .scroll, [data-scroll]') &&
	    getComputedStyle(e).position !== 'fixed';
}).slice(0, 3).map((e) => e.outerHTML.slice(0, 100));

async function enter(who, options) {
	const page = await person(options);
	if (who === 'buyer')
		await sign_in(page, buyer.email);
	else if (who !== 'nobody')
		await sign_in(page, who);
	return page;
}

for (const [who, paths] of Object.entries(pages)) {
	for (const colorScheme of ['light', 'dark']) {
		const page = await enter(who, { colorScheme });
		for (const path of paths)
			await step(`${path} as ${who}, ${colorScheme}`,
			    async () => {
				const answer = await page.goto(path);
				if (path === '/nothing-here')
					assert.equal(answer.status(), 404);
				else
					assert.equal(answer.status(), 200);
				await whole(page);
				assert.deepEqual(await violations(page), []);
			});
		await page.context().close();
	}
	const phone = await enter(who, { viewport: { width: 360, height: 740 },
	    isMobile: true, hasTouch: true });
	for (const path of paths)
		await step(`${path} as ${who}, on a phone`, async () => {
			await phone.goto(path);
			const width = await phone.evaluate(() =>
			    document.documentElement.scrollWidth);
			assert.ok(width <= 360, `${width} px wide: ` +
			    JSON.stringify(await phone.evaluate(too_wide)));
		});
	await phone.context().close();
}

await step('a refused form has no violation either', async () => {
	const page = await person();
	await page.goto('/login');
	await page.getByRole('main').getByRole('button', { name: 'Sign in' })
	    .click();
	await page.waitForLoadState();
	assert.match(await page.title(), /^Error: /);
	assert.deepEqual(await violations(page), []);
	// The summary leads to the field.
	await page.locator('main a[href^="#"]').first().click();
	assert.equal(await page.evaluate(() =>
	    document.activeElement.tagName), 'INPUT');
});

for (const [who, path] of [['nobody', '/products?minPrice=cheap'],
    ['nobody', '/vendors?page=0'],
    ['admin@example.com', '/admin/orders?status=LOST']])
	await step(`nor has a refused list: ${path}`, async () => {
		for (const colorScheme of ['light', 'dark']) {
			const page = await enter(who, { colorScheme });
			assert.equal((await page.goto(path)).status(), 422);
			await whole(page);
			assert.match(await page.title(), /^Error: /);
			assert.deepEqual(await violations(page), []);
			await page.context().close();
		}
	});

await step('a filter that cannot be is told beside it, and goes again',
    async () => {
	const page = await person();
	await page.goto('/products');
	const total = page.locator('#results > .row p').first();
	const all = await total.innerText();
	await page.getByLabel('From', { exact: true }).fill('cheap');
	await page.getByLabel('To', { exact: true }).fill('5');
	await page.locator('#price-errors .error').waitFor();
	assert.match(await page.locator('#error-summary').innerText(),
	    /Price from: Enter an amount, such as 19\.90\./);
	assert.match(await page.title(), /^Error: /);
	assert.deepEqual(await violations(page), []);
	await page.getByLabel('From', { exact: true }).fill('2');
	await page.keyboard.press('Tab');
	await page.locator('#price-errors .error').waitFor({ state: 'detached' });
	assert.equal(await page.locator('#error-summary').count(), 0);
	assert.notEqual(await total.innerText(), all);
	assert.equal(await page.getByLabel('To', { exact: true }).inputValue(),
	    '5');
	await whole(page);
});

await step('by keyboard alone: skip link first, focus to be seen',
    async () => {
	const page = await person();
	await page.goto('/products');
	await page.keyboard.press('Tab');
	assert.equal(await page.evaluate(() =>
	    document.activeElement.getAttribute('href')), '#main');
	for (let i = 0; i < 12; i++) {
		await page.keyboard.press('Tab');
		const seen = await page.evaluate(() => {
			const s = getComputedStyle(document.activeElement);
			return s.outlineStyle !== 'none' ||
			    s.boxShadow !== 'none';
		});
		assert.ok(seen, await page.evaluate(() =>
		    document.activeElement.outerHTML.slice(0, 100)));
	}
});

await step('no page asks another host for anything', async () => {
	const page = await person();
	const strangers = [];
	page.on('request', (r) => {
		if (!r.url().startsWith(url) && !r.url().startsWith('data:'))
			strangers.push(r.url());
	});
	for (const path of ['/', '/products', `/products/${thing.id}`])
		await page.goto(path, { waitUntil: 'networkidle' });
	assert.deepEqual(strangers, []);
});

await close();
