#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Every page in two languages that only tests have (scripts/lib/pseudo.awk):
// en-XA is English with accents, in brackets and 40 % longer, en-XB is the same
// from right to left. Text without brackets is not translated, and no page may
// scroll sideways. What people typed has a direction of its own.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { register, on_sale, order, fill_cart, pay }
    from '../integration/lib/people.mjs';
import { person, sign_in, close, url } from './lib.mjs';

const PAGES_MAX = 60;
const NARROW = 320, WIDE = 1280;

const buyer = await register('reader');
const thing = on_sale(1, 5, 50);
const placed = await order(buyer, [[thing, 1]]);
const paid = await order(buyer, [[thing, 1]]);
(await pay(buyer, paid)).is(200);
await fill_cart(buyer, [[thing, 2]]);

const starts = {
	nobody: ['/', '/nothing-here', '/login', '/register', '/help',
		'/search?search=apples', '/search?search=zzzzqqq',
		'/products?minPrice=cheap', `/products/${thing.id}`],
	buyer: ['/account', '/checkout', `/orders/${placed.id}`,
		`/orders/${paid.id}`, `/pay/${placed.id}`, `/pay/${paid.id}`],
	'vendor@example.com': ['/vendor', '/vendor/products/new',
		'/vendor/orders?tab=all', '/vendor/profile'],
	'admin@example.com': ['/admin', '/admin/orders', '/admin/payments',
		'/admin/jobs', '/admin/orders?status=LOST'],
};

// One of each kind: what differs by an id or a name is the same page.
const kind = (path) => path.replace(/\?.*/, '')
    .replace(/^(.*\/(?:products|orders|vendors|payments|c|mail))\/(?!new$|register$)[^/]+/,
    '$1/*');

const skipped = (path) => /^\/(api|media|static|logout|pay\/[^/]+\/return)/
    .test(path);

// What is neither in brackets nor text that somebody typed. A sentence may go
// on over several elements, so brackets are counted through the whole page.
function untranslated() {
	const found = [];
	const data = /^(UTC|USD|[A-Z]{2}|F-\d\d-\w+|\/[\w\/-]*|[\w.+-]+@[\w.-]+|Stripe|PayPal|Razorpay|Farmstand|EUR|GBP)$/;
	const outside = (text, depth) => {
		let rest = '';
		for (const c of text) {
			if (c === '[')
				depth++;
			else if (c === ']')
				depth--;
			else if (depth === 0)
				rest += c;
		}
		return [rest, depth];
	};
	const wrong = (rest) => rest.split(/[\s,;:·×–()“”]+/)
	    .some((w) => /[A-Za-z]/.test(w) && !data.test(w));
	const typed = (e) => e.closest('[dir=auto], bdi, code, pre, ' +
	    '[lang]:not(html), script, style, noscript');

	let depth = 0, rest;
	const walk = document.createTreeWalker(document.documentElement,
	    NodeFilter.SHOW_TEXT);
	for (let n; (n = walk.nextNode());) {
		if (n.parentElement.closest('script, style, noscript'))
			continue;
		if (n.parentElement.localName === 'title' &&
		    n.data.startsWith(document.querySelector('h1[dir=auto]')
		    ?.textContent.trim()))
			continue;
		[rest, depth] = outside(n.data, depth);
		if (wrong(rest) && !typed(n.parentElement))
			found.push(`text: ${rest.trim().slice(0, 60)}`);
	}
	for (const name of ['aria-label', 'title', 'placeholder', 'data-label',
	    'alt', 'content'])
		for (const e of document.querySelectorAll(`[${name}]`)) {
			if (name === 'content' && e.name !== 'description')
				continue;
			if (name === 'alt' && e.alt ===
			    document.querySelector('h1')?.textContent)
				continue;
			if (wrong(outside(e.getAttribute(name), 0)[0]))
				found.push(`${name}: ${e.getAttribute(name)}`);
		}
	return [...new Set(found)];
}

