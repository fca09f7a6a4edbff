#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Things break in the middle: programs are killed, Redis and PostgreSQL
// freeze or lose everything. What was promised is kept, nothing happens
// twice, and the farm is well again by itself.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { register, sign_in, bearer, on_sale, checkout, fill_cart, stock, pay,
    order, fresh_key } from './lib/people.mjs';
import { sql, until, programs, leader, signal, alive, sleep, mail, mails,
    farm, dir, command_of } from './lib/farm.mjs';
import { SERVICES } from './lib/services.mjs';
import { unavailable, complete, killed_during, until_answered } from
    './lib/trouble.mjs';

// ---- a checkout is killed ----------------------------------------------------------

await step('a checkout killed anywhere and repeated is one order',
    async () => {
	const thing = on_sale(1, 5, 1000), other = on_sale(2, 7, 1000);
	const cases = [];
	for (const pool of ['orders', 'products'])
		for (const ms of [0, 3, 6, 9, 13, 20])
			cases.push({ pool, ms, key: fresh_key() });
	for (const c of cases) {
		c.buyer = await register('unlucky');
		await fill_cart(c.buyer, [[thing, 1], [other, 2]]);
	}
	let broken = 0;
	for (const c of cases) {
		const answer = await killed_during(c.pool, c.ms, () =>
		    checkout(c.buyer, {}, c.key));
		broken += answer.status !== 201;
		assert.ok([0, 201, ...unavailable].includes(answer.status),
		    `${answer.status}: ${answer.text}`);
	}
	console.log(`# ${broken} of ${cases.length} were cut off`);
	await until('orders and products are complete', () =>
	    complete('orders') && complete('products'));
	await Promise.all(cases.map(async (c) => {
		const answer = await until_answered(`order ${c.key}`, () =>
		    checkout(c.buyer, {}, c.key));
		c.order = answer.is(201).json;
		const orders = (await c.buyer.get('/orders')).is(200).json;
		assert.equal(orders.total, 1, `${c.pool} ${c.ms} ms`);
		assert.equal(orders.data[0].id, c.order.id);
		assert.equal((await c.buyer.get('/cart')).json.items.length,
		    0);
	}));
	assert.equal(stock(thing), 1000 - cases.length);
	assert.equal(stock(other), 1000 - 2 * cases.length);
	assert.equal(sql('orders', `SELECT count(*) FROM orders o WHERE NOT
	    EXISTS (SELECT FROM outbox b WHERE b.key = o.id
	    AND b.name = 'order.created') AND o.created_at > now() -
	    interval '5 minutes' AND o.id::text NOT LIKE '00000000-%'`)[0][0], '0');
});

await step('a payment killed anywhere and repeated is one charge',
    async () => {
	const thing = on_sale(1, 5, 1000);
	const cases = [];
	for (const pool of ['payments', 'sandbox', 'orders'])
		for (const ms of [0, 5, 10, 18])
			cases.push({ pool, ms, key: fresh_key() });
	for (const c of cases) {
		c.buyer = await register('unlucky');
		c.order = await order(c.buyer, [[thing, 1]]);
		c.payment = (await until_answered('a payment', () =>
		    c.buyer.post('/payments', { orderId: c.order.id,
		    method: 'STRIPE' }, { 'idempotency-key': `p${c.key}` })))
		    .is(201).json;
		c.ask = () => c.buyer.post(
		    `/payments/${c.payment.id}/process`,
		    { paymentMethodId: 'pm_card_visa' },
		    { 'idempotency-key': c.key });
	}
	let broken = 0;
	for (const c of cases)
		broken += (await killed_during(c.pool, c.ms, c.ask)).status !==
		    200;
	console.log(`# ${broken} of ${cases.length} were cut off`);
	await Promise.all(cases.map(async (c) => {
		await until_answered(`payment ${c.key}`, c.ask);
		await until(`order ${c.order.orderNumber} is confirmed ` +
		    `(${c.pool} ${c.ms} ms)`, async () => {
			const answer = await c.buyer.get(
			    `/orders/${c.order.id}`);
			if (answer.status === 200 && answer.json.status ===
			    'CONFIRMED')
				return true;
			await c.ask();
			return false;
		}, 60);
	}));
	const ids = cases.map((c) => `'${c.payment.id}'`).join(',');
	assert.equal(sql('payments', `SELECT count(*) FROM payment_attempts
	    WHERE payment_id IN (${ids}) AND status = 'succeeded'`)[0][0],
	    `${cases.length}`);
	assert.equal(sql('payments', `SELECT count(*) FROM ledger_transactions
	    WHERE payment_id IN (${ids})`)[0][0], `${cases.length}`);
	await until('each buyer has one mail that confirms', () =>
	    cases.every((c) => mails(c.buyer.email).filter((m) =>
	    /is confirmed$/.test(m.subject)).length === 1));
});

