#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Ann registers, signs in and out, changes her profile; Eve tries her luck.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { step } from './lib/tap.mjs';
import { Visitor, raw } from './lib/http.mjs';
import { register, sign_in, bearer, address_of, PASSWORD }
    from './lib/people.mjs';
import { sql, setting, signal, leader, until } from './lib/farm.mjs';

const base64 = (value) => Buffer.from(typeof value === 'string' ? value :
    JSON.stringify(value)).toString('base64url');

// A token that says what we like, signed with what we like.
function forge(header, claims, secret) {
	const text = `${base64(header)}.${base64(claims)}`;
	const digest = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }[
	    header.alg];
	return `${text}.${digest ? crypto.createHmac(digest, secret)
	    .update(text).digest('base64url') : ''}`;
}
const claims_of = (token) => JSON.parse(Buffer.from(token.split('.')[1],
    'base64url'));

let ann;

await step('Ann registers and is signed in', async () => {
	ann = await register('ann');
	assert.deepEqual(Object.keys(ann.user).sort(), ['createdAt', 'email',
	    'emailVerified', 'id', 'isActive', 'name', 'role', 'updatedAt']);
	assert.equal(ann.user.role, 'BUYER');
	assert.match(ann.user.id, /^[0-9a-f-]{14}7[0-9a-f-]{21}$/);
	assert.ok(ann.cookies.accessToken && ann.cookies.refreshToken);
	const me = (await ann.get('/auth/profile')).is(200).json;
	assert.equal(me.email, ann.email);
	assert.ok(!('passwordHash' in me));
});

