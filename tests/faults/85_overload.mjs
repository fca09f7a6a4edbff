#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Four times as much as the farm can do. What is answered is right, the rest
// is told to come again, and as much gets done as without the surplus. The
// figures are printed, not judged: they are those of the machine, and of what
// else it has to do.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { step } from '../integration/lib/tap.mjs';
import { url } from '../integration/lib/http.mjs';
import { crowd, on_sale } from '../integration/lib/people.mjs';
import { programs, until } from '../integration/lib/farm.mjs';
import { SERVICES } from '../integration/lib/services.mjs';
import { closed, open } from './lib/load.mjs';
import { quiet } from './lib/state.mjs';

const TIMES = 4, LANES = 16;

const thing = on_sale(1, 12.35, 9000);
const buyers = crowd(64, 'crowded');
await Promise.all(buyers.map(async (buyer) => {
	await buyer.post('/cart/items', { productId: thing.id, quantity: 1 });
	buyer.line = (await buyer.get('/cart')).is(200).json.items[0].id;
}));
const everybody = () => SERVICES.flatMap(programs).sort();
const before = everybody();
let n = 0;

const routes = {
	'sign in': [() => ({ method: 'POST', path: '/api/auth/login', body:
	    { email: 'buyer@example.com', password: 'farmstand-demo' } }),
	    (a) => JSON.parse(a.text).user.email === 'buyer@example.com'],
	'change a cart': [() => {
		const buyer = buyers[n++ % buyers.length];
		return { method: 'PUT', path: `/api/cart/items/${buyer.line}`,
		    headers: buyer.headers, body: { quantity: 1 + n % 9 } };
	}, (a) => JSON.parse(a.text).items[0].productId === thing.id],
};

const figure = (x) => x.toFixed(x < 10 ? 2 : 0);

// The machine has other things to do as well: before and after, in the mean.
const mean = (a, b) => (a + b) / 2;

for (const [name, [ask, whole]] of Object.entries(routes))
	await step(`${name}, ${TIMES} times as often as it can be done: ` +
	    'right, or come again', async () => {
		await closed(2, LANES, ask, whole);	// warm
		const can = await closed(5, LANES, ask, whole);
		const run = await open(12, TIMES * can.rate, ask, whole);
		const after = await closed(5, LANES, ask, whole);
		const rate = mean(can.rate, after.rate);
		console.log(`# ${name}: ${figure(rate)}/s can be done; ` +
		    `${figure(run.offered)}/s asked: ${figure(run.rate)}/s ` +
		    `done, goodput ${figure(run.rate / rate)}, p50 ` +
		    `${figure(run.percentile(50))} ms, p99 ` +
		    `${figure(run.percentile(99))} ms (alone ` +
		    `${figure(can.percentile(99))}); ${run.told} told to ` +
		    'come again');
		for (const { wrong } of [can, run, after])
			assert.deepEqual(wrong, {});
		assert.ok(run.good.length > 0);
		assert.equal(run.good.length + run.told, run.sent);
	});

// These cost less than a generator in JavaScript does: wrk asks, with more
// connections than the queue has places, and one more looks at the answers.
const CROWD = 2500;
const guest = { cookie: 'cart=of-a-guest' };	// and no page from the cache
const quick = {
	'a product': [() => ({ method: 'GET', path: `/api/products/${thing.id}`,
	    headers: guest }), (a) => JSON.parse(a.text).id === thing.id],
	'a search': [() => ({ method: 'GET', path: '/search?q=the', headers:
	    guest }), (a) => /<\/html>\s*$/.test(a.text)],
};

function wrk(path, connections, seconds) {
	return new Promise((done, fail) => {
		let text = '';
		spawn('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`,
		    '--timeout', '20s', '-H', `Cookie: ${guest.cookie}`,
		    `${url}${path}`]).on('error', fail).stdout.on('data',
		    (chunk) => { text += chunk; }).on('close', () => {
			const of = (re) => Number(re.exec(text)?.[1] ?? 0);
			const bad = of(/Non-2xx or 3xx responses: (\d+)/);
			done({ bad, errors: /Socket errors: (.*)/.exec(text)
			    ?.[1], rate: (of(/(\d+) requests in/) - bad) /
			    seconds });
		});
	});
}

for (const [name, [ask, whole]] of Object.entries(quick))
	await step(`${name}, asked for by ${CROWD} at once: right, or come ` +
	    'again', async () => {
		const { path } = ask();
		await wrk(path, 64, 1);
		const can = await wrk(path, 64, 5);
		const [run, seen] = await Promise.all([wrk(path, CROWD, 8),
		    open(7, 40, ask, whole)]);
		const after = await wrk(path, 64, 5);
		const rate = mean(can.rate, after.rate);
		console.log(`# ${name}: ${figure(rate)}/s can be done; ` +
		    `${figure(run.rate)}/s done, goodput ` +
		    `${figure(run.rate / rate)}, ${run.bad} told to come ` +
		    `again, errors: ${run.errors ?? 'none'}; one more who ` +
		    `asks waits ${figure(seen.percentile(50))} ms, p99 ` +
		    `${figure(seen.percentile(99))} ms, ${seen.told} times ` +
		    'in vain');
		assert.deepEqual(seen.wrong, {});
		assert.equal(run.errors, undefined);
		assert.ok(run.rate > 0 && seen.good.length > 0);
	});

await step('then all is as before', async () => {
	for (const [ask, whole] of Object.values({ ...routes, ...quick })) {
		const run = await until('it is answered', async () => {
			const one = await closed(0.2, 1, ask, whole);
			return one.told === 0 && one;
		});
		assert.deepEqual(run.wrong, {});
	}
	assert.deepEqual(everybody(), before);
	await quiet();
});
process.exit();	// connections that are kept would keep us
