#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Nobody is thrown out after a quarter of an hour, and signing out is final.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { register } from '../integration/lib/people.mjs';
import { person, sign_in, heading, close } from './lib.mjs';

const ann = await register('ann');
const page = await person();
const context = page.context();

// What is left when the access token's time is over.
async function expire() {
	const cookies = await context.cookies();
	await context.clearCookies({ name: 'accessToken' });
	assert.ok(cookies.some((c) => c.name === 'refreshToken'));
}

await step('the cookies are out of reach of scripts', async () => {
	await sign_in(page, ann.email);
	const cookies = await context.cookies();
	for (const name of ['accessToken', 'refreshToken']) {
		const cookie = cookies.find((c) => c.name === name);
		assert.ok(cookie.httpOnly);
		assert.equal(cookie.sameSite, 'Lax');
	}
	assert.doesNotMatch(await page.evaluate(() => document.cookie),
	    /Token/);
});

await step('with an access token that expired she stays signed in',
    async () => {
	await expire();
	await page.goto('/account');
	assert.match(page.url(), /\/account$/);
	assert.doesNotMatch(await heading(page), /sign in/i);
	assert.ok((await context.cookies()).some((c) =>
	    c.name === 'accessToken'));
});

await step('and the form she was filling in is not lost', async () => {
	await page.goto('/account');
	await page.getByLabel('Your name').fill('Ann Renamed');
	await expire();
	await page.getByRole('main').getByRole('button', { name: 'Save' })
	    .click();
	await page.getByRole('status').first().waitFor();
	await page.goto('/account');
	assert.equal(await page.getByLabel('Your name')
	    .inputValue(), 'Ann Renamed');
});

await step('two tabs that refresh at once do not throw her out',
    async () => {
	const other = await context.newPage();
	await expire();
	await Promise.all([page.goto('/account'), other.goto('/orders')]);
	for (const tab of [page, other]) {
		await tab.goto('/account');
		assert.doesNotMatch(await heading(tab), /sign in/i);
	}
	await other.close();
});

await step('the way back leads to the page that was asked for', async () => {
	const nobody = await person();
	await nobody.goto('/orders?page=1');
	assert.match(nobody.url(), /\/login\?next=/);
	await nobody.getByLabel('E-mail').fill(ann.email);
	await nobody.getByLabel('Password', { exact: true })
	    .fill('farmstand-demo');
	await nobody.getByRole('main').getByRole('button',
	    { name: 'Sign in' }).click();
	await nobody.waitForURL('**/orders?page=1');
});

await close();