await step('who pays for what is cancelled is told of the refund', async () => {
	const buyer = await register('late'), thing = on_sale(1, 5, 10);
	const worker = programs('worker');
	const placed = await order(buyer, [[thing, 1]]);
	placed.paymentId = (await buyer.post('/payments', { orderId:
	    placed.id, method: 'STRIPE' })).is(201).json.id;
	// So that payments does not hear of it before it has charged.
	signal(worker, 'SIGSTOP');
	try {
		(await buyer.put(`/orders/${placed.id}/status`,
		    { status: 'CANCELLED' })).is(200);
		const { success, status } = (await pay(buyer, placed)).is(200)
		    .json;
		assert.deepEqual([success, status], [false, 'REFUNDED']);
	} finally {
		signal(worker, 'SIGCONT');
	}
	await until('the piece is back', () => stock(thing) === 10);
	await mail(buyer.email, /^Your refund/);
});

await step('a request that finds another one at work asks to come again',
    async () => {
	const buyer = await register('twofold'), thing = on_sale(1, 5, 10);
	const placed = await order(buyer, [[thing, 1]]);
	placed.paymentId = (await buyer.post('/payments', { orderId:
	    placed.id, method: 'STRIPE' })).is(201).json.id;
	const provider = programs('sandbox'), key = fresh_key();
	signal(provider, 'SIGSTOP');
	let first;
	try {
		first = pay(buyer, placed);
		await until('the first is at it', () => sql('payments',
		    `SELECT 1 FROM payment_attempts WHERE payment_id =
		    '${placed.paymentId}'`).length === 1);
		(await buyer.post(`/payments/${placed.paymentId}/process`,
		    { paymentMethodId: 'pm_card_visa' }, { 'idempotency-key':
		    key })).problem(503, 'payment_unknown');
	} finally {
		signal(provider, 'SIGCONT');
	}
	await first;
	const told = await until_answered('the second', () => buyer.post(
	    `/payments/${placed.paymentId}/process`, { paymentMethodId:
	    'pm_card_visa' }, { 'idempotency-key': key }));
	assert.equal(told.is(200).json.success, true);
	assert.equal(sql('payments', `SELECT 1 FROM ledger_transactions
	    WHERE payment_id = '${placed.paymentId}'`).length, 1);
});

await step('a worker killed again and again does everything once',
    async () => {
	const thing = on_sale(1, 5, 1000);
	const buyers = [];
	for (let i = 0; i < 6; i++) {
		const buyer = await register('patient');
		buyers.push(buyer);
		const placed = await order(buyer, [[thing, 1]]);
		(await pay(buyer, placed)).is(200);
		signal(programs('worker'), 'SIGKILL');
		buyer.placed = placed;
	}
	await Promise.all(buyers.map((b) => until('it is confirmed', async () =>
	    (await b.get(`/orders/${b.placed.id}`)).json.status ===
	    'CONFIRMED', 60)));
	for (const b of buyers) {
		await mail(b.email, /is confirmed$/, 90);
		await mail(b.email, /^We have received your order/, 90);
	}
	await sleep(500);
	for (const b of buyers)
		for (const subject of [/is confirmed$/, /^We have received your order/])
			assert.equal(mails(b.email).filter((m) => subject.test(
			    m.subject)).length, 1, `${subject}`);
});

// ---- Redis -----------------------------------------------------------------------------

await step('without Redis a purchase goes on, its mails follow later',
    async () => {
	const buyer = await register('calm'), thing = on_sale(1, 5, 10);
	await fill_cart(buyer, [[thing, 1]]);
	const redis = leader('redis');
	signal(redis, 'SIGSTOP');
	let placed;
	try {
		(await new Visitor().get('/products')).is(200);
		const key = fresh_key();
		placed = (await until_answered('an order without Redis', () =>
		    checkout(buyer, {}, key))).is(201).json;
		(await pay(buyer, placed)).is(200);
	} finally {
		signal(redis, 'SIGCONT');
	}
	await mail(buyer.email, /is confirmed$/, 60);
	assert.equal(stock(thing), 9);
});

