#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Programs are killed at each point of checkout, of payment and of the jobs
// that follow. A lock on what they would touch next keeps them at the point,
// the databases show that they are there, and what they asked for last is cut
// off with them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { step } from '../integration/lib/tap.mjs';
import { crowd, on_sale, checkout, stock } from '../integration/lib/people.mjs';
import { dir, farm, leader, mails, rows, signal, sql, until } from
    '../integration/lib/farm.mjs';
import { complete, kill_pool } from '../integration/lib/trouble.mjs';
import { Book } from './lib/book.mjs';
import { complaints } from './lib/audit.mjs';
import { mailer, worker } from './lib/kill.mjs';
import { Lock } from './lib/psql.mjs';

const book = new Book();
const thing = on_sale(1, 12.35, 1000), other = on_sale(2, 7.15, 1000);
book.offers(thing, other);
const basket = [[thing, 1], [other, 2]];
const buyers = crowd(30, 'unlucky');
const one = (service, query) => rows(service, query)[0];

// ---- checkout and payment -------------------------------------------------------------

const repeats = [];	// by the buyers, when all has been killed

// A step with so many locks at hand; whoever is killed is whole again after.
async function point(title, services, fn) {
	await step(title, async () => {
		const locks = services.map((s) => new Lock(s));
		await Promise.all(locks.map((l) => l.open()));
		for (const pool of ['orders', 'products', 'payments',
		    'sandbox'])
			await until(`${pool} is complete`, () =>
			    complete(pool));
		try {
			await fn(...locks);
		} finally {
			for (const lock of locks)
				await lock.let_go();
		}
	});
}

async function kill(...pools) {
	for (const pool of pools)
		await kill_pool(pool);
}

async function begin_checkout() {
	const buyer = buyers.pop();
	await book.fill(buyer, basket);
	const call = book.begin(buyer);
	const asked = checkout(buyer, {}, call.key).catch(() => null);
	repeats.push(async () => {
		await asked;
		book.ordered(call, await book.ask(call.key, () =>
		    checkout(buyer, {}, call.key)));
		assert.equal(call.outcome, 'ordered');
	});
	return { buyer, order: () => one('orders', `SELECT o.* FROM orders o
	    WHERE user_id = '${buyer.id}'`), key: () => one('orders',
	    `SELECT * FROM idempotency_keys WHERE key = '${call.key}'`),
	    held: () => one('products', `SELECT * FROM reservations
	    WHERE user_id = '${buyer.id}'`) };
}

await point('checkout: the key is taken, nothing is held', ['products'],
    async (products) => {
	await products.take('LOCK TABLE reservations IN EXCLUSIVE MODE');
	const c = await begin_checkout();
	await products.met('farm_products');
	assert.ok(c.key() && !c.held());
	await kill('orders', 'products');
	await products.cut('farm_products');
});

await point('checkout: the pieces are held, the order is not written',
    ['orders'], async (orders) => {
	await orders.take('LOCK TABLE orders IN EXCLUSIVE MODE');
	const c = await begin_checkout();
	await orders.met('farm_orders');
	assert.ok(c.held() && !c.order());
	await kill('orders');
	await orders.cut('farm_orders');
});

await point('checkout: the order is written, the answer is not', ['orders',
    'orders'], async (orders, keys) => {
	await orders.take('LOCK TABLE orders IN EXCLUSIVE MODE');
	const c = await begin_checkout();
	await orders.met('farm_orders');
	await keys.take('LOCK TABLE idempotency_keys IN EXCLUSIVE MODE');
	await orders.let_go();
	await keys.met('farm_orders');
	assert.ok(c.order() && c.key().status === null);
	await kill('orders');
	await keys.cut('farm_orders');
});

async function begin_payment() {
	const buyer = buyers.pop();
	const order = await book.order(buyer, basket);
	const payment = await book.payment(buyer, order);
	const call = book.begin_payment(order, payment, 'pm_card_visa');
	const begin = () => {
		const asked = book.process(buyer, call).catch(() => null);
		repeats.push(async () => {
			await asked;
			book.processed(call, await book.ask(call.key, () =>
			    book.process(buyer, call)));
			assert.equal(call.outcome, 'paid');
		});
	};
	return { order, payment, begin,
	    attempt: () => one('payments', `SELECT * FROM payment_attempts
	    WHERE payment_id = '${payment.id}'`),
	    intent: () => one('sandbox', `SELECT * FROM stripe_intents
	    WHERE metadata ->> 'payment_id' = '${payment.id}'`),
	    sale: () => one('payments', `SELECT * FROM ledger_transactions
	    WHERE payment_id = '${payment.id}'`),
	    paid: () => one('orders', `SELECT * FROM orders
	    WHERE id = '${order.id}'`).paid_at !== null };
}

