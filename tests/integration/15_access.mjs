#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Every route as everybody: nobody, buyers, vendors, an admin, and holders of
// tokens that do not hold. What may be answered follows from the row's own
// "who"; a success where none is due is a failure.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor, raw } from './lib/http.mjs';
import { ADDRESS, add_product, approved_vendor, bearer, fill_cart, order, pay,
    register, sign_in } from './lib/people.mjs';
import { setting, sql } from './lib/farm.mjs';
import { routes, path_of } from './lib/routes.mjs';
import crypto from 'node:crypto';

const buyer = await register('buyer');
const other_buyer = await register('other-buyer');
const vendor = await sign_in('vendor@example.com');
const other_vendor = await sign_in('vendor2@example.com');
const admin = await sign_in('admin@example.com');

// The admin's own token, with another life or another byte.
function remade(change) {
	const [head, body] = admin.accessToken.split('.');
	const claims = change(JSON.parse(Buffer.from(body, 'base64url')));
	const text = `${head}.${Buffer.from(JSON.stringify(claims))
	    .toString('base64url')}`;
	return `${text}.${crypto.createHmac('sha256',
	    setting('JWT_ACCESS_SECRET')).update(text).digest('base64url')}`;
}
const now = Math.floor(Date.now() / 1000);
const tampered = admin.accessToken.slice(0, -10) +
    (admin.accessToken.at(-10) === 'A' ? 'B' : 'A') +
    admin.accessToken.slice(-9);

const callers = {
	nobody: new Visitor(),
	buyer, 'other buyer': other_buyer, vendor,
	'other vendor': other_vendor, admin,
	'expired admin': bearer(remade((c) => ({ ...c, iat: now - 1800,
	    exp: now - 900 }))),
	'tampered admin': bearer(tampered),
	'refresh as access': bearer(admin.refreshToken),
};
const role = { buyer: 'BUYER', 'other buyer': 'BUYER', vendor: 'VENDOR',
	'other vendor': 'VENDOR', admin: 'ADMIN' };

const may = {
	anyone: () => true,
	visitor: (who) => who === 'nobody' || who in role,
	'signed-in': (who) => who in role,
	vendor: (who) => role[who] === 'VENDOR',
	admin: (who) => role[who] === 'ADMIN',
};

// A refusal says why: nobody is 401 (a page leads to the sign-in page), the
// wrong one 403.
function refused(answer, who, face) {
	if (face === '' && !(who in role))
		return [303, 307, 401].includes(answer.status) &&
		    /^\/(login|account\/refresh)/.test(answer.location ??
		    '/login');
	return answer.status === (who in role ? 403 : 401);
}

const all = routes();
// What ends sessions or makes accounts has stories of its own.
const left_out = /logout|\/auth\/refresh|\/account\/refresh/;

async function ask(r, face, who, body = {}) {
	const path = face + path_of(r.path);
	if (r.method === 'GET')
		return callers[who].ask('GET', path);
	if (face === '')
		return callers[who].ask('POST', path, `${new URLSearchParams({
		    _method: r.method, ...body })}`, { 'content-type':
		    'application/x-www-form-urlencoded' });
	return callers[who].ask(r.method, path, body);
}

for (const r of all.filter((x) => x.who !== 'service' &&
    x.faces.length > 0 && !left_out.test(x.path)))
	await step(`${r.method} ${r.path} is for ${r.who}`, async () => {
		for (const face of r.faces)
			for (const who of Object.keys(callers)) {
				const answer = await ask(r, face, who);
				const what = `${who}: ${answer.request} ` +
				    `${answer.status}`;
				assert.ok(answer.status < 500, what);
				// A page goes on as nobody's where it may.
				if (face === '' && r.who === 'visitor' &&
				    !(who in role))
					continue;
				if (!may[r.who](who))
					assert.ok(refused(answer, who, face),
					    what);
				else if (face !== '' && !(r.who === 'anyone' &&
				    /login/.test(r.path)))
					assert.notEqual(answer.status, 401,
					    what);
			}
	});

// ---- what is one's own -----------------------------------------------------------

const mine = await approved_vendor('owner');
const thing = await add_product(mine);
const placed = await order(buyer, [[thing, 1]]);
await pay(buyer, placed);
await fill_cart(buyer, [[thing, 1]]);
const [line] = (await buyer.get('/cart')).is(200).json.items;

// Whose the thing in a path is, by the path; the first that fits.
const OWN = [
	[/^\/cart\/items\//, line.id, ['buyer']],
	[/^\/vendor\/orders\//, placed.id, []],
	[/^\/vendor\/products\//, thing.id, []],
	[/^\/orders\/|^\/pay\//, placed.id, ['buyer', 'admin']],
	[/^\/payments\//, placed.paymentId, ['buyer', 'admin']],
];

for (const r of all.filter((x) => x.path.includes(':') &&
    ['signed-in', 'visitor', 'vendor'].includes(x.who) &&
    !x.path.startsWith('/dev/')))
	await step(`${r.method} ${r.path} is for its owner alone`, async () => {
		const found = OWN.find(([path]) => path.test(r.path));
		assert.ok(found, 'nothing of this kind is made here yet');
		const [, id, owners] = found;
		const before = (await buyer.get(`/orders/${placed.id}`)).json;
		for (const face of r.faces)
			for (const who of Object.keys(callers).filter((w) =>
			    !owners.includes(w))) {
				const answer = await ask({ ...r, path: r.path
				    .replace(/:\w+/, id) }, face, who, {
				    status: 'CANCELLED', quantity: 2 });
				assert.ok([401, 403, 404].includes(
				    answer.status) || (face === '' &&
				    refused(answer, who, face)), `${who}: ${
				    answer.request} ${answer.status}`);
				assert.ok(!answer.text.includes(ADDRESS.line1),
				    who);
			}
		assert.deepEqual((await buyer.get(`/orders/${placed.id}`)).json,
		    before);
		(await mine.get(`/vendor/products/${thing.id}`)).is(200);
	});

await step('nothing internal is open to anybody', async () => {
	const key = setting('INTERNAL_KEY');
	for (const r of all.filter((x) => x.who === 'service' ||
	    x.path.startsWith('/_part/')))
		for (const prefix of ['', '/api', `/${r.service}`,
		    `/_part/${r.service}`, '/sandbox'])
			for (const person of [callers.nobody, admin])
				(await person.ask(r.method,
				    prefix + path_of(r.path), r.method === 'GET'
				    ? undefined : {}, { 'x-internal-key': key,
				    internal: '1' })).is([404, 405]);
});

await step('headers that nginx sets cannot be sent', async () => {
	for (const headers of [{ 'x-internal-key': setting('INTERNAL_KEY') },
	    { internal: '1' }, { 'x-user-id': admin.user.id },
	    { 'x-forwarded-for': '127.0.0.1' }, { 'x-original-url':
	    '/api/admin/vendors/pending' }])
		(await raw('GET', '/api/auth/profile', headers)).is(401);
});

await step('a role that was taken away is gone at once', async () => {
	const person = await register('former-admin');
	sql('auth', `UPDATE users SET role = 'ADMIN'
	    WHERE id = '${person.user.id}'`);
	const promoted = await sign_in(person.email);
	assert.equal(promoted.user.role, 'ADMIN');
});
