// SPDX-License-Identifier: ISC
//
// proxy.mjs - between the farm and its payment provider: what payments asks
// passes through here and may meet a fault on the way, and so do the
// provider's messages to the shop.

import http from 'node:http';
import { raw } from '../../integration/lib/http.mjs';
import { sleep } from '../../integration/lib/farm.mjs';

async function body_of(stream) {
	const chunks = [];
	for await (const chunk of stream)
		chunks.push(chunk);
	return Buffer.concat(chunks);
}

class Server {
	constructor() {
		this.server = http.createServer((rq, rs) => this.serve(rq, rs)
		    .catch(() => rs.destroy()));
		this.server.keepAliveTimeout = 1000;
	}

	open() {
		return new Promise((done) => this.server.listen(this.port ?? 0,
		    '127.0.0.1', () => {
			this.port = this.server.address().port;
			done();
		}));
	}

	close() {
		this.server.closeAllConnections();
		return new Promise((done) => this.server.close(done));
	}

	get url() {
		return `http://127.0.0.1:${this.port}`;
	}
}

// What can go wrong with a call; "pass" does what was asked.
export const FAULTS = {
	none: async (rs, pass) => answer(rs, await pass()),
	slow: async (rs, pass) => {
		const got = await pass();
		await sleep(1500);
		answer(rs, got);
	},
	late: async (rs, pass) => {
		const got = await pass();
		await sleep(6000);	// nobody waits any more
		answer(rs, got);
	},
	'500': async (rs) => answer(rs, broken(500)),
	'429': async (rs) => answer(rs, broken(429)),
	'500 after': async (rs, pass) => {
		await pass();
		answer(rs, broken(500));
	},
	dies: async (rs) => rs.destroy(),
	'dies after': async (rs, pass) => {
		await pass();
		rs.destroy();
	},
	'half an answer': async (rs, pass) => {
		const got = await pass();
		rs.writeHead(got.status, { 'content-type': 'application/json',
		    'content-length': got.body.length });
		rs.write(got.body.subarray(0, got.body.length / 2), () =>
		    rs.destroy());
	},
	nonsense: async (rs, pass) => {
		await pass();
		answer(rs, { status: 200, body: Buffer.from('<html>Hello') });
	},
};

const broken = (status) => ({ status, body: Buffer.from(JSON.stringify(
    { error: { type: 'api_error', message: 'Sorry.' } })) });

function answer(rs, { status, body }) {
	rs.writeHead(status, { 'content-type': 'application/json',
	    'content-length': body.length });
	rs.end(body);
}

export class Provider extends Server {
	fault = () => 'none';	// of a call, "POST /v1/…"
	met = {};		// how often which

	async serve(rq, rs) {
		const body = await body_of(rq);
		const { host, connection, 'transfer-encoding': _, ...headers } =
		    rq.headers;
		const name = this.fault(`${rq.method} ${rq.url.replace(
		    /.*(?=\/v1\/)/, '')}`) ?? 'none';
		this.met[name] = (this.met[name] ?? 0) + 1;
		await FAULTS[name](rs, () => raw(rq.method, rq.url, headers,
		    body));
	}
}

// Takes the provider's messages and passes them on "times" times each, in
// any order, some late, and some forged ones among them.
export class Messenger extends Server {
	constructor(times) {
		super();
		Object.assign(this, { times, bag: [], sent: 0, forged: 0,
		    wrong: [], open_calls: 0 });
	}

	async serve(rq, rs) {
		const body = await body_of(rq);
		const headers = { 'content-type': 'application/json',
		    'stripe-signature': rq.headers['stripe-signature'] };
		answer(rs, { status: 200, body: Buffer.from('{}') });
		for (let i = 0; i < this.times; i++)
			this.bag.push({ body, headers, path: rq.url,
			    not_before: Date.now() + (Math.random() < 0.2 ?
			    4000 : 0) });
		this.bag.push({ body: Buffer.from(String(body).replace(
		    /"(succeeded|requires_payment_method)"/, '"canceled"') +
		    ' '), headers, path: rq.url, forged: true, not_before: 0 });
	}

	// One of those that may go, whichever.
	async pass_on() {
		const ready = this.bag.filter((m) => m.not_before <=
		    Date.now());
		const message = ready[Math.floor(Math.random() * ready.length)];
		if (message === undefined)
			return sleep(20);
		this.bag.splice(this.bag.indexOf(message), 1);
		this.open_calls++;
		const { status } = await raw('POST', message.path,
		    { ...message.headers, 'content-length': message.body
		    .length }, message.body);
		this.open_calls--;
		if (message.forged) {
			this.forged++;
			if (status < 400)
				this.wrong.push(`a forged one: ${status}`);
		} else if (status === 200)
			this.sent++;
		else if ([409, 502, 503].includes(status))
			this.bag.push({ ...message, not_before: Date.now() +
			    1000 });
		else
			this.wrong.push(`a true one: ${status}`);
	}

	get empty() {
		return this.bag.length === 0 && this.open_calls === 0;
	}
}

// The sandbox of the farm, seen through the proxy.
export const base_of = (server) => `${server.url}/sandbox/stripe`;
