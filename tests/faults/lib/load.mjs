// SPDX-License-Identifier: ISC
//
// load.mjs - more than the farm can do. "ask" makes a request: { method,
// path, headers, body }; "whole" looks at the answer.

import http from 'node:http';
import { sleep } from '../../integration/lib/farm.mjs';
import { url } from '../../integration/lib/http.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity,
	maxFreeSockets: 4096 });

function send({ method, path, headers = {}, body }) {
	return new Promise((done, fail) => {
		const text = body === undefined ? undefined :
		    JSON.stringify(body);
		const rq = http.request(url, { method, path, agent, headers:
		    text === undefined ? headers : { ...headers,
		    'content-type': 'application/json', 'content-length':
		    Buffer.byteLength(text) } }, (rs) => {
			const chunks = [];
			rs.on('data', (chunk) => chunks.push(chunk));
			rs.on('error', fail);
			rs.on('end', () => done({ status: rs.statusCode,
			    headers: rs.headers, text: String(Buffer.concat(
			    chunks)) }));
		});
		rq.on('error', fail);
		rq.end(text);
	});
}

class Run {
	good = [];	// how long each took, ms
	told = 0;	// to come again
	wrong = {};
	sent = 0;

	async one(ask, whole) {
		const from = performance.now();
		let why;
		this.sent++;
		try {
			const answer = await send(ask());
			if (answer.status === 503 && Number(answer.headers[
			    'retry-after']) > 0)
				this.told++;
			else if (answer.status === 503)
				why = '503 without Retry-After';
			else if (answer.status >= 300 || !whole(answer))
				why = `${answer.status} ${answer.text.slice(0,
				    100)}`;
			else
				this.good.push(performance.now() - from);
		} catch (e) {
			why = e.message;
		}
		if (why)
			this.wrong[why] = (this.wrong[why] ?? 0) + 1;
	}

	end(seconds) {
		this.good.sort((a, b) => a - b);
		this.rate = this.good.length / seconds;
		return this;
	}

	// The n-th part of 100, ms.
	percentile(n) {
		return this.good[Math.floor((this.good.length - 1) * n / 100)];
	}
}

// As many as are answered, so many at a time.
export async function closed(seconds, lanes, ask, whole) {
	const run = new Run(), end = Date.now() + seconds * 1000;
	await Promise.all(Array.from({ length: lanes }, async () => {
		while (Date.now() < end)
			await run.one(ask, whole);
	}));
	return run.end(seconds);
}

// So many a second, whatever becomes of them; they are waited for, but what
// is good after the end does not count as done in that time.
export async function open(seconds, rate, ask, whole) {
	const run = new Run(), from = Date.now(), asked = [];
	for (let now; (now = Date.now() - from) < seconds * 1000;) {
		while (run.sent < now * rate / 1000)
			asked.push(run.one(ask, whole));
		await sleep(2);
	}
	run.offered = run.sent / seconds;
	const in_time = run.good.length;
	await Promise.all(asked);
	run.end(seconds);
	run.rate = in_time / seconds;
	return run;
}
