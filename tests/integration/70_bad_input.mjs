#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Whatever is sent, nothing answers 500 and nothing hangs: broken bodies,
// types, texts and numbers, to every route of every service.

import assert from 'node:assert/strict';
import net from 'node:net';
import { step } from './lib/tap.mjs';
import { Visitor, raw, url } from './lib/http.mjs';
import { sign_in, register, approved_vendor } from './lib/people.mjs';
import { routes, path_of } from './lib/routes.mjs';

const JSON_TYPE = { 'content-type': 'application/json' };
const UUID = '00000000-0000-7000-8000-990000000099';

const admin = await sign_in('admin@example.com');
const vendor = await approved_vendor('clumsy-vendor');
const buyer = await register('clumsy');
const people = { anyone: buyer, visitor: buyer, 'signed-in': buyer, vendor,
	admin };

const bodies = [
	['nothing', undefined, 'application/json'],
	['half an object', '{"name":', 'application/json'],
	['NaN', '{"price":NaN}', 'application/json'],
	['single quotes', "{'name':'x'}", 'application/json'],
	['a trailing comma', '{"name":"x",}', 'application/json'],
	['an array', '[]', 'application/json'],
	['a text', '"x"', 'application/json'],
	['null', 'null', 'application/json'],
	['U+0000', '{"name":"\\u0000"}', 'application/json'],
	['half a pair', '{"name":"\\ud800"}', 'application/json'],
	['bad UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
	    'application/json'],
	['a raw NUL', Buffer.from('{"name":"a\0b"}'), 'application/json'],
	['deep', '['.repeat(5000), 'application/json'],
	['wide', `{${Array.from({ length: 3000 }, (_, i) => `"a${i}":${i}`)
	    .join(',')}}`, 'application/json'],
	['another type', 'name=x', 'text/plain'],
	['no type', '{}', undefined],
	['a form', 'name=x', 'application/x-www-form-urlencoded'],
];

// Members that any route may know, each with values that fit none.
const names = ['id', 'name', 'email', 'price', 'quantity', 'stockQuantity',
	'productId', 'variantId', 'categoryId', 'orderId', 'status', 'items',
	'images', 'variants', 'shippingAddress', 'billingAddress', 'method',
	'paymentMethod', 'paymentMethodId', 'amount', 'parentId', 'isActive',
	'description', 'businessName', 'reason', 'page', 'limit', 'search',
	'refreshToken', 'password'];
const values = [null, '', 'x', 'x'.repeat(70000), 0, -1, 1.5, 1e300,
	'RAW:99999999999999999999999999', 'RAW:-0', 'RAW:1e-400', true, [], {},
	[null], [[[]]], { a: { b: {} } }, '\u0001\u007f\uffff', UUID,
	'\' OR 1=1; --', '<!--# include virtual="/internal/health" -->'];
const of_value = (value) => `{${names.map((n) => `"${n}":${
	typeof value === 'string' && value.startsWith('RAW:') ?
	value.slice(4) : JSON.stringify(value)}`).join(',')}}`;

const queries = ['page=0', 'page=-1', 'page=99999999999999999999', 'page=x',
	'limit=0', 'limit=101', 'limit=1e9', 'cursor=x', 'cursor=%00',
	`cursor=${'A'.repeat(3000)}`, 'search=%', 'search=%ff', 'search=%00',
	`search=${'x'.repeat(5000)}`, "search='", 'search=%27%29%3B--',
	'search=a%26%7C%21%28%29%3A%2A', 'category=%F0%9F%8D%85',
	'category=../../etc', 'minPrice=-1', 'minPrice=1.999', 'maxPrice=NaN',
	'minPrice=9e99', 'sortBy=password_hash', 'sortOrder=drop',
	'status=NOPE', 'vendor=x', 'inStock=maybe', 'after=-1', 'after=x',
	'notice=%3Cscript%3E', 'next=//evil.example', '&&&=&=', 'a=b=c',
	Array.from({ length: 2500 }, (_, i) => `a${i}=`).join('&')];

// Never 500; a problem where it is an API; its page else.
function sound(answer, what) {
	assert.ok(answer.status < 500, `${what}: ${answer.request} answered ` +
	    `${answer.status}: ${answer.text.slice(0, 300)}`);
	if (answer.status >= 400 && answer.request.includes(' /api/'))
		assert.match(answer.type, /problem\+json/,
		    `${what}: ${answer.request} ${answer.status} ${answer.type}`);
}

const all = routes().filter((r) => r.who !== 'service');
assert.ok(all.length > 15, 'there are routes');

// What would end the session in the middle of it is left out.
const safe = (r) => !/logout|refresh|\/_part\//.test(r.path);

