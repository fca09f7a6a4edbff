#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// A whole purchase without JavaScript: two vendors, a declined card, then a
// good one, on the payment page of the sandbox.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { on_sale, address_of, PASSWORD, stock }
    from '../integration/lib/people.mjs';
import { mail, until } from '../integration/lib/farm.mjs';
import { person, whole, heading, close } from './lib.mjs';

const page = await person({ javaScriptEnabled: false });
const email = address_of('shopper');
const first = on_sale(1, 19.9, 5), second = on_sale(2, 3.33, 5);
const button = (name) => page.getByRole('main').getByRole('button', { name });
let order;

await step('a visitor looks around', async () => {
	await page.goto('/');
	await whole(page);
	await page.getByRole('link', { name: 'All products' }).first().click();
	await page.waitForURL('**/products*');
	await whole(page);
	assert.ok(await page.locator('main article, main .card').count() > 5);
	await page.getByRole('searchbox').first().fill('honey');
	await page.getByRole('search').getByRole('button').first().click();
	await page.waitForURL('**/search?*honey*');
	await whole(page);
});

await step('and puts things of two vendors into the cart', async () => {
	for (const [product, quantity] of [[first, 2], [second, 1]]) {
		await page.goto(`/products/${product.id}`);
		await whole(page);
		await page.getByLabel('Quantity').fill(`${quantity}`);
		await button('Add to cart').click();
		await page.waitForURL('**/cart*');
		await page.getByRole('status').first().waitFor();
	}
	await whole(page);
	const text = await page.locator('main').innerText();
	assert.match(text, /Meadow Lane Orchard/);
	assert.match(text, /Stone Oven Bakery/);
	assert.match(text, /\$43\.13/);
});

await step('changes an amount and takes something out again', async () => {
	const line = page.locator('main li').filter({ hasText: '$3.33' });
	await line.getByLabel(/Quantity/).fill('3');
	await line.getByRole('button', { name: /change|update/i }).click();
	await page.waitForLoadState();
	assert.match(await page.locator('main').innerText(), /\$49\.79/);
	await page.goto('/cart');
	await page.locator('main li').filter({ hasText: '$19.90' })
	    .getByRole('button', { name: /remove/i }).click();
	await page.waitForLoadState();
	assert.doesNotMatch(await page.locator('main').innerText(),
	    /\$19\.90/);
	await page.goto(`/products/${first.id}`);
	await page.getByLabel('Quantity').fill('2');
	await button('Add to cart').click();
	await page.waitForURL('**/cart*');
});

await step('registers on the way, and the cart comes along', async () => {
	await page.getByRole('link', { name: 'Go to checkout' }).click();
	await page.waitForURL('**/login?*');
	await page.getByRole('main').getByRole('link',
	    { name: 'Create an account' }).click();
	await page.getByLabel('E-mail').fill(email);
	await page.getByLabel('Your name').fill('Sam Shopper');
	await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await page.locator('main form button').last().click();
	await page.waitForURL((u) => u.pathname === '/checkout');
	await whole(page);
	assert.match(await page.locator('main').innerText(), /\$49\.79/);
});

await step('an address that is not complete is asked for again, kept',
    async () => {
	await page.getByLabel('Full name').first().fill('Sam Shopper');
	await button('Order and pay').click();
	await page.waitForLoadState();
	assert.match(await page.title(), /^Error: /);
	assert.equal(await page.getByLabel('Full name').first().inputValue(),
	    'Sam Shopper');
	assert.ok(await page.getByRole('link', { name: /needed|choose|street/i })
	    .count() > 0, 'the summary leads to the fields');
	await whole(page);
});

await step('then the order is placed, and leads to the payment', async () => {
	await page.getByLabel('Street and number').first().fill('Field 1');
	await page.getByLabel('Postal code').first().fill('8010');
	await page.getByLabel('Town or city').first().fill('Graz');
	await page.getByLabel('Country').first().selectOption('AT');
	await page.getByLabel(/^Card/).check();
	await button('Order and pay').click();
	await page.waitForURL(/\/(pay|orders)\//);
	order = /\/(?:pay|orders)\/([0-9a-f-]{36})/.exec(page.url())[1];
	assert.equal(stock(first), 3);
	assert.equal(stock(second), 2);
});

async function pay_with(number) {
	await page.goto(`/pay/${order}`);
	await button(/^(Pay|Try again|Continue)/).click();
	await page.waitForURL('**/sandbox/stripe/checkout/**');
	await page.getByLabel('Card number').fill(number);
	await page.getByLabel('Expires').fill('12/34');
	await page.getByLabel('Security code').fill('123');
	await button('Pay now').click();
	await page.waitForLoadState();
}

await step('a declined card says so, and nothing is lost', async () => {
	await pay_with('4000 0000 0000 0002');
	assert.match(await page.locator('main').innerText(), /declined/i);
	await whole(page);
	assert.equal(stock(first), 3);
});

await step('a good one pays', async () => {
	if (!/sandbox/.test(page.url()))
		await pay_with('4242 4242 4242 4242');
	else {
		await page.getByLabel('Card number').fill(
		    '4242 4242 4242 4242');
		await page.getByLabel('Expires').fill('12/34');
		await page.getByLabel('Security code').fill('123');
		await button('Pay now').click();
	}
	await page.waitForURL(/\/(pay|orders)\//);
	assert.match(await page.locator('main').innerText(),
	    /paid|thank you|arrived/i);
	await whole(page);
});

await step('the order page and a mail tell the same', async () => {
	await until('the order is confirmed', async () => {
		await page.goto(`/orders/${order}`);
		return /confirmed|paid/i.test(await page.locator('main')
		    .innerText());
	});
	await whole(page);
	const text = await page.locator('main').innerText();
	assert.match(text, /Meadow Lane Orchard/);
	assert.match(text, /Stone Oven Bakery/);
	assert.match(text, /Field 1/);
	await mail(email, /is confirmed$/);
	await page.goto('/orders');
	await whole(page);
	assert.ok(await page.locator(`a[href*="${order}"]`).count() > 0);
});

await step('and signs out', async () => {
	await page.goto('/account');
	await page.locator('form[action="/logout"]').first()
	    .getByRole('button').click({ force: true }).catch(async () => {
		await page.locator('details.menu summary').first().click();
		await page.locator('form[action="/logout"] button').first()
		    .click();
	});
	await page.goto(`/orders/${order}`);
	assert.match(page.url(), /\/login/);
	assert.match(await heading(page), /sign in/i);
});

await close();
