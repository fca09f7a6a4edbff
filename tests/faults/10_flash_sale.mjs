#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// The flash sale: 100 pieces, 2,000 buyers, a third of payments fails, a tenth
// of the buyers walks away, and every second a process is killed.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { crowd, on_sale } from
    '../integration/lib/people.mjs';
import { sleep, until } from '../integration/lib/farm.mjs';
import { Book, meanwhile } from './lib/book.mjs';
import { complaints } from './lib/audit.mjs';
import { Session } from './lib/psql.mjs';
import { kill_somebody } from './lib/kill.mjs';
import { with_settings } from './lib/settings.mjs';

const PIECES = 100, BUYERS = 2000;

const book = new Book();
const rare = on_sale(1, 9.99, PIECES);
book.offers(rare);
book.patience = 120;

// ---- what there is, at every instant ---------------------------------------------------

const seen = { looks: 0, most: 0, wrong: [], sold: 0, held: PIECES };
let look;

async function count_pieces() {
	try {
		look ??= new Session('products');
		const [line] = await look.ask(`SELECT p.stock_quantity,
		    coalesce(sum(l.quantity) FILTER (WHERE l.status = 'held'),
		    0), coalesce(sum(l.quantity) FILTER
		    (WHERE l.status = 'sold'), 0) FROM products p
		    LEFT JOIN reservation_lines l ON l.product_id = p.id
		    WHERE p.id = '${rare.id}' GROUP BY p.id;`);
		const [left, held, sold] = line.split('|').map(Number);
		if (left + held + sold !== PIECES || left < 0)
			seen.wrong.push(line);
		Object.assign(seen, { held, sold, looks: seen.looks + 1,
		    most: Math.max(seen.most, held + sold) });
	} catch {
		look = undefined;	// its server was killed
	}
}

const sold_out = () => seen.sold === PIECES && seen.held === 0;

// ---- buyers ------------------------------------------------------------------------------

// What becomes of the n-th buyer.
const fate = (n) => n % 10 === 0 ? 'walks away' : n % 3 === 1 ? 'declined' :
    'pays';

async function shop(buyer, n) {
	await sleep(Math.random() * 6000);
	let has = false;
	while (!sold_out()) {
		has ||= await book.fill(buyer, [[rare, 1]]);
		const order = has ? await book.checkout(buyer) : null;
		if (order === null) {
			await sleep(5000 + Math.random() * 5000);
			continue;
		}
		if (fate(n) === 'walks away')
			return;
		buyer.told = await book.pay(buyer, order, fate(n) ===
		    'declined' ? 'pm_card_chargeDeclined' : 'pm_card_visa');
		return;
	}
}

const killed = {};

await with_settings({ RESERVATION_MINUTES: '0.10', TIMER_SECONDS: '1' },
    async () => {
	const buyers = crowd(BUYERS, 'hunter');
	// Chance decides who comes when, not who does what.
	const from = Date.now();
	const stop_looking = meanwhile(count_pieces, 20);
	const stop_killing = meanwhile(() => kill_somebody(killed), 1000);

	await step(`${PIECES} pieces, ${BUYERS} buyers, a process killed ` +
	    'every second: all are told something', async () => {
		const ends = await Promise.allSettled(buyers.map(shop));
		const lost = ends.filter((e) => e.status === 'rejected');
		assert.deepEqual(lost.map((e) => e.reason.message), []);
	});
	await stop_killing();
	await step('in the end exactly all are sold and none is held',
	    () => until('it is sold out', sold_out, 60));
	await stop_looking();
	look?.end();
	console.log(`# ${((Date.now() - from) / 1000).toFixed(0)} s; killed: ` +
	    Object.entries(killed).map(([k, v]) => `${v} ${k}`).join(', '));
	console.log(`# ${book.told.checkouts.length} checkouts, ` +
	    `${book.told.payments.length} payments; ${book.silent} requests ` +
	    `without an answer, ${book.refused} told to come again`);

	await step('held and sold were never more than there are', () => {
		console.log(`# looked ${seen.looks} times, most ${seen.most}`);
		assert.deepEqual(seen.wrong, []);
		assert.ok(seen.looks > 100 && seen.most === PIECES);
	});
	await step('a third of payments failed and processes died', () => {
		const of = (o) => book.told.payments.filter((p) =>
		    p.outcome === o).length;
		console.log(`# paid ${of('paid')}, declined ` +
		    `${of('declined')}, too late ${of('gone')}`);
		assert.ok(of('declined') >= 20 && of('paid') >= PIECES);
		assert.ok(Object.values(killed).reduce((a, b) => a + b) >= 15);
	});
	await step('the books agree: nothing lost, nothing twice', async () =>
	    assert.deepEqual(await complaints(book), []));
});