await point('payment: the attempt is written, the provider does not know it',
    ['sandbox'], async (sandbox) => {
	const p = await begin_payment();
	await sandbox.take('LOCK TABLE stripe_intents IN EXCLUSIVE MODE');
	p.begin();
	await sandbox.met('farm_sandbox');
	assert.ok(p.attempt() && p.attempt().provider_id === null);
	await kill('payments', 'sandbox');
	await sandbox.cut('farm_sandbox');
	assert.equal(p.intent(), undefined);
});

await point('payment: the provider knows it, by a name we have not noted',
    ['sandbox', 'payments'], async (sandbox, payments) => {
	const p = await begin_payment();
	await sandbox.take('LOCK TABLE stripe_intents IN EXCLUSIVE MODE');
	p.begin();
	await sandbox.met('farm_sandbox');
	await payments.take('LOCK TABLE payment_attempts IN EXCLUSIVE MODE');
	await sandbox.let_go();
	await payments.met('farm_payments');
	assert.ok(p.intent() && p.attempt().provider_id === null);
	await kill('payments');
	await payments.cut('farm_payments');
});

await point('payment: the name is noted, the card is not charged',
    ['sandbox', 'payments', 'sandbox'], async (create, payments, confirm) => {
	const p = await begin_payment();
	await create.take('LOCK TABLE stripe_intents IN EXCLUSIVE MODE');
	p.begin();
	await create.met('farm_sandbox');
	await payments.take('LOCK TABLE payment_attempts IN EXCLUSIVE MODE');
	await create.let_go();
	await payments.met('farm_payments');
	await confirm.take('LOCK TABLE stripe_intents IN EXCLUSIVE MODE');
	await payments.let_go();
	await confirm.met('farm_sandbox');
	assert.equal(p.attempt().provider_id, p.intent().id);
	assert.equal(p.intent().status, 'requires_payment_method');
	await kill('payments', 'sandbox');
	await confirm.cut('farm_sandbox');
});

await point('payment: the card is charged, we have not noted it',
    ['sandbox', 'payments', 'sandbox', 'payments'],
    async (create, payments, confirm, ledger) => {
	const p = await begin_payment();
	await create.take('LOCK TABLE stripe_intents IN EXCLUSIVE MODE');
	p.begin();
	await create.met('farm_sandbox');
	await payments.take('LOCK TABLE payment_attempts IN EXCLUSIVE MODE');
	await create.let_go();
	await payments.met('farm_payments');
	await confirm.take('LOCK TABLE stripe_intents IN EXCLUSIVE MODE');
	await payments.let_go();
	await confirm.met('farm_sandbox');
	await ledger.take('LOCK TABLE payments IN EXCLUSIVE MODE');
	await confirm.let_go();
	await ledger.met('farm_payments');
	assert.equal(p.intent().status, 'succeeded');
	assert.equal(p.sale(), undefined);
	await kill('payments');
	await ledger.cut('farm_payments');
});

await point('payment: it is in the ledger, the order does not know it',
    ['orders'], async (orders) => {
	const p = await begin_payment();
	await orders.take('LOCK TABLE orders IN EXCLUSIVE MODE');
	p.begin();
	await orders.met('farm_orders');
	assert.ok(p.sale() && !p.paid());
	await kill('payments', 'orders');
	await orders.cut('farm_orders');
});

await step('whoever asks again has one order and one charge', async () => {
	assert.equal(repeats.length, 8);
	const ends = await Promise.allSettled(repeats.map((again) => again()));
	assert.deepEqual(ends.filter((e) => e.status === 'rejected').map((e) =>
	    e.reason.message), []);
});

// ---- the worker -----------------------------------------------------------------------

// The whole part, with the loop that would start it again at leisure.
function kill_worker() {
	signal([leader('worker'), ...worker()], 'SIGKILL');
}

const event_of = (order, name) => one('notify', `SELECT * FROM events
    WHERE key = '${order.id}' AND name = 'order.${name}'`);
const told = (order, name) => one('orders', `SELECT * FROM outbox
    WHERE key = '${order.id}' AND name = 'order.${name}'`);
const job = (order, name) => one('notify', `SELECT j.* FROM jobs j JOIN
    events e ON e.id = j.event_id WHERE e.key = '${order.id}'
    AND j.name = '${name}'`);

async function worker_point(title, services, fn) {
	await point(title, services, async (...locks) => {
		await until('the worker has nothing to do', () => sql('notify',
		    `SELECT 1 FROM jobs WHERE state <> 'DONE'`).length === 0, 60);
		try {
			await fn(...locks);
		} finally {
			for (const lock of locks)
				await lock.let_go();
			farm('up');
		}
	});
}