await step('a Redis that lost everything loses nothing', async () => {
	const buyer = await register('steady'), thing = on_sale(1, 5, 10);
	const redis = leader('redis');
	const placed = await order(buyer, [[thing, 1]]);
	signal(redis, 'SIGKILL');
	await until('Redis has ended', () => !alive(redis));
	fs.rmSync(`${dir}/redis/data`, { recursive: true, force: true });
	try {
		(await pay(buyer, placed)).is(200);
	} finally {
		farm('up');
	}
	await until('it is confirmed', async () => (await buyer.get(
	    `/orders/${placed.id}`)).json.status === 'CONFIRMED', 60);
	await mail(buyer.email, /^We have received your order/, 60);
	await mail(buyer.email, /is confirmed$/, 60);
	for (const subject of [/^We have received your order/, /is confirmed$/])
		assert.equal(mails(buyer.email).filter((m) => subject.test(
		    m.subject)).length, 1);
	(await buyer.get('/auth/profile')).is(200);
});

// ---- PostgreSQL --------------------------------------------------------------------------

const pool_pids = () => SERVICES.flatMap(programs).sort();

await step('a frozen PostgreSQL is 503 with Retry-After, and nobody dies',
    async () => {
	const buyer = await register('waiting'), thing = on_sale(1, 5, 10);
	await fill_cart(buyer, [[thing, 1]]);
	const before = pool_pids();
	const postgres = [leader('postgres'), ...programs('postgres')];
	const key = fresh_key();
	signal(postgres, 'SIGSTOP');
	try {
		const answers = await Promise.all([buyer.get('/cart'),
		    buyer.get('/orders'), checkout(buyer, {}, key),
		    new Visitor().post('/auth/login', { email: buyer.email,
		    password: 'farmstand-demo' })]);
		for (const answer of answers) {
			answer.problem(503);
			assert.ok(Number(answer.headers['retry-after']) > 0);
			assert.doesNotMatch(answer.text, /postgres|sql|libpq/i);
		}
		(await buyer.page('/cart')).is(503);
	} finally {
		signal(postgres, 'SIGCONT');
	}
	const placed = (await until_answered('the order', () =>
	    checkout(buyer, {}, key))).is(201).json;
	const { json: orders } = (await until_answered('the list of them',
	    () => buyer.get('/orders'))).is(200);
	assert.equal(orders.total, 1);
	assert.equal(orders.data[0].id, placed.id);
	assert.deepEqual(pool_pids(), before);
	assert.equal(stock(thing), 9);
});

await step('when all its connections are cut nobody notices', async () => {
	const buyer = await register('unaware'), thing = on_sale(1, 5, 10);
	const servers = programs('postgres').filter((pid) =>
	    /^postgres: farm_/.test(command_of(pid)));
	signal(servers, 'SIGTERM');
	await until('they have ended', () => !servers.some(alive));
	await fill_cart(buyer, [[thing, 1]]);
	const placed = (await checkout(buyer)).is(201).json;
	(await pay(buyer, placed)).is(200);
	await mail(buyer.email, /is confirmed$/);
});

await step('in the end the farm is green and all books agree', async () => {
	await until('the farm is green', async () => {
		const answer = await new Visitor().page('/healthz');
		return answer.status === 200;
	});
	assert.deepEqual(sql('payments', `SELECT transaction_id
	    FROM ledger_entries GROUP BY 1 HAVING sum(amount) <> 0`), []);
	await until('no event is left behind', () => SERVICES.every((service) =>
	    sql(service, `SELECT count(*) FROM outbox WHERE done_at IS NULL`
	    )[0][0] === '0'), 60);
	assert.equal(sql('notify', `SELECT count(*) FROM jobs
	    WHERE state = 'DEAD'`)[0][0], '0');
	// Whoever paid has an order that is paid, and whoever has one paid.
	const paid = sql('payments', `SELECT order_id FROM payments
	    WHERE status = 'COMPLETED' AND created_at > now() -
	    interval '30 minutes' ORDER BY 1`).flat();
	const confirmed = sql('orders', `SELECT id FROM orders
	    WHERE paid_at IS NOT NULL AND status NOT IN ('CANCELLED',
	    'REFUNDED') AND created_at > now() - interval '30 minutes'
	    ORDER BY 1`).flat();
	assert.deepEqual(paid, confirmed);
});
