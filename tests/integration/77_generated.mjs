#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Requests made from docs/openapi.yaml, COUNT of them (20000), good ones and
// broken ones, from a SEED: no answer leaves the document, none is 500, none
// of a broken request is a success, none of a good one a complaint about its
// form. The seed is printed; with the same one the same requests are made.

import http from 'node:http';
import net from 'node:net';
import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { raw, url } from './lib/http.mjs';
import { sql } from './lib/farm.mjs';
import { add_product, approved_vendor, register, sign_in, PASSWORD }
    from './lib/people.mjs';
import { operations, operation_of, judge } from './lib/openapi.mjs';
import { Dice } from './openapi/values.mjs';
import { KINDS, broken_one, good_one, role_of } from './openapi/requests.mjs';

const COUNT = Number(process.env.COUNT ?? 20000);
const SEED = Number(process.env.SEED ?? Date.now() % 1000000007);
const AT_ONCE = 16;

console.log(`# SEED=${SEED} COUNT=${COUNT}`);

// ---- who asks, and what there is ------------------------------------------------

const buyers = [await register('made-1'), await register('made-2'),
	await register('made-3')];
const vendors = [await approved_vendor('made-a'),
	await approved_vendor('made-b')];
const boss = await register('made-admin');
sql('auth', `UPDATE users SET role = 'ADMIN' WHERE id = '${boss.user.id}'`);
const admin = await sign_in(boss.email);
const people = [...buyers, ...vendors, admin];

const wares = [];
for (const v of vendors)
	for (let i = 0; i < 4; i++)
		wares.push(await add_product(v, { stockQuantity: 1000000 }));
const applicants = await Promise.all([1, 2, 3, 4].map(async (i) => {
	const person = await register(`made-applicant-${i}`, 'VENDOR');
	return (await person.post('/vendors/register', { businessName:
	    `Made ${i} ${person.user.id}` })).is(201).json.id;
}));
const pools = { products: wares.map((p) => p.id), own_products: [],
	categories: [], vendors: applicants, orders: [], payments: [],
	lines: [] };

const flipped = admin.accessToken.replace(/.{6}$/, (t) => [...t].reverse()
    .join('') === t ? 'AAAAAA' : [...t].reverse().join(''));
const nobodies = [null, 'Bearer x', 'Bearer ', 'Bearer a.b.c',
	`Bearer ${flipped}`, `Bearer ${admin.refreshToken}`, `Basic ${Buffer
	    .from('a:b').toString('base64')}`, 'Bearer',
	`Bearer ${'x'.repeat(3000)}`, `Bearer ${admin.accessToken} x`,
	'Bearer eyJhbGciOiJub25lIn0.e30.'];

// Sessions that may end on the way.
const passing = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
	const person = await sign_in(buyers[i % 3].email, PASSWORD);
	return Object.assign(person, { user: buyers[i % 3].user });
}));

function caller_for(dice, op, good) {
	if (op.id === 'logout' && good)
		return dice.pick(passing);
	const role = role_of(op);
	const able = people.filter((p) => !role || p.user.role === role);
	return dice.pick(able);
}

// What was made can be named from then on, and is removed at the end.
const made = { categories: [], products: [] };

function learn(op, who, answer) {
	if (op.method !== 'POST' || ![200, 201].includes(answer.status))
		return;
	const id = answer.json.id;
	const keep = (pool) => { pools[pool].push(id);
	    pools[pool] = pools[pool].slice(-12); };
	if (op.id === 'addCategory') {
		keep('categories');
		made.categories.push(id);
	} else if (op.id === 'addVendorProduct') {
		keep('own_products');
		made.products.push([who, id]);
	} else if (op.id === 'checkout')
		keep('orders');
	else if (op.id === 'addPayment')
		keep('payments');
	else if (op.id === 'addCartItem')
		pools.lines = answer.json.items.slice(-12).map((i) => i.id);
}

// ---- asking ----------------------------------------------------------------------

const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });

