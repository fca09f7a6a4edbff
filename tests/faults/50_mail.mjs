#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// The mail server refuses, is slow, and dies at every moment of a mail. No
// order waits for it, each mail comes once, and where nobody can know whether
// it was taken, it comes again as the same mail.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { step } from '../integration/lib/tap.mjs';
import { admin, crowd, on_sale } from '../integration/lib/people.mjs';
import { farm, leader, rows, signal, until } from
    '../integration/lib/farm.mjs';
import { Book } from './lib/book.mjs';
import { complaints } from './lib/audit.mjs';
import { worker } from './lib/kill.mjs';
import { quiet } from './lib/state.mjs';
import { MailServer } from './lib/smtp.mjs';
import { with_settings } from './lib/settings.mjs';

const book = new Book();
const thing = on_sale(1, 12.35, 1000), other = on_sale(2, 7.15, 1000);
book.offers(thing, other);
const buyers = crowd(200, 'reader');

const server = new MailServer();
await server.open();
const to = (person) => server.mails.filter((m) => m.to === person.email);
const of = (person, kind) => to(person).filter((m) => m.id.endsWith(kind));

// Somebody buys while the server is in this mood, and is not kept waiting.
async function buys(count = 1) {
	const people = buyers.splice(0, count);
	await Promise.all(people.map(async (buyer) => {
		buyer.order = await book.buy(buyer, [[thing, 1], [other, 1]]);
		assert.equal(buyer.order.told, 'paid');
	}));
	return people;
}

const has_both = (buyer) => until(`${buyer.email} has both mails`, () =>
    of(buyer, 'order_received').length > 0 &&
    of(buyer, 'order_confirmed').length > 0, 90);

// So many times in this mood, then well again.
function moody(what, mood, times) {
	let n = 0;
	server.moods = { [what]: () => {
		if (++n === times)
			server.moods = {};
		return mood;
	} };
	return () => assert.ok(n >= times, `asked ${n} times`);
}

async function mood_step(title, what, mood, times) {
	await step(title, async () => {
		server.hang_up();	// or the greeting was long ago
		const met = moody(what, mood, times);
		const [buyer] = await buys();
		await has_both(buyer);
		met();
	});
}

function self_signed() {
	const place = fs.mkdtempSync(path.join(os.tmpdir(), 'farmstand-tls.'));
	const [key, cert] = ['key', 'cert'].map((n) => path.join(place, n));
	const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048',
	    '-nodes', '-days', '2', '-subj', '/CN=mail.example', '-keyout', key,
	    '-out', cert], { encoding: 'utf8' });
	assert.equal(made.status, 0, made.stderr);
	const both = { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
	fs.rmSync(place, { recursive: true });
	return both;
}

// Whoever dies after the final dot may have taken the mail.
const taken_twice = (text) => book.told.again.push(/^Message-ID: <([^@]+)@/mi
    .exec(text)[1]);

await with_settings({ MAIL_URL: server.url }, async () => {
	await step('all is well: two mails an order', async () => {
		for (const buyer of await buys(4))
			await has_both(buyer);
	});
	await step('nobody listens: orders go on, mails come later',
	    async () => {
		await server.close();
		const people = await buys(6);
		await until('a mail has failed', () => rows('notify',
		    `SELECT 1 FROM jobs WHERE lane = 'MAIL'
		    AND state = 'RETRYING' OR error LIKE 'SMTP:%'`).length > 0);
		await server.open();
		for (const buyer of people)
			await has_both(buyer);
	});
	await step('its certificate is its own: mails go encrypted', async () => {
		server.tls = self_signed();
		server.hang_up();
		const [buyer] = await buys();
		await has_both(buyer);
		assert.ok(server.counts.starttls > 0);
		server.tls = null;
		server.hang_up();
	});
	await mood_step('421 as a greeting', 'greeting', '421 not now', 2);
	await mood_step('it hangs up at once', 'greeting', 'die', 2);
	await mood_step('451 for a recipient', 'rcpt', '451 not now', 2);
	await mood_step('452 at the end of a mail', 'dot', '452 full', 2);
	await mood_step('it dies in the middle of a mail', 'data', 'die', 2);
	await step('it is slow: a second for each answer', async () => {
		server.moods = { slow: 1000 };
		const [buyer] = await buys();
		await has_both(buyer);
		server.moods = {};
	});
	await step('it dies after the final dot: the same mail again',
	    async () => {
		let n = 0;
		server.moods = { dot: (text) => {
			if (++n > 1)
				return undefined;
			taken_twice(text);
			return 'die';
		} };
		const [buyer] = await buys();
		await has_both(buyer);
		const [id] = book.told.again;
		await until('it came again', () => server.mails.filter((m) =>
		    m.id === id).length === 2, 60);
		server.moods = {};
	});
	await step('a worker killed before the mail is handed over', async () => {
		let hold, held = new Promise((done) => {
			server.moods = { begin: () => new Promise((go) => {
				hold = go;
				done();
			}) };
		});
		const [buyer] = await buys();
		await held;
		signal([leader('worker'), ...worker()], 'SIGKILL');
		server.moods = {};
		hold('die');
		farm('up');
		await has_both(buyer);
	});
	await step('a worker killed when it is handed over, and nobody said so',
	    async () => {
		let hold, held = new Promise((done) => {
			server.moods = { dot: (text) => new Promise((go) => {
				hold = () => {
					taken_twice(text);
					go('die');
				};
				done();
			}) };
		});
		const [buyer] = await buys();
		await held;
		signal([leader('worker'), ...worker()], 'SIGKILL');
		server.moods = {};
		hold();
		farm('up');
		await has_both(buyer);
	});
	await step('550 for one: a dead letter, which an admin sends again',
	    async () => {
		const [unlucky] = buyers;
		server.moods = { rcpt: (line) => line.includes(unlucky.email) ?
		    '550 no such user' : undefined };
		const people = await buys(2);
		await has_both(people[1]);
		const dead = await until('there are two dead letters', () => {
			const list = rows('notify', `SELECT id, error FROM jobs
			    WHERE state = 'DEAD'`);
			return list.length === 2 && list;
		}, 60);
		for (const job of dead)
			assert.match(job.error, /550/);
		server.moods = {};
		const chief = await admin();
		for (const job of dead)
			(await chief.post(`/admin/jobs/${job.id}/retry`, {}))
			    .is(200);
		await has_both(unlucky);
	});
	await step('the books agree: one mail each, none lost', async () => {
		await quiet();
		assert.deepEqual(book.silences, {});
		const said = await complaints(book, 60, server.mails);
		assert.deepEqual(said, []);
		console.log(`# ${server.mails.length} mails, ` +
		    `${book.told.again.length} might have come twice`);
	});
}, 'worker');
await server.close();
