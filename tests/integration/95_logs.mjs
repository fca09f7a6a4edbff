#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 95_logs.mjs - what all the stories before left in the logs can be read by
// programs, and logs are begun anew while the shop is open.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import zlib from 'node:zlib';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { dir, farm, farm_beside, sql, until } from './lib/farm.mjs';
import { SERVICES } from './lib/services.mjs';

const nobody = new Visitor();
const log = (part) => `${dir}/log/${part}.log`;
const read = (part) => fs.readFileSync(log(part), 'utf8');
const old = (part, n = 1) => zlib.gunzipSync(fs.readFileSync(
    `${log(part)}.${n}.gz`)).toString('utf8');
const lines = (text) => text.split('\n').filter((line) => line !== '');

// The names of a JSON object's members, as often as they stand there.
function members(line) {
	const names = [];
	let depth = 0;
	for (const [token, text] of line.matchAll(
	    /"((?:[^"\\]|\\.)*)"(?=\s*:)|"(?:[^"\\]|\\.)*"|[{}]/g)) {
		depth += token === '{' ? 1 : token === '}' ? -1 : 0;
		if (depth === 1 && text !== undefined)
			names.push(text);
	}
	return names;
}

await step('lines of programs are JSON, and name nothing twice', () => {
	let n = 0;
	for (const part of [...SERVICES, 'worker', 'access'])
		for (const line of lines(read(part)).filter((l) =>
		    l.startsWith('{'))) {
			JSON.parse(line);
			const names = members(line);
			assert.equal(new Set(names).size, names.length, line);
			n++;
		}
	assert.ok(n > 10, `${n} lines`);
	assert.deepEqual(members('{"a":1,"b":{"a":2},"a":"x:{"}'),
	    ['a', 'b', 'a']);
});

// Orders asks products, whom nobody finds, and says so.
async function orders_writes() {
	const socket = `${dir}/run/products.sock`;
	fs.renameSync(socket, `${socket}.away`);
	try {
		(await nobody.post('/cart/items', { productId:
		    '00000000-0000-7000-8000-040000000001' })).is(503);
	} finally {
		fs.renameSync(`${socket}.away`, socket);
	}
}

await step('no request is lost between an old log and a new one', async () => {
	const asked = new Set();
	let rotated = false;
	const ask = async () => {
		while (!rotated)
			asked.add((await nobody.page('/help')).is(200)
			    .headers['x-request-id']);
	};
	const asking = [ask(), ask()];
	await until('some were answered', () => asked.size > 50);
	const before = read('access').length;
	const done = await farm_beside('logs', '--rotate');
	await until('as many again', () => asked.size > 100);
	rotated = true;
	await Promise.all(asking);
	assert.match(done, /^access\.log\.1\.gz$/m);
	assert.ok(old('access').length >= before);
	const found = () => new Set([...lines(old('access')),
	    ...lines(read('access'))].map((l) => JSON.parse(l).requestId));
	await until('every request stands in one of them', () => {
		const all = found();
		return [...asked].every((id) => all.has(id));
	});
});

await step('who is still running writes to the new ones', async () => {
	farm('logs', '--rotate');
	await orders_writes();
	assert.throws(() => sql('auth', 'SELECT of_no_such_thing'));
	await until('they have', () => /request failed/.test(read('orders')) &&
	    /of_no_such_thing/.test(read('postgres')));
	for (const part of ['orders', 'postgres'])
		assert.doesNotMatch(read(part), /\0/, part);
	const mode = (file) => (fs.statSync(file).mode & 0o777).toString(8);
	farm('logs', '--rotate', 'orders');
	assert.match(old('orders'), /request failed/);
	assert.equal(read('orders'), '');
	assert.equal(mode(`${log('orders')}.1.gz`), mode(log('orders')));
});

await step('the last fourteen are kept', () => {
	for (let i = 1; i <= 16; i++) {
		fs.writeFileSync(log('up'), `number ${i}\n`);
		assert.match(farm('logs', '--rotate', 'up'), /^up\.log\.1\.gz$/m);
	}
	assert.equal(old('up', 1), 'number 16\n');
	assert.equal(old('up', 14), 'number 3\n');
	assert.ok(!fs.existsSync(`${log('up')}.15.gz`));
	assert.equal(farm('logs', '--rotate', 'up'), '');
});