async function ask(rq) {
	const headers = Object.fromEntries(Object.entries(rq.headers)
	    .filter(([, v]) => v !== undefined));
	if (rq.body !== undefined)
		headers['content-length'] = Buffer.byteLength(rq.body);
	const target = rq.path + (rq.query.length > 0 ?
	    `?${rq.query.join('&')}` : '');
	return raw(rq.method, target, headers, rq.body, agent);
}

// Complaints of a good request: about what it means, never about its form.
const MEANING = new Set(['too_common', 'not_offered', 'category_not_found',
	'variant_not_found',
	'payment_method', 'unknown_picture', 'picture_not_found',
	'idempotency_key_reused', 'order_state', 'not_yours']);

function wrong_with_status(rq, answer) {
	if (answer.status >= 500 && answer.status !== 503)
		return [`${answer.status}`];
	if (rq.expected)
		return rq.expected.includes(answer.status) ? [] :
		    [`broken (${rq.kind}), but not ${rq.expected}`];
	const ours = [400, 405, 413, 415].includes(answer.status) ||
	    (answer.status === 401 && !/^(login|refresh|logout)$/.test(
	    rq.op.id)) || (answer.status === 403 && rq.method !== 'HEAD' &&
	    !/^(editOrderStatus)$/.test(rq.op.id));
	if (ours)
		return ['good, but refused'];
	if (answer.status === 422 && rq.method !== 'HEAD') {
		const codes = [answer.json.type.replace(/.*\//, ''),
		    ...Object.values(answer.wrong)];
		if (!codes.some((c) => MEANING.has(c)))
			return [`good, but ${codes}`];
	}
	return [];
}

function judged(rq, answer) {
	const op = operation_of(rq.method === 'HEAD' ? 'GET' : rq.method,
	    rq.path);
	const wrong = [...wrong_with_status(rq, answer),
	    ...judge(op, rq.path, rq.method, answer)];
	if (answer.status === 405) {
		const allow = (answer.headers.allow ?? '').split(', ').sort();
		assert.ok(rq.allow, `405 of ${rq.method} ${rq.path}`);
		const there = rq.allow.flatMap((m) => m === 'GET' ? ['GET',
		    'HEAD'] : [m]).sort();
		if (`${allow}` !== `${there}`)
			wrong.push(`Allow is ${allow}, not ${there}`);
	}
	return wrong;
}

const shown = (rq) => `${rq.method} ${rq.path.slice(0, 120)}${rq.query.length ?
    `?${rq.query.join('&').slice(0, 200)}` : ''} [${rq.kind}] as ${rq.who.name
    ?? 'nobody'} ${JSON.stringify(rq.headers).replace(/eyJ[\w.-]+/g, 'TOKEN')
    .slice(0, 300)} ${`${rq.body ?? ''}`.slice(0, 400)}`;

// ---- all of them -----------------------------------------------------------------

const departures = Object.fromEntries(operations.map((op) => [op.id, []]));
const counts = { requests: {}, kinds: {}, statuses: {} };
const count = (table, key) => { table[key] = (table[key] ?? 0) + 1; };

async function one(i) {
	const dice = new Dice(Math.imul(SEED, 31) + i * 7919);
	const op = dice.pick(operations);
	// Good ones that cost a password's hash, and the farm's whole health,
	// are not asked for all the time.
	const good = dice.chance(/^(register|login)$/.test(op.id) ? 0.1 : 0.4);
	const who = caller_for(dice, op, good);
	const rq = good ? good_one(dice, op, pools, who) :
	    broken_one(dice, op, pools, who, { people, nobodies });
	if (op.id === 'showHealth' && dice.chance(0.8))
		rq.method = rq.method === 'GET' ? 'HEAD' : rq.method;
	if (only !== undefined)
		console.log(`# ${shown(rq)}\n# ${rq.body}`);
	const answer = await ask(rq);
	const wrong = judged(rq, answer);
	if (wrong.length > 0)
		departures[op.id].push(`${i}: ${shown(rq)}\n  answered ${
		    answer.status}: ${wrong.slice(0, 4).join('; ')}\n  ${
		    answer.text.slice(0, 300)}`);
	count(counts.requests, op.id);
	count(counts.kinds, rq.kind);
	count(counts.statuses, answer.status);
	learn(op, rq.who, answer);
}

// ONLY=9208: one of them by itself, as it is sent.
const only = process.env.ONLY && Number(process.env.ONLY);
let next = only ?? 0;
const end = only === undefined ? COUNT : only + 1;
const from = Date.now();
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
	while (next < end)
		await one(next++);
}));
const table = (t) => Object.entries(t).map(([k, n]) => `${k} ${n}`).join(', ');
console.log(`# ${COUNT} requests in ${((Date.now() - from) / 1000).toFixed(1)
    } s; ${table(counts.statuses)}`);
