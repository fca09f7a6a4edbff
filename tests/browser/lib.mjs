// SPDX-License-Identifier: ISC
//
// lib.mjs - Debian's Chromium, driven by playwright-core.

import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';

export const url = process.env.FARM_URL;

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--headless', '--no-sandbox', '--disable-gpu',
		'--disable-quic', '--no-first-run', '--disable-sync',
		'--disable-background-networking',
		'--disable-component-update'],
});

// Somebody at a screen; what a page complains about becomes ->complaints.
export async function person(options = {}) {
	const context = await browser.newContext({ baseURL: url,
	    viewport: { width: 1280, height: 900 }, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	page.complaints = [];
	page.on('pageerror', (e) => page.complaints.push(e.message));
	page.on('console', (m) => {
		if (m.type() === 'error' && !/status of [345]\d\d/.test(m.text()))
			page.complaints.push(m.text());
	});
	return page;
}

export async function sign_in(page, email, password = 'farmstand-demo') {
	await page.goto('/login');
	await page.getByLabel('E-mail').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.getByRole('main').getByRole('button', { name: 'Sign in' })
	    .click();
	await page.waitForURL((u) => u.pathname !== '/login');
	return page;
}

export const heading = (page) => page.locator('h1').first().innerText();

// The page is all here: one h1, a title of its own, nothing broken.
export async function whole(page) {
	assert.equal(await page.locator('h1').count(), 1,
	    `${page.url()} has one h1`);
	assert.match(await page.title(), /\S+.* · /, page.url());
	assert.ok(await page.locator('main').count() === 1, page.url());
	assert.deepEqual(page.complaints, [], page.url());
}

export const close = () => browser.close();
