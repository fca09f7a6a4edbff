#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// A vendor opens a shop and sells, an admin lets it; with JavaScript on.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { address_of, PASSWORD, fresh_key }
    from '../integration/lib/people.mjs';
import { until } from '../integration/lib/farm.mjs';
import { person, sign_in, whole, close } from './lib.mjs';

const vendor = await person(), admin = await person();
const shop = `Bramble & Co ${fresh_key()}`;
const button = (page, name) => page.getByRole('main')
    .getByRole('button', { name });
const text_of = (page) => page.locator('main').innerText();

await step('a vendor registers and applies', async () => {
	await vendor.goto('/register');
	await vendor.getByLabel('E-mail').fill(address_of('bramble'));
	await vendor.getByLabel('Your name').fill('Beth Bramble');
	await vendor.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await vendor.getByLabel('I want to sell').check();
	await vendor.locator('main form button').last().click();
	await vendor.waitForURL('**/vendors/register*');
	await whole(vendor);
	await vendor.getByLabel('Name of your shop').fill(shop);
	await vendor.getByLabel(/^What you make and how/)
	    .fill('Berries and what becomes of them.');
	await button(vendor, 'Apply').click();
	await vendor.getByRole('status').first().waitFor();
	await whole(vendor);
});

await step('an admin approves', async () => {
	await sign_in(admin, 'admin@example.com');
	await admin.goto('/admin/vendors');
	await whole(admin);
	// The longest wait stands first: hers is on the last page.
	await admin.goto('/admin/vendors?status=PENDING');
	const row = admin.locator('main tr, main li, main article').filter({
	    hasText: shop }).last();
	while (await row.count() === 0) {
		const next = admin.getByRole('link', { name: 'Next' });
		await admin.goto(await next.getAttribute('href'));
	}
	await whole(admin);
	await row.getByRole('button', { name: /approve/i }).click();
	await admin.getByRole('status').first().waitFor();
	assert.match(await text_of(admin), /approved/i);
	await whole(admin);
});

await step('the vendor adds a product', async () => {
	await vendor.goto('/vendor');
	await whole(vendor);
	await vendor.goto('/vendor/products/new');
	await whole(vendor);
	await vendor.getByLabel('Name', { exact: true }).first()
	    .fill('Bramble jelly');
	await vendor.getByLabel(/^Price/).first().fill('4.999');
	await vendor.getByLabel(/^Pieces in stock/).fill('12');
	await button(vendor, 'Add product').click();
	await vendor.getByRole('heading', { name: /problem/i }).waitFor();
	assert.match(await vendor.title(), /^Error: /);
	assert.equal(await vendor.getByLabel('Name', { exact: true }).first()
	    .inputValue(), 'Bramble jelly');
	await whole(vendor);
	await vendor.getByLabel(/^Price/).first().fill('4.90');
	await button(vendor, 'Add product').click();
	await vendor.waitForURL((u) => !u.pathname.endsWith('/new'));
	await vendor.goto('/vendor/products');
	await whole(vendor);
	assert.match(await text_of(vendor), /Bramble jelly/);
});

await step('and everybody finds it', async () => {
	const nobody = await person();
	await until('it is found', async () => {
		await nobody.goto('/search?search=bramble+jelly');
		return /Bramble jelly/.test(await text_of(nobody));
	});
	await nobody.getByRole('link', { name: /Bramble jelly/ }).first()
	    .click();
	await nobody.waitForURL('**/products/**');
	await whole(nobody);
	assert.match(await text_of(nobody), /\$4\.90/);
});

await step('scripts only add: steppers, theme, quiet loading', async () => {
	const nobody = await person();
	await nobody.goto('/products');
	await nobody.locator('main a[href^="/products/"]').first().click();
	await nobody.waitForURL('**/products/**');
	const amount = nobody.getByLabel('Quantity');
	if (await amount.count() > 0) {
		await nobody.getByRole('button', { name: 'One more' }).first()
		    .click();
		assert.equal(await amount.inputValue(), '2');
	}
	await whole(nobody);
});

await close();