for (const r of all.filter(safe)) {
	const person = people[r.who];
	if (r.method === 'GET')
		await step(`GET ${r.path} with strange parameters`,
		    async () => {
			for (const q of queries)
				for (const face of r.faces)
					sound(await person.ask('GET', `${face}${
					    path_of(r.path)}?${q}`), q);
			for (const odd of ['x', UUID, '%00', '%ff', 'a%2fb',
			    'a'.repeat(2000), '%F0%9F%8D%85', '0', '-1',
			    "'%3B--", '%2e%2e', '%0d%0aX:%20y'])
				if (r.path.includes(':'))
					for (const face of r.faces)
						sound(await person.ask('GET',
						    face + path_of(r.path,
						    odd)), odd);
		});
	else
		await step(`${r.method} ${r.path} with strange bodies`,
		    async () => {
			const face = r.faces.includes('/api') ? '/api' : '';
			const path = face + path_of(r.path);
			const ask = (body, type) => person.ask(
			    face ? r.method : 'POST', path, body, type ?
			    { 'content-type': type } : {});
			for (const [what, body, type] of bodies)
				sound(await ask(body, type), what);
			if (face)
				for (const value of values)
					sound(await ask(of_value(value),
					    'application/json'), JSON
					    .stringify(value).slice(0, 60));
			else
				for (const v of ['', 'x', '-1', '%ff', '%00',
				    '%', 'x'.repeat(70000)])
					sound(await ask(`_method=${r.method}&` +
					    names.map((n) => `${n}=${v}`)
					    .join('&'),
					    'application/x-www-form-urlencoded'),
					    v);
		});
}

await step('a body that is malformed is 400, of another type 415',
    async () => {
	const post = (body, type = 'application/json') => new Visitor().ask(
	    'POST', '/api/auth/login', body, { 'content-type': type });
	for (const body of ['{"email":', '{"email":NaN}', "{'a':1}", '[]',
	    'null', '"x"', '{"a":"\\u0000"}', '{"a":"\\ud800"}', '{} {}',
	    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])])
		(await post(body)).problem(400);
	(await post('a=b', 'text/plain')).problem(415);
	(await post('a=b', 'application/x-www-form-urlencoded')).problem(415);
	(await post('--x--', 'multipart/form-data; boundary=x')).problem(415);
	(await post('{}')).problem(422);
});

await step('a huge body is 413', async () => {
	for (const size of [1024 * 1024 + 1, 3 * 1024 * 1024])
		(await new Visitor().ask('POST', '/api/auth/login',
		    Buffer.alloc(size, 0x20), JSON_TYPE)).problem(413);
	const page = (await new Visitor().ask('POST', '/login',
	    Buffer.alloc(3 * 1024 * 1024, 0x61), { 'content-type':
	    'application/x-www-form-urlencoded' })).is(413);
	assert.match(page.type, /text\/html/);
});

await step('a body of many packets is read whole', async () => {
	const answer = await new Visitor().post('/auth/login', {
		padding: 'x'.repeat(12000), email: 'a@example.org' });
	answer.problem(422);
	assert.deepEqual(answer.wrong, { password: 'required' });
});

await step('a body that ends too early costs nobody else anything',
    async () => {
	const { hostname, port } = new URL(url);
	const sockets = Array.from({ length: 20 }, () => {
		const s = net.connect(port, hostname);
		s.on('error', () => {});
		s.write('POST /api/auth/login HTTP/1.1\r\nHost: x\r\n' +
		    'Content-Type: application/json\r\n' +
		    'Content-Length: 1000\r\n\r\n{"email":');
		return s;
	});
	const from = Date.now();
	(await buyer.get('/auth/profile')).is(200);
	assert.ok(Date.now() - from < 5000);
	for (const s of sockets)
		s.destroy();
});

await step('methods of no use here are 405 with those that are', async () => {
	for (const method of ['PUT', 'DELETE', 'PATCH']) {
		const answer = (await raw(method, '/api/auth/login'))
		    .problem(405);
		assert.equal(answer.headers.allow, 'POST');
	}
	const answer = (await raw('POST', '/api/auth/profile', { ...JSON_TYPE,
	    'content-length': 2 }, '{}')).problem(405);
	assert.equal(answer.headers.allow, 'GET, HEAD, PUT');
});

await step('HEAD is GET without the body', async () => {
	const get = (await raw('GET', '/login')).is(200);
	const head = (await raw('HEAD', '/login')).is(200);
	assert.equal(head.text, '');
	assert.equal(head.headers['content-type'], get.headers['content-type']);
});