await worker_point('worker: the event is published, not taken in', ['notify'],
    async (notify) => {
	await notify.take('LOCK TABLE events IN EXCLUSIVE MODE');
	const order = await book.order(buyers.pop(), basket);
	await notify.met('farm_notify');
	assert.ok(told(order, 'created').published_at);
	assert.equal(event_of(order, 'created'), undefined);
	kill_worker();
	await notify.cut('farm_notify');
});

await worker_point('worker: the event is taken in, and still in the stream',
    ['notify'], async (notify) => {
	const redis = leader('redis');
	await notify.take('LOCK TABLE events IN EXCLUSIVE MODE');
	const order = await book.order(buyers.pop(), basket);
	await notify.met('farm_notify');
	signal(redis, 'SIGSTOP');
	try {
		await notify.let_go();
		await until('it is taken in', () => event_of(order, 'created'));
		kill_worker();
	} finally {
		signal(redis, 'SIGCONT');
	}
	const pending = spawnSync('redis-cli', ['-s', `${dir}/run/redis.sock`,
	    'XPENDING', 'farm:events', 'workers'], { encoding: 'utf8' });
	assert.ok(Number(pending.stdout.split('\n')[0]) > 0, pending.stdout);
});

// A paid order that is cancelled: its money goes back by a job.
async function cancelled_order() {
	const buyer = buyers.pop();
	const order = await book.buy(buyer, basket);
	assert.equal(order.told, 'paid');
	await until('the worker has nothing to do', () => sql('notify',
	    `SELECT 1 FROM jobs WHERE state <> 'DONE'`).length === 0, 60);
	order.cancel = () => buyer.put(`/orders/${order.id}/status`,
	    { status: 'CANCELLED' }).then((a) => a.is(200));
	order.refund = () => one('payments', `SELECT r.* FROM refunds r
	    JOIN payments p ON p.id = r.payment_id
	    WHERE p.order_id = '${order.id}'`);
	return order;
}

await worker_point('worker: a call is begun, and has no effect yet',
    ['payments'], async (payments) => {
	const order = await cancelled_order();
	await payments.take('LOCK TABLE refunds IN EXCLUSIVE MODE');
	await order.cancel();
	await payments.met('farm_payments');
	assert.ok(job(order, 'payment_cancel').leased_until);
	assert.equal(order.refund(), undefined);
	kill_worker();
	await payments.cut('farm_payments');
});

await worker_point('worker: a call has had its effect, and is not marked',
    ['payments', 'notify'], async (payments, notify) => {
	const order = await cancelled_order();
	await payments.take('LOCK TABLE refunds IN EXCLUSIVE MODE');
	await order.cancel();
	await payments.met('farm_payments');
	await notify.take(`SELECT FROM events WHERE id = '${event_of(order,
	    'cancelled').id}' FOR UPDATE`);
	await payments.let_go();
	await notify.met('farm_notify');
	await until('the money is back', () => order.refund()?.status ===
	    'succeeded');
	assert.equal(job(order, 'payment_cancel').state, 'WAITING');
	kill_worker();
	await notify.cut('farm_notify');
});

await worker_point('worker: a mail is handed over, and not marked',
    ['notify'], async (notify) => {
	const buyer = buyers.pop();
	const child = mailer();
	assert.equal(child.length, 1);
	signal(child, 'SIGSTOP');
	const order = await book.order(buyer, basket);
	const ev = await until('the event is taken in', () => event_of(order,
	    'created'));
	await notify.take(`SELECT FROM events WHERE id = '${ev.id}' FOR ` +
	    'UPDATE');
	signal(child, 'SIGCONT');
	await until('the mail is there', () => mails(buyer.email).length === 1);
	await notify.met('farm_notify');
	assert.equal(job(order, 'mail_order_received').state, 'WAITING');
	kill_worker();
	await notify.cut('farm_notify');
});

await worker_point('worker: all jobs are done, and the outbox not told',
    ['notify', 'orders'], async (notify, orders) => {
	await notify.take('LOCK TABLE events IN EXCLUSIVE MODE');
	const order = await book.order(buyers.pop(), basket);
	await notify.met('farm_notify');
	await orders.take(`SELECT FROM outbox WHERE key = '${order.id}'
	    FOR UPDATE`);
	await notify.let_go();
	await orders.met('farm_outbox');
	assert.ok(event_of(order, 'created').done_at);
	assert.equal(told(order, 'created').done_at, null);
	kill_worker();
	await orders.cut('farm_outbox');
});

await step('the books agree: nothing lost, nothing twice', async () => {
	assert.deepEqual(await complaints(book), []);
	// Eight of the first sort, four of the second; two went back.
	assert.equal(stock(thing), 1000 - 12);
});
