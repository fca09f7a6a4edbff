#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// What nginx says by itself: errors in both faces, headers on everything,
// files, the cache, and what is not open.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { step } from './lib/tap.mjs';
import { ERRORS } from './lib/errors.mjs';
import { Visitor, raw, url } from './lib/http.mjs';
import { register } from './lib/people.mjs';
import { dir, setting, until } from './lib/farm.mjs';

const nobody = new Visitor();

// One request as it is written, and all that comes back.
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

await step('every answer carries the headers that protect', async () => {
	for (const path of ['/', '/login', '/nothing', '/api/nothing',
	    '/api/products', '/api/auth/profile', '/static/x', '/internal/x',
	    '/healthz']) {
		const { headers } = await nobody.ask('GET', path);
		assert.match(headers['x-request-id'], /^[0-9a-f]{32}$/, path);
		assert.equal(headers['x-content-type-options'], 'nosniff',
		    path);
		assert.match(headers['content-security-policy'],
		    /default-src 'self'.*frame-ancestors 'none'/, path);
		assert.ok(headers['referrer-policy'], path);
		assert.doesNotMatch(headers.server ?? '', /\d/, path);
		assert.ok(!headers['x-powered-by']);
	}
});

await step('an error has one face for programs and one for people',
    async () => {
	for (const path of ['/api/', '/api/nothing', '/api/orders2',
	    '/api/internal/health']) {
		const answer = (await nobody.ask('GET', path)).problem(404);
		assert.equal(answer.json.requestId,
		    answer.headers['x-request-id']);
	}
	for (const path of ['/nothing', '/apis', '/products/none/at/all']) {
		const answer = (await nobody.page(path)).is(404);
		assert.match(answer.type, /text\/html/);
		assert.match(answer.text, /<h1/);
	}
});

