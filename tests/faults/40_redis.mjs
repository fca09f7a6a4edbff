#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// While jobs flow, Redis freezes, is flushed, is killed, and loses its file.
// Checkout goes on all the while, and every event has its effects once.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { step } from '../integration/lib/tap.mjs';
import { crowd, on_sale } from '../integration/lib/people.mjs';
import { alive, dir, farm, leader, rows, signal, sleep, until } from
    '../integration/lib/farm.mjs';
import { Book } from './lib/book.mjs';
import { complaints } from './lib/audit.mjs';
import { quiet } from './lib/state.mjs';
import { worker } from './lib/kill.mjs';
import { Lock } from './lib/psql.mjs';

const JOBS = 1000;

const book = new Book();
const thing = on_sale(1, 12.35, 9000), other = on_sale(2, 7.15, 9000);
book.offers(thing, other);
const stop_trading = book.trade(crowd(6000, 'steady'), [[thing, 1],
	[other, 2]], 3);

const goes_on = (what, more = 25) => {
	const then = book.done;
	return until(`${what}: orders are made`, () => book.done >=
	    then + more, 60);
};
const redis = (...args) => spawnSync('redis-cli', ['-s',
	`${dir}/run/redis.sock`, ...args], { encoding: 'utf8' }).stdout.trim();

async function kill_redis(meanwhile = () => {}) {
	const pid = leader('redis');
	signal(pid, 'SIGKILL');
	await until('Redis has ended', () => !alive(pid));
	try {
		await meanwhile();
		await goes_on('without Redis');
	} finally {
		farm('up');
	}
	assert.equal(redis('PING'), 'PONG');
}

await step('jobs flow', () => goes_on('at first'));

await step('frozen for 5 s: checkout goes on', async () => {
	const pid = leader('redis'), then = book.done;
	signal(pid, 'SIGSTOP');
	try {
		await sleep(5000);
		await until('orders are made', () => book.done > then);
	} finally {
		signal(pid, 'SIGCONT');
	}
	await goes_on('thawed');
});

await step('flushed, three times while jobs flow', async () => {
	for (let i = 0; i < 3; i++) {
		assert.equal(redis('FLUSHALL'), 'OK');
		await goes_on('flushed');
	}
});

await step('flushed, and the worker killed just then', async () => {
	for (let i = 0; i < 3; i++) {
		assert.equal(redis('FLUSHALL'), 'OK');
		await sleep(Math.random() * 60);
		signal([leader('worker'), ...worker()], 'SIGKILL');
		farm('up');
		await goes_on('flushed');
	}
});

await step('killed: checkout goes on without it', () => kill_redis());

await step('killed, and its file deleted', () => kill_redis(() =>
    fs.rmSync(`${dir}/redis/data`, { recursive: true })));

await stop_trading();

await step('the worker is killed when it has noticed the loss, not noted it',
    async () => {
	const notify = new Lock('notify'), orders = new Lock('orders');
	await quiet();
	await notify.take('LOCK TABLE events IN EXCLUSIVE MODE');
	const order = await book.order(crowd(1, 'last')[0], [[thing, 1]]);
	const [event] = rows('orders', `SELECT id FROM outbox
	    WHERE key = '${order.id}'`);
	await notify.met('farm_notify');
	await orders.take(`SELECT FROM outbox WHERE id = '${event.id}'
	    FOR UPDATE`);
	assert.equal(redis('FLUSHALL'), 'OK');
	await orders.met('farm_outbox');
	signal([leader('worker'), ...worker()], 'SIGKILL');
	await orders.cut('farm_outbox');
	await orders.let_go();
	await notify.let_go();
	farm('up');
	await until('its event is done', () => rows('orders', `SELECT done_at
	    FROM outbox WHERE id = '${event.id}'`)[0].done_at, 60);
});

const from = Date.now();
await step('every event is done in the end', async () => {
	await quiet(60);
	console.log(`# drained in ${((Date.now() - from) / 1000).toFixed(1)
	    } s after the last order`);
});
await step(`it were more than ${JOBS} jobs`, () => {
	const [{ n }] = rows('notify', `SELECT count(*) AS n FROM jobs
	    WHERE created_at >= '${book.told.since}'`);
	console.log(`# ${n} jobs of ${book.done} orders; ${book.refused} ` +
	    `requests told to come again, ${book.silent} without an answer`);
	console.log(`# ${JSON.stringify(book.silences)}`);
	assert.ok(n > JOBS);
});
await step('the books agree: nothing lost, nothing twice', async () =>
    assert.deepEqual(await complaints(book), []));
