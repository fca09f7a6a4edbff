// SPDX-License-Identifier: ISC
//
// http.mjs - somebody who talks to the farm: a small HTTP client with a
// cookie jar. It follows no redirect by itself and repeats nothing.

import http from 'node:http';
import assert from 'node:assert/strict';

export const url = process.env.FARM_URL;
if (!url)
	throw new Error('FARM_URL is not set: run "farmstand test integration"');

// A new connection for each request: a worker that dies takes only its own.
const agent = new http.Agent({ keepAlive: false, maxSockets: 256 });

export class Answer {
	constructor(status, headers, body, request) {
		Object.assign(this, { status, headers, body, request });
		this.text = body.toString('utf8');
	}

	get type() {
		return this.headers['content-type'] ?? '';
	}

	get location() {
		return this.headers.location;
	}

	get json() {
		assert.match(this.type, /^application\/(problem\+)?json/,
		    `${this.request}: ${this.status} ${this.type}: ` +
		    this.text.slice(0, 300));
		return JSON.parse(this.text);
	}

	// This status, or a failure that shows what came instead.
	is(status) {
		assert.ok([status].flat().includes(this.status),
		    `${this.request} answered ${this.status}, not ${status}: ` +
		    this.text.slice(0, 600));
		return this;
	}

	// An RFC 9457 problem with this status and slug.
	problem(status, slug) {
		this.is(status);
		assert.match(this.type, /^application\/problem\+json/);
		assert.equal(this.json.status, status);
		if (slug)
			assert.equal(this.json.type.replace(/.*\//, ''), slug,
			    `${this.request}: ${this.text}`);
		return this;
	}

	// The codes of what is wrong: { price: 'too_small' }.
	get wrong() {
		return Object.fromEntries((this.json.errors ?? []).map((e) =>
		    [e.field, e.code]));
	}
}

export function raw(method, path, headers = {}, body, by = agent) {
	return new Promise((resolve, reject) => {
		const rq = http.request(new URL(url).origin, {
			method, headers, agent: by, path, timeout: 30000,
		}, (rs) => {
			const chunks = [];
			rs.on('data', (chunk) => chunks.push(chunk));
			rs.on('error', reject);
			rs.on('end', () => resolve(new Answer(rs.statusCode,
			    rs.headers, Buffer.concat(chunks),
			    `${method} ${path}`)));
		});
		rq.on('timeout', () => rq.destroy(new Error(
		    `${method} ${path}: no answer in 30 s`)));
		rq.on('error', reject);
		rq.end(body);
	});
}

export class Visitor {
	constructor(name = 'nobody') {
		this.name = name;
		this.cookies = {};
		this.headers = {};
	}

	async ask(method, path, body, headers = {}) {
		headers = Object.fromEntries(Object.entries({ ...this.headers,
		    ...headers }).filter(([, v]) => v !== undefined));
		const jar = Object.entries(this.cookies);
		if (jar.length > 0 && !headers.authorization)
			headers.cookie = jar.map(([k, v]) => `${k}=${v}`)
			    .join('; ');
		if (body !== undefined && typeof body !== 'string' &&
		    !Buffer.isBuffer(body)) {
			body = JSON.stringify(body);
			headers['content-type'] ??= 'application/json';
		}
		if (body !== undefined)
			headers['content-length'] = Buffer.byteLength(body);
		const answer = await raw(method, path, headers, body);
		this.keep(answer.headers['set-cookie'] ?? []);
		return answer;
	}

	keep(lines) {
		for (const line of lines) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			if (/max-age=0\b/i.test(line))
				delete this.cookies[name];
			else
				this.cookies[name] = value;
		}
	}

	// The JSON API: api.get('/cart') asks /api/cart.
	get(path, headers) { return this.ask('GET', `/api${path}`, undefined,
	    headers); }
	post(path, body, headers) { return this.ask('POST', `/api${path}`, body,
	    headers); }
	put(path, body, headers) { return this.ask('PUT', `/api${path}`, body,
	    headers); }
	remove(path, headers) { return this.ask('DELETE', `/api${path}`,
	    undefined, headers); }

	// Pages, as a browser asks: forms are sent, redirects not followed.
	page(path, headers) { return this.ask('GET', path, undefined,
	    { accept: 'text/html', ...headers }); }
	form(path, fields, headers) {
		return this.ask('POST', path, new URLSearchParams(fields)
		    .toString(), { 'content-type':
		    'application/x-www-form-urlencoded', 'sec-fetch-site':
		    'same-origin', ...headers });
	}
}