await step('nginx\'s own errors are problems under /api', async () => {
	(await nobody.ask('POST', '/api/auth/login', Buffer.alloc(5000000),
	    { 'content-type': 'application/json' })).problem(413);
	for (const [request, status] of [
		['GET /api/x y z HTTP/1.1\r\nHost: x\r\n\r\n', 400],
		[`GET /api/${'x'.repeat(40000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
		    414],
		[`GET /api/x HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40000)}` +
		    '\r\n\r\n', 400],
		['GET /api/%zz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
		['GET /api/%00 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
		['GET /api/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', 400],
		['GET /api/x HTTP/1.1\r\n\r\n', 400],
	]) {
		const answer = await bytes(request);
		const what = request.slice(0, 40).replace(/\r\n/g, ' ');
		assert.match(answer, new RegExp(`^HTTP/1.1 (${status}|431|404) `),
		    `${what}: ${answer.slice(0, 80)}`);
		assert.match(answer, /application\/problem\+json/, what);
		assert.match(answer, /"requestId":"[0-9a-f]{32}"/, what);
	}
});

// "413 body_too_large;" and "413 "A sentence.";" of a map of nginx'.
function nginx_map(name) {
	const conf = fs.readFileSync(new URL('../../nginx/errors.conf.in',
	    import.meta.url), 'utf8');
	const body = new RegExp(`\\$${name} \\{([^}]*)\\}`).exec(conf)[1];
	return new Map([...body.matchAll(/^\t(\d+) (?:"([^"]*)"|(\S+));/gm)]
	    .map(([, status, text, word]) => [Number(status), text ?? word]));
}

await step('nginx says the same of the same as the programs', async () => {
	const known = new Map(ERRORS.map((e) => [e.slug, e]));
	const titles = nginx_map('error_title');
	for (const [status, slug] of nginx_map('error_slug')) {
		assert.ok(titles.has(status), `${status}`);
		if (![408, 414, 416, 431].includes(status))
			assert.deepEqual([status, titles.get(status)],
			    [known.get(slug)?.status, known.get(slug)?.title],
			    slug);
	}
	const big = (await nobody.ask('POST', '/api/auth/login',
	    Buffer.alloc(5000000), { 'content-type': 'application/json' }))
	    .problem(413, 'body_too_large').json;
	assert.equal(big.type, `${setting('PUBLIC_URL')}/problems/` +
	    'body_too_large');
	assert.equal(big.title, known.get('body_too_large').title);
	const odd = await bytes('GET /healthz HTTP/1.1\r\n\r\n');
	assert.match(odd, /"type":"http[^"]*\/problems\/bad_request"/);
	assert.match(await bytes(`GET /api/${'x'.repeat(40000)} HTTP/1.1\r\n` +
	    'Host: x\r\n\r\n'), /\/problems\/uri_too_long"/);
});

await step('a request is smuggled past nobody', async () => {
	for (const request of [
		'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 4' +
		    '\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
		'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 4' +
		    '\r\nContent-Length: 5\r\n\r\nabcde',
		'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: ' +
		    '-1\r\n\r\n',
	])
		assert.match(await bytes(request), /^HTTP\/1.1 400\b/);
	const chunked = await bytes('POST /api/auth/login HTTP/1.1\r\nHost: ' +
	    'x\r\nContent-Type: application/json\r\nConnection: close\r\n' +
	    'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n');
	assert.match(chunked, /^HTTP\/1.1 422\b/);
});

await step('ids of requests and their traces are not taken from outside',
    async () => {
	const mine = 'f'.repeat(32);
	const answer = await raw('GET', '/api/nothing', { 'x-request-id':
	    mine });
	assert.match(answer.headers['x-request-id'], /^[0-9a-f]{32}$/);
	assert.notEqual(answer.headers['x-request-id'], '<script>');
	(await raw('GET', '/api/nothing', { traceparent: 'x'.repeat(500),
	    'x-request-id': '"><script>' })).is(404);
});

await step('files below /static are named by their content', async () => {
	const page = (await nobody.page('/login')).is(200);
	const css = /href="(\/static\/[0-9a-f]+\/farm\.css)"/.exec(page.text);
	assert.ok(css, 'the page names its style sheet');
	const file = (await nobody.page(css[1])).is(200);
	assert.match(file.type, /text\/css/);
	assert.match(file.headers['cache-control'], /immutable/);
	for (const path of ['/static/../farmstand.env', '/static/',
	    '/static/00000000/../../../../farmstand.env', '/media/../x',
	    '/static/x/%2e%2e/%2e%2e/x', '/media/', '/.git/config',
	    '/farmstand.env', '/static/x/farm.css/'])
		(await nobody.page(path)).is([400, 403, 404]);
});

await step('what is about somebody is never stored, what is not may be',
    async () => {
	const ann = await register('ann');
	for (const path of ['/api/auth/profile', '/api/cart', '/api/orders',
	    '/account', '/cart', '/orders'])
		assert.match((await ann.ask('GET', path)).is(200)
		    .headers['cache-control'] ?? '', /no-store/, path);
});

await step('pages of one are not shown to another', async () => {
	const ann = await register('ann'), ben = await register('ben');
	for (const path of ['/account', '/orders', '/cart', '/'])
		for (let i = 0; i < 3; i++) {
			const hers = await ann.page(path);
			const his = await ben.page(path);
			const nobodys = await nobody.page(path);
			for (const answer of [his, nobodys])
				assert.ok(!answer.text.includes(ann.email),
				    path);
			assert.ok(!nobodys.text.includes(ben.email), path);
			void hers;
		}
});

await step('the figures are for this machine, and tell of requests',
    async () => {
	const answer = (await nobody.page('/metrics')).is(200);
	assert.match(answer.text, /^farmstand_\w+|^farm_\w+/m);
	(await nobody.page('/healthz')).is(200);
});

await step('compressed where that helps', async () => {
	const answer = (await nobody.page('/login', { 'accept-encoding':
	    'gzip' })).is(200);
	assert.equal(answer.headers['content-encoding'], 'gzip');
	assert.match(answer.headers.vary ?? '', /accept-encoding/i);
});

await step('no secret of the farm is in any answer', async () => {
	const secrets = ['JWT_ACCESS_SECRET', 'JWT_REFRESH_SECRET',
	    'INTERNAL_KEY', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET']
	    .map(setting);
	for (const path of ['/', '/login', '/healthz', '/metrics',
	    '/api/nothing', '/nothing', '/dev/mail'])
		for (const secret of secrets)
			assert.ok(!(await nobody.ask('GET', path)).text
			    .includes(secret), path);
});

// A request as nginx puts it to a program, on its socket; all of the answer.
function fastcgi(socket, params) {
	const record = (type, content) => Buffer.concat([Buffer.from([1, type,
	    0, 1, content.length >> 8, content.length & 255, 0, 0]), content]);
	const pairs = Object.entries(params).map(([name, value]) =>
	    Buffer.concat([Buffer.from([name.length, value.length]),
	    Buffer.from(name + value)]));
	return new Promise((resolve, reject) => {
		const connection = net.connect(socket);
		let answer = '';
		connection.setTimeout(10000, () => connection.destroy());
		connection.on('data', (d) => { answer += d; });
		connection.on('error', reject);
		connection.on('close', () => resolve(answer));
		connection.write(Buffer.concat([
		    record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
		    record(4, Buffer.concat(pairs)),
		    record(4, Buffer.alloc(0)), record(5, Buffer.alloc(0))]));
	});
}

await step('a program can be run by itself, on a socket of its own',
    async () => {
	const socket = path.join(fs.mkdtempSync(path.join(os.tmpdir(),
	    'farmstand-one.')), 'socket');
	const one = spawn('/bin/sh', [`${dir}/run/start/notify`, '--one',
	    socket], { stdio: ['ignore', 'inherit', 'inherit'] });
	const ended = new Promise((resolve) => one.on('exit', (code, by) =>
	    resolve(code ?? by)));
	await until('it listens', () => fs.existsSync(socket));
	const answer = await fastcgi(socket, { REQUEST_METHOD: 'GET',
	    PATH: '/healthz', REMOTE_ADDR: '192.0.2.1' });
	assert.match(answer, /Status: 200 OK\r\n/);
	one.kill('SIGTERM');
	assert.equal(await ended, 0);
	fs.rmSync(path.dirname(socket), { recursive: true });
});
