#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// PostgreSQL freezes for five seconds, loses a process, is killed. Whoever
// asks meanwhile is told when to come again, no program of the farm ends, and
// what was acknowledged stays.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { Visitor } from '../integration/lib/http.mjs';
import { crowd, on_sale } from '../integration/lib/people.mjs';
import { alive, command_of, farm, leader, programs, signal, sleep, until }
    from '../integration/lib/farm.mjs';
import { Book, meanwhile } from './lib/book.mjs';
import { complaints } from './lib/audit.mjs';
import { SERVICES } from '../integration/lib/services.mjs';
import { mailer, worker } from './lib/kill.mjs';

const book = new Book();
const thing = on_sale(1, 12.35, 5000), other = on_sale(2, 7.15, 9000);
book.offers(thing, other);
const buyers = crowd(3000, 'waiting');

const everybody = () =>
	[...SERVICES.flatMap(programs), ...worker(), ...mailer()].sort();
const servers = () => [leader('postgres'), ...programs('postgres')];

// What one sees who asks for pages and lists all the while.
const reader = crowd(1, 'reader')[0];
const seen = {};
const stop_reading = meanwhile(async () => {
	for (const ask of [() => reader.get('/orders'), () => reader.get(
	    '/cart'), () => new Visitor().page('/'), () => reader.page(
	    '/orders')]) {
		const answer = await ask();
		seen[answer.status] = (seen[answer.status] ?? 0) + 1;
		if (answer.status === 200)
			continue;
		if (answer.status !== 503 || !(Number(answer.headers[
		    'retry-after']) > 0) || /postgres|libpq|SQL/.test(
		    answer.text))
			book.wrong.push(`${answer.request}: ${answer.status} ` +
			    answer.text.slice(0, 300));
	}
}, 20);
const stop_trading = book.trade(buyers, [[thing, 1], [other, 2]]);
const before = everybody();

const goes_on = (what) => {
	const then = book.done;
	return until(`${what}: orders are made again`, () => book.done >
	    then + 20, 30);
};

await step('trade goes on', () => goes_on('at first'));

await step('frozen for 5 s: nobody is told anything wrong', async () => {
	const refused = book.refused;
	signal(servers(), 'SIGSTOP');
	try {
		await sleep(5000);
	} finally {
		signal(servers(), 'SIGCONT');
	}
	await until('somebody was told to come again', () => book.refused >
	    refused);
	await goes_on('thawed');
});

await step('one of its processes killed: it comes back by itself',
    async () => {
	const victim = programs('postgres').find((pid) =>
	    /^postgres: farm_orders /.test(command_of(pid)));
	signal(victim, 'SIGKILL');
	await goes_on('recovered');
});

await step('killed altogether: it is started, and all is well again',
    async () => {
	const postgres = leader('postgres');
	const refused = book.refused;
	signal(postgres, 'SIGKILL');
	await until('PostgreSQL has ended', () => !alive(postgres));
	await until('people are told to come again', () => book.refused >
	    refused + 5);
	farm('up');
	await goes_on('started');
});

await stop_trading();
await stop_reading();
console.log(`# ${book.done} orders; ${book.refused} requests told to come ` +
    `again, ${book.silent} without an answer; readers saw ${
    JSON.stringify(seen)}`);

await step('readers were answered, or told to come again', () =>
    assert.ok(seen[200] > 50 && seen[503] > 5));
await step('no program has ended', () =>
    assert.deepEqual(everybody(), before));
await step('the books agree: nothing lost, nothing twice', async () =>
    assert.deepEqual(await complaints(book), []));
