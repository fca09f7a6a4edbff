#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// The audit that ends every story here bites: of a quiet day of trade it has
// nothing to say, and whatever is falsified in the books, it finds.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { crowd, register, on_sale } from '../integration/lib/people.mjs';
import { Book } from './lib/book.mjs';
import { judge } from './lib/audit.mjs';
import { quiet, state_since } from './lib/state.mjs';

const book = new Book();
const lamp = on_sale(1, 12.35, 30), rug = on_sale(2, 7.15, 30);
book.offers(lamp, rug);
const buyers = crowd(3, 'auditor');
const newcomer = await register('newcomer');

await step('of a quiet day of trade it has nothing to say', async () => {
	await book.buy(buyers[0], [[lamp, 1], [rug, 3]]);
	await book.buy(newcomer, [[lamp, 2]]);
	await book.buy(buyers[1], [[rug, 1]], 'pm_card_chargeDeclined');
	await book.order(buyers[2], [[rug, 1]]);
	await quiet();
	const { told } = book;
	assert.deepEqual(told.payments.map((p) => p.outcome),
	    ['paid', 'paid', 'declined']);
	assert.deepEqual(judge(told, state_since(told.since)), []);
	// Not because there is nothing to look at.
	const state = state_since(told.since);
	for (const part of ['outbox', 'held', 'orders', 'tallies', 'keys',
	    'payments', 'attempts', 'postings', 'balances', 'intents',
	    'events', 'jobs', 'notices', 'mails'])
		assert.ok(state[part].length > 0, part);
});

const { told } = book, state = state_since(told.since);
const paid = (s) => s.payments.find((p) => p.status === 'COMPLETED');
const order_of = (s, status) => s.orders.find((o) => o.status === status);
const sale = (s) => s.postings.find((p) => p.kind === 'sale');
const event = (s, name) => s.outbox.find((e) => e.name === name);
const job = (s, name) => s.jobs.find((j) => j.name === name);
const drop = (list, item) => list.splice(list.indexOf(item), 1);

// What is falsified, and what the audit must say.
const lies = [
	['a promised order', /was promised and is gone/, (t, s) =>
	    drop(s.orders, s.orders[0])],
	['an order nobody asked for', /nobody asked for/, (t) =>
	    drop(t.checkouts, t.checkouts[0])],
	['an order that was refused', /was refused/, (t) => {
		t.checkouts[0].outcome = 'refused';
	}],
	['another total', /another total/, (t) => {
		t.checkouts[0].order.total += 0.01;
	}],
	['another quantity', /other lines/, (t, s) => {
		s.orders[0].items[0].quantity++;
	}],
	['somebody else\'s order', /is another one/, (t, s) => {
		s.orders[0].user_id = newcomer.user.id;
		s.keys.push({ ...s.keys.find((k) => k.id === s.orders[0].id) });
	}],
	['an order that is not counted', /the counter says/, (t, s) => {
		s.tallies[0].tallied--;
	}],
	['a piece too many', /pieces .* are left/, (t, s) => {
		s.products.find((p) => p.id === lamp.id).stock_quantity++;
	}],
	['a piece sold twice', /pieces .* are left/, (t, s) => {
		s.held.find((l) => l.status === 'sold').quantity++;
	}],
	['a hold that was paid for', /is not sold but held/, (t, s) => {
		s.held.find((l) => l.status === 'sold').status = 'held';
	}],
	['an order without its pieces', /holds nothing/, (t, s) => {
		s.held = s.held.filter((l) => l.order_id !== s.orders[0].id);
	}],
	['a hold of no order', /its order undefined/, (t, s) => {
		s.held.push({ ...s.held[0], order_id: 'nobody', quantity: 0,
		    status: 'held' });
	}],
	['a payment that was told', /was promised and is gone/, (t, s) =>
	    drop(s.payments, paid(s))],
	['a charge taken back', /the provider has 0, the ledger/, (t, s) => {
		const i = s.intents.find((x) => x.status === 'succeeded');
		i.refunded = i.amount_received;
	}],
	['a charge too many', /charged twice/, (t, s) => s.intents.push({
	    ...s.intents.find((i) => i.status === 'succeeded'), id: 'again' })],
	['a charge we do not know', /we do not/, (t, s) => s.intents.push({
	    ...s.intents[0], payment_id: 'unheard of' })],
	['a sale not in the ledger', /the ledger 0/, (t, s) =>
	    drop(s.postings, sale(s))],
	['a sale twice in the ledger', /sold twice/, (t, s) =>
	    s.postings.push(sale(s))],
	['a cent from one vendor to another', /are not the vendors'/, (t, s) => {
		const lines = s.postings.find((p) => p.lines.length > 6)
		    .lines.filter((l) => l.kind === 'escrow');
		lines[0].amount -= 0.01;
		lines[1].amount += 0.01;
	}],
	['a posting out of balance', /out of balance/, (t, s) => {
		sale(s).lines[0].amount += 0.01;
	}],
	['an account out of balance', /the ledger is out/, (t, s) => {
		s.balances[0].balance += 0.01;
	}],
	['a paid order cancelled', /has arrived, its order is/, (t, s) => {
		order_of(s, 'CONFIRMED').status = 'CANCELLED';
	}],
	['a confirmed order unpaid', /is with us/, (t, s) => {
		paid(s).status = 'FAILED';
	}],
	['an open attempt', /is open/, (t, s) => {
		s.attempts[0].status = 'unknown';
	}],
	['a payment in the air', /no definite state/, (t, s) => {
		t.payments[0].outcome = 'unknown';
		s.payments.find((p) => p.id === t.payments[0].payment).status =
		    'PROCESSING';
	}],
	['a confirmation too many', /2 times confirmed/, (t, s) =>
	    s.outbox.push(event(s, 'order.confirmed'))],
	['an event that was not written', /0 times created/, (t, s) =>
	    drop(s.outbox, event(s, 'order.created'))],
	['an event that got lost', /got lost/, (t, s) =>
	    drop(s.events, s.events.find((e) => e.id === event(s,
	    'payment.completed').id))],
	['an event not done', /is not done/, (t, s) => {
		event(s, 'user.registered').done = false;
	}],
	['a job that never was', /of event .* follow/, (t, s) =>
	    drop(s.jobs, job(s, 'stock_commit'))],
	['a dead letter', /is DEAD/, (t, s) => {
		job(s, 'mail_order_received').state = 'DEAD';
	}],
	['a mail that did not come', /came 0 times/, (t, s) =>
	    drop(s.mails, s.mails.find((m) => /order_confirmed/.test(m.id)))],
	['a mail that came twice', /came 2 times/, (t, s) =>
	    s.mails.push(s.mails.find((m) => /welcome/.test(m.id)))],
	['a mail to somebody else', /somebody else/, (t, s) => {
		s.mails.find((m) => /payment_failed/.test(m.id)).to =
		    'mallory@example.org';
	}],
	['a notice that came twice', /came twice/, (t, s) =>
	    s.notices.push(s.notices[0])],
];

for (const [what, complaint, lie] of lies)
	await step(`it finds ${what}`, () => {
		const t = structuredClone(told), s = structuredClone(state);
		lie(t, s);
		const said = judge(t, s);
		assert.ok(said.some((text) => complaint.test(text)),
		    `it says: ${said.join('; ') || 'nothing'}`);
	});