console.log(`# ${table(counts.kinds)}`);

for (const op of operations)
	await step(`${op.id}: ${counts.requests[op.id] ?? 0} requests are ` +
	    'answered as described', () => {
		const list = departures[op.id];
		assert.equal(list.length, 0, `SEED=${SEED}: ${list.length}, ` +
		    `such as\n${list.slice(0, 3).join('\n')}`);
	});

// All that comes back for these bytes.
function bytes(text) {
	return new Promise((resolve, reject) => {
		const { hostname, port } = new URL(url);
		const socket = net.connect(port, hostname);
		let answer = '';
		socket.setTimeout(10000, () => socket.destroy());
		socket.on('data', (d) => { answer += d; });
		socket.on('error', reject);
		socket.on('close', () => resolve(answer));
		socket.write(text);
	});
}

await step('a length that does not fit its body is no way in', async () => {
	const body = '{"email":"a@example.org","password":"x"}';
	for (const length of ['5', 'x', '-1', '+40', '4 0', '40, 40', '0x28',
	    '99999999999999999999', '40\r\nContent-Length: 5',
	    '40\r\nTransfer-Encoding: chunked', ''])
		for (const path of ['/api/auth/login', '/login',
		    '/api/cart/items']) {
			const answer = await bytes(`POST ${path} HTTP/1.1\r\n` +
			    'Host: x\r\nContent-Type: application/json\r\n' +
			    `Connection: close\r\nContent-Length: ${length
			    }\r\n\r\n${body}`);
			assert.match(answer, /^HTTP\/1.1 4(00|11|13|15|22) /,
			    `${path}, ${length}: ${answer.slice(0, 200)}`);
			assert.equal(answer.split('HTTP/1.1 ').length, 2,
			    answer);
		}
});

await step('every way to break a request was tried', () => {
	if (COUNT >= 5000)
		assert.deepEqual(KINDS.filter((k) => !counts.kinds[k]), []);
});

await step('what was made is gone again', async () => {
	// Products that were removed are still of their category.
	if (made.categories.length > 0)
		sql('products', `UPDATE products SET category_id = NULL
		    WHERE category_id IN ('${made.categories.join("','")}')`);
	for (let n = -1; n !== made.categories.length;) {
		n = made.categories.length;
		const left = [];
		for (const id of made.categories.reverse()) {
			const answer = (await admin.remove(
			    `/admin/categories/${id}`)).is([200, 404, 409]);
			if (answer.status === 409)
				left.push(id);
		}
		made.categories = left;
	}
	assert.deepEqual(made.categories, []);
	for (const [who, id] of made.products)
		(await who.remove(`/vendor/products/${id}`)).is([200, 404]);
	for (const p of wares)
		sql('products', `UPDATE products SET is_active = false
		    WHERE id = '${p.id}'`);
	for (const v of vendors)
		sql('products', `UPDATE vendors SET status = 'SUSPENDED'
		    WHERE user_id = '${v.user.id}'`);
	for (const id of applicants)
		sql('products', `UPDATE vendors SET status = 'REJECTED'
		    WHERE id = '${id}'`);
});

agent.destroy();