await step('her cookies are out of reach of scripts and other sites',
    async () => {
	const answer = (await new Visitor().post('/auth/login',
	    { email: ann.email, password: PASSWORD })).is(200);
	for (const line of answer.headers['set-cookie']) {
		assert.match(line, /; HttpOnly/);
		assert.match(line, /; SameSite=Lax/);
		assert.match(line, /; Path=\//);
	}
	assert.match(answer.headers['cache-control'], /no-store/);
});

await step('an address is taken once, however it is written', async () => {
	for (const email of [ann.email, ann.email.toUpperCase(),
	    ` ${ann.email} `])
		(await new Visitor().post('/auth/register', { email,
		    password: PASSWORD, name: 'Eve' }))
		    .problem(409, 'email_taken');
});

await step('registration says all that is wrong at once', async () => {
	const eve = new Visitor();
	assert.deepEqual((await eve.post('/auth/register', { email: 'nobody',
	    password: 'short', role: 'ADMIN' })).problem(422).wrong,
	    { email: 'invalid_email', password: 'too_short', name: 'required',
	    role: 'not_one_of' });
	assert.deepEqual((await eve.post('/auth/register', {
	    email: address_of('eve'), password: 'x'.repeat(129),
	    name: 'Eve' })).problem(422).wrong, { password: 'too_long' });
	assert.deepEqual((await eve.post('/auth/register', {
	    email: address_of('eve'), password: 'password123',
	    name: 'Eve' })).problem(422).wrong, { password: 'too_common' });
});

await step('nobody becomes an admin by asking', async () => {
	const eve = await register('eve');
	(await eve.put('/auth/profile', { role: 'ADMIN', name: 'Eve' }))
	    .is(200);
	assert.equal((await eve.get('/auth/profile')).json.role, 'BUYER');
	(await eve.get('/admin/vendors/pending')).problem(403);
});

await step('Ann signs in, with her address in capitals too', async () => {
	await sign_in(ann.email.toUpperCase());
	const page = new Visitor();
	const answer = (await page.form('/login', { email: ann.email,
	    password: PASSWORD, next: '/account' })).is(303);
	assert.equal(answer.location, '/account');
	(await page.page('/account')).is(200);
});

await step('a wrong password and an unknown address look the same',
    async () => {
	const eve = new Visitor();
	const wrong = (await eve.post('/auth/login', { email: ann.email,
	    password: 'not her password' })).problem(401, 'bad_credentials');
	const unknown = (await eve.post('/auth/login', {
	    email: address_of('nobody'), password: 'not her password' }))
	    .problem(401, 'bad_credentials');
	for (const answer of [wrong, unknown])
		assert.ok(!answer.headers['set-cookie']);
	assert.equal(wrong.json.detail, unknown.json.detail);
});

await step('signing in does not lead to another site', async () => {
	for (const next of ['//evil.example', 'https://evil.example',
	    '/\\evil.example', 'javascript:alert(1)', '/a\r\nX: y']) {
		const answer = (await new Visitor().form('/login', { next,
		    email: ann.email, password: PASSWORD })).is([303, 422]);
		assert.match(answer.location ?? '/', /^\/(\?|$)/);
		assert.ok(!answer.headers.x);
	}
});

await step('the profile is changed in part, and kept', async () => {
	(await ann.put('/auth/profile', { name: 'Ann Other' })).is(200);
	const me = (await ann.get('/auth/profile')).json;
	assert.equal(me.name, 'Ann Other');
	assert.equal(me.email, ann.email);
	assert.deepEqual((await ann.put('/auth/profile',
	    { name: 'x'.repeat(121) })).problem(422).wrong,
	    { name: 'too_long' });
});

await step('an old version of the profile is not edited', async () => {
	const two = await register('windows');
	const first = (await two.get('/auth/profile')).is(200).headers.etag;
	assert.match(first, /^"v\d+"$/);
	(await two.put('/auth/profile', { name: 'One' }, { 'if-match': first }))
	    .is(200);
	(await two.put('/auth/profile', { name: 'Two' }, { 'if-match': first }))
	    .problem(412, 'precondition_failed');
	(await two.put('/auth/profile', { name: 'Three' },
	    { 'if-match': '"other"' })).problem(412, 'precondition_failed');
	assert.equal((await two.get('/auth/profile')).json.name, 'One');

	const version = (page) => /name="version" value="(\d+)"/.exec(page.text)[1];
	const opened = version((await two.page('/account')).is(200));
	(await two.put('/auth/profile', { name: 'Four' })).is(200);
	const save = { _method: 'PUT', name: 'Five', email: two.email };
	const refused = (await two.form('/account', { ...save, version: opened }))
	    .is(409);
	assert.match(refused.text, /value="Five"/);
	assert.match(refused.text, /Four/);
	assert.equal((await two.get('/auth/profile')).json.name, 'Four');
	assert.notEqual(version(refused), opened);
	(await two.form('/account', { ...save, version: version(refused) }))
	    .is(303);
	assert.equal((await two.get('/auth/profile')).json.name, 'Five');
});

await step('a blank name is refused', async () => {
	const page = (await ann.form('/account', { _method: 'PUT', name: ' ',
	    email: ann.email })).is(422);
	assert.match(page.text, /id="f-name-error"/);
	assert.equal((await ann.get('/auth/profile')).json.name, 'Ann Other');
});

// ---- refresh --------------------------------------------------------------------

await step('a refresh token rotates', async () => {
	const person = await sign_in(ann.email);
	const first = person.refreshToken;
	const next = (await new Visitor().post('/auth/refresh',
	    { refreshToken: first })).is(200).json;
	assert.notEqual(next.refreshToken, first);
	(await bearer(next.accessToken).get('/auth/profile')).is(200);
});

await step('by cookie too', async () => {
	const person = await sign_in(ann.email);
	const before = person.cookies.refreshToken;
	(await person.post('/auth/refresh')).is(200);
	assert.notEqual(person.cookies.refreshToken, before);
	(await person.get('/auth/profile')).is(200);
});

await step('a stolen one ends the whole family, the access token with it',
    async () => {
	const person = await sign_in(ann.email);
	const next = (await new Visitor().post('/auth/refresh',
	    { refreshToken: person.refreshToken })).is(200).json;
	(await new Visitor().post('/auth/refresh', { refreshToken:
	    person.refreshToken })).problem(401, 'bad_refresh_token');
	(await new Visitor().post('/auth/refresh', { refreshToken:
	    next.refreshToken })).problem(401, 'bad_refresh_token');
	(await bearer(next.accessToken).get('/auth/profile'))
	    .problem(401, 'not_signed_in');
	(await bearer(person.accessToken).get('/auth/profile')).problem(401);
});

await step('what is no refresh token is refused', async () => {
	for (const refreshToken of ['', 'x', 'x'.repeat(200)])
		(await new Visitor().post('/auth/refresh', { refreshToken }))
		    .problem(401, 'bad_refresh_token');
	for (const refreshToken of [7, ann.accessToken])
		(await new Visitor().post('/auth/refresh', { refreshToken }))
		    .problem(422);
	(await new Visitor().post('/auth/refresh')).problem(401);
});

await step('a refresh token is no access token, nor the other way round',
    async () => {
	(await bearer(ann.refreshToken).get('/auth/profile')).problem(401);
	const mixed = new Visitor();
	mixed.cookies = { accessToken: ann.refreshToken };
	(await mixed.get('/auth/profile')).problem(401);
});

await step('a page asked for with an old token comes by way of a refresh',
    async () => {
	const person = await sign_in(ann.email);
	person.cookies.accessToken = 'expired';
	const away = (await person.page('/account?a=b')).is(307);
	assert.match(away.location, /^\/account\/refresh\?next=/);
	const back = (await person.page(away.location)).is(307);
	assert.equal(back.location, '/account?a=b');
	(await person.page(back.location)).is(200);
});

await step('without any token the way leads to the sign-in page',
    async () => {
	const answer = (await new Visitor().page('/account')).is(303);
	assert.equal(answer.location, '/login?next=%2Faccount');
});

// ---- signing out ------------------------------------------------------------------

await step('signing out ends the session at once', async () => {
	const person = await sign_in(ann.email);
	const { accessToken, refreshToken } = person;
	(await person.post('/auth/logout')).is(200);
	assert.ok(!person.cookies.accessToken && !person.cookies.refreshToken);
	(await bearer(accessToken).get('/auth/profile')).problem(401);
	(await new Visitor().post('/auth/refresh', { refreshToken }))
	    .problem(401);
	(await bearer(accessToken).post('/auth/logout')).problem(401);
});

await step('other sessions stay', async () => {
	const one = await sign_in(ann.email), two = await sign_in(ann.email);
	(await one.post('/auth/logout')).is(200);
	(await two.get('/auth/profile')).is(200);
});

await step('a disabled user is out, and does not come in', async () => {
	const person = await register('disabled');
	sql('auth', `UPDATE users SET is_active = false
	    WHERE id = '${person.user.id}'`);
	(await new Visitor().post('/auth/login', { email: person.email,
	    password: PASSWORD })).problem(401, 'bad_credentials');
	(await new Visitor().post('/auth/refresh', { refreshToken:
	    person.refreshToken })).problem(401);
});

// ---- forgery -------------------------------------------------------------------------

await step('no forged token opens anything', async () => {
	const admin = claims_of((await sign_in('admin@example.com'))
	    .accessToken);
	const mine = claims_of(ann.accessToken);
	const secret = setting('JWT_ACCESS_SECRET');
	const now = Math.floor(Date.now() / 1000);
	const hs = { alg: 'HS256', typ: 'JWT' };
	const [h, , s] = ann.accessToken.split('.');
	const forged = {
		'alg none': forge({ alg: 'none', typ: 'JWT' }, admin, ''),
		'alg None': forge({ alg: 'None', typ: 'JWT' }, admin, ''),
		'no alg': forge({ typ: 'JWT' }, admin, ''),
		'another secret': forge(hs, admin, 'x'.repeat(64)),
		'an empty secret': forge(hs, admin, ''),
		'the refresh secret': forge(hs, admin,
		    setting('JWT_REFRESH_SECRET')),
		'HS512': forge({ alg: 'HS512', typ: 'JWT' }, admin, secret),
		'HS384': forge({ alg: 'HS384', typ: 'JWT' }, admin, secret),
		'expired': forge(hs, { ...mine, iat: now - 2000,
		    exp: now - 1100 }, secret),
		'from the future': forge(hs, { ...mine, iat: now + 4000,
		    exp: now + 4500 }, secret),
		'too long a life': forge(hs, { ...mine, iat: now,
		    exp: now + 86400 }, secret),
		'no exp': forge(hs, { ...mine, exp: undefined }, secret),
		'exp as a text': forge(hs, { ...mine, exp: `${now + 600}` },
		    secret),
		'exp null': forge(hs, { ...mine, exp: null }, secret),
		'no jti': forge(hs, { ...mine, jti: undefined }, secret),
		'another jti': forge(hs, { ...mine, jti: crypto.randomUUID() },
		    secret),
		'changed claims': `${h}.${base64({ ...mine, role: 'ADMIN' })
		    }.${s}`,
		'no signature': ann.accessToken.replace(/[^.]*$/, ''),
		'two parts': ann.accessToken.replace(/\.[^.]*$/, ''),
		'four parts': `${ann.accessToken}.x`,
		'huge': 'x'.repeat(3000),
		'nothing': '',
	};
	for (const [what, token] of Object.entries(forged)) {
		const answer = await bearer(token).get('/auth/profile');
		assert.equal(answer.status, 401, what);
		assert.equal((await raw('GET', '/api/auth/profile',
		    { cookie: `accessToken=${token}` })).status, 401, what);
	}
});

await step('a token that claims a role has the role of its session',
    async () => {
	const mine = claims_of(ann.accessToken);
	const token = forge({ alg: 'HS256', typ: 'JWT' }, { ...mine,
	    role: 'ADMIN' }, setting('JWT_ACCESS_SECRET'));
	(await bearer(token).get('/auth/profile')).is(200);
	(await bearer(token).get('/admin/vendors/pending')).problem(403);
});

await step('what another site sends with her cookies is refused',
    async () => {
	for (const headers of [{ 'sec-fetch-site': 'cross-site' },
	    { 'sec-fetch-site': 'same-site' },
	    { origin: 'https://evil.example' }, { origin: 'null' }]) {
		(await ann.post('/auth/logout', undefined, headers))
		    .problem(403, 'cross_site');
		(await ann.form('/logout', {}, { 'sec-fetch-site': undefined,
		    ...headers })).is(403);
	}
	(await ann.get('/auth/profile')).is(200);
});

await step('without Redis sessions are known all the same', async () => {
	const person = await sign_in(ann.email);
	const gone = await sign_in(ann.email);
	(await gone.post('/auth/logout')).is(200);
	const redis = leader('redis');
	signal(redis, 'SIGSTOP');
	try {
		(await person.get('/auth/profile')).is(200);
		(await gone.get('/auth/profile')).problem(401);
		await sign_in(ann.email);
		(await bearer(gone.accessToken).get('/auth/profile'))
		    .problem(401);
	} finally {
		signal(redis, 'SIGCONT');
	}
	await until('Redis answers again', async () =>
	    (await person.get('/auth/profile')).status === 200);
});