// Elements that stand out of a screen, to the side where lines end.
function too_wide() {
	const root = document.documentElement;
	if (root.scrollWidth <= root.clientWidth)
		return [];
	return [`${root.scrollWidth} px`,
		...[...document.querySelectorAll('body *')].filter((e) => {
			const r = e.getBoundingClientRect();
			return r.width > 0 && (r.right > innerWidth + 1 ||
			    r.left < -1) && !e.closest('.visually-hidden');
		}).slice(0, 4).map((e) => e.outerHTML.slice(0, 120))];
}

async function reader(who, language) {
	const page = await person();
	if (who === 'buyer')
		await sign_in(page, buyer.email);
	else if (who !== 'nobody')
		await sign_in(page, who);
	await page.context().addCookies([{ name: 'language', value: language,
		url }]);
	return page;
}

// Every page that links lead to, once of each kind.
async function crawl(page, paths, look) {
	const seen = new Set(), queue = [...paths];
	const known = new Set(paths.map(kind));
	while (queue.length > 0 && seen.size < PAGES_MAX) {
		const path = queue.shift();
		if (seen.has(path))
			continue;
		seen.add(path);
		await page.goto(path);
		await look(path);
		for (const href of await page.evaluate(() =>
		    [...document.querySelectorAll('a[href^="/"]')].map((a) =>
		    a.getAttribute('href').replace(/#.*/, '')))) {
			if (skipped(href) || known.has(kind(href)))
				continue;
			known.add(kind(href));
			queue.push(href);
		}
	}
	return seen.size;
}

for (const [who, paths] of Object.entries(starts)) {
	for (const language of ['en-XA', 'en-XB']) {
		const page = await reader(who, language);
		await step(`${language}, ${who}: all of it is translated, and ` +
		    'nothing scrolls sideways', async () => {
			const found = [];
			const pages = await crawl(page, paths, async (path) => {
				assert.equal(await page.locator('html')
				    .getAttribute('lang'), language,
				    `LANGUAGES of this farm have no ${language}`);
				for (const text of await page.evaluate(untranslated))
					found.push(`${path}: ${text}`);
				for (const width of [NARROW, WIDE]) {
					await page.setViewportSize({ width,
						height: 800 });
					const wide = await page.evaluate(too_wide);
					if (wide.length > 0)
						found.push(`${path} at ${width}: ` +
						    wide.join('\n    '));
				}
			});
			assert.ok(pages >= paths.length, `${pages} pages`);
			assert.deepEqual(found, [], found.join('\n'));
		});
		await page.context().close();
	}
}

await step('a refused form is translated as well', async () => {
	const page = await reader('nobody', 'en-XA');
	await page.goto('/register');
	await page.locator('main form button:not([type=button])').last().click();
	await page.locator('#error-summary').waitFor();
	assert.deepEqual(await page.evaluate(untranslated), []);
	assert.match(await page.title(), /^\[/);
	await page.context().close();
});

await step('a page from right to left is mirrored', async () => {
	const page = await reader('nobody', 'en-XB');
	await page.goto('/products');
	assert.equal(await page.evaluate(() =>
	    getComputedStyle(document.body).direction), 'rtl');
	const brand = await page.locator('.brand').boundingBox();
	assert.ok(brand.x > WIDE / 2, `the brand stands at ${brand.x}`);
	// Names of products keep their own direction.
	assert.equal(await page.locator('.product-card h3').first()
	    .evaluate((e) => getComputedStyle(e).direction), 'ltr');
	await page.context().close();
});

await step('the switch in the footer changes the language, without script',
    async () => {
	const page = await person({ javaScriptEnabled: false });
	await page.goto('/products?sort=name');
	await page.locator('.foot').getByRole('button', { name: 'Deutsch' })
	    .click();
	assert.equal(await page.locator('html').getAttribute('lang'), 'de');
	assert.match(page.url(), /\/products\?sort=name$/);
	await page.goto('/cart');
	assert.equal(await page.locator('h1').innerText(), 'Ihr Warenkorb');
	await page.getByRole('button', { name: 'English' }).click();
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
	await page.context().close();
});

await step('without a choice the browser decides', async () => {
	const page = await person({ locale: 'de-AT' });
	await page.goto('/products');
	assert.equal(await page.locator('html').getAttribute('lang'), 'de');
	assert.match(await page.locator('.price').first().innerText(),
	    /^\d+,\d\d\u00a0\$$/);
	await page.context().close();
});

await close();
