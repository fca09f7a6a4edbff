#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 45_told.mjs - whoever is told that a payment arrived finds the order
// confirmed, even when somebody else was faster and is still at it; and a
// request tells the order once.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { step } from './lib/tap.mjs';
import { register, on_sale, order } from './lib/people.mjs';
import { dir, sql, until, programs, leader, signal, alive, connections } from
    './lib/farm.mjs';

const buyer = await register('told');
const thing = on_sale(1, 5, 100);

async function unpaid() {
	const placed = await order(buyer, [[thing, 1]]);
	placed.payment = (await buyer.post('/payments', { orderId: placed.id,
	    method: 'STRIPE' })).is(201).json;
	return placed;
}

const pay = (placed) => buyer.post(`/payments/${placed.payment.id}/process`,
    { paymentMethodId: 'pm_card_visa' });
const status_of = async (placed) => (await buyer.get(`/orders/${placed.id}`))
    .is(200).json.status;

async function frozen(part, fn) {
	const pids = programs(part);
	signal(pids, 'SIGSTOP');
	try {
		return await fn();
	} finally {
		signal(pids, 'SIGCONT');
	}
}

// nginx writes its lines when a worker of its ends, at the latest.
async function logged() {
	const old = programs('nginx');
	signal(leader('nginx'), 'SIGHUP');
	await until('nginx has other workers', () => !old.some(alive));
	return fs.readFileSync(`${dir}/log/access.log`, 'utf8').split('\n')
	    .filter((line) => line !== '').map((line) => JSON.parse(line));
}

// Without the worker neither the event nor the provider's message come.
await step('who gets the money tells the order, once', () => frozen('worker',
    async () => {
	const placed = await unpaid();
	const answer = (await pay(placed)).is(200);
	assert.equal(answer.json.success, true);
	assert.equal(await status_of(placed), 'CONFIRMED');
	const told = (await logged()).filter((line) => line.internal &&
	    line.path === `/orders/internal/orders/${placed.id}/paid`);
	assert.deepEqual(told.map((line) => [line.requestId, line.status]),
	    [[answer.headers['x-request-id'], 204]]);
}));

// The first has the money and is about to tell the order, which does not
// answer just then; the second finds the payment completed.
async function second_waits(ask) {
	const placed = await unpaid();
	let first, second, answered = false;
	await frozen('worker', () => frozen('orders', async () => {
		const before = connections('orders');
		first = pay(placed);
		await until('the money is there', () => sql('payments',
		    `SELECT status FROM payments WHERE id =
		    '${placed.payment.id}'`)[0][0] === 'COMPLETED');
		await until('the order is being told', () =>
		    connections('orders') === before + 1);
		second = ask(placed).finally(() => { answered = true; });
		await until('the second tells it, too', () => answered ||
		    connections('orders') === before + 2);
		assert.ok(!answered, 'told before the order knew');
	}));
	assert.equal((await first).is(200).json.success, true);
	const answer = await second;
	assert.equal(await status_of(placed), 'CONFIRMED');
	return [answer, placed];
}

await step('who asks meanwhile is told when the order knows', async () => {
	const [answer] = await second_waits(pay);
	assert.equal(answer.is(200).json.success, true);
});

await step('so is who comes back from the provider\'s page', async () => {
	const [answer, placed] = await second_waits((o) => buyer.page(
	    `/pay/${o.id}/return`));
	assert.equal(answer.is(303).location,
	    `/orders/${placed.id}?notice=paid`);
});
