#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// The payment provider is slow, answers 500, dies after it charged, and says
// everything five times in any order. Each payment ends in one definite state
// with one charge or none.

import assert from 'node:assert/strict';
import { step } from '../integration/lib/tap.mjs';
import { crowd, fresh_key, on_sale } from '../integration/lib/people.mjs';
import { rows, until } from '../integration/lib/farm.mjs';
import { Book, meanwhile } from './lib/book.mjs';
import { complaints } from './lib/audit.mjs';
import { FAULTS, Messenger, Provider, base_of } from './lib/proxy.mjs';
import { with_settings } from './lib/settings.mjs';

const book = new Book();
book.patience = 120;
const thing = on_sale(1, 12.35, 3000), other = on_sale(2, 7.15, 3000);
book.offers(thing, other);
const basket = [[thing, 1], [other, 1]];
const buyers = crowd(400, 'payer');

const provider = new Provider(), messenger = new Messenger(5);
await provider.open();
await messenger.open();

const charges = (payment) => rows('sandbox', `SELECT id FROM stripe_intents
    WHERE metadata ->> 'payment_id' = '${payment}' AND status = 'succeeded'`);

// The card's charge meets this fault so many times, then none.
async function charged_with(fault, times = 1) {
	let n = 0;
	provider.fault = (call) => /confirm$/.test(call) && n++ < times ?
	    fault : 'none';
	const order = await book.buy(buyers.pop(), basket);
	assert.equal(order.told, 'paid');
	assert.ok(n >= times, `met ${n} times`);
	assert.equal(charges(book.told.payments.at(-1).payment).length, 1);
}

const lanes = [1, 2, 3].map(() => meanwhile(() => messenger.pass_on()));

await with_settings({ STRIPE_API_BASE: base_of(provider), PUBLIC_URL:
    messenger.url, TIMER_SECONDS: '1' }, async () => {
	for (const [title, ...fault] of [
		['it takes its time', 'slow'],
		['it answers when nobody waits any more', 'late'],
		['it answers 500, five times', '500', 5],
		['it answers 429', '429', 3],
		['it answers 500 after it charged', '500 after', 2],
		['it dies before it charges', 'dies', 3],
		['it dies after it charged', 'dies after', 2],
		['it dies within its answer', 'half an answer', 2],
		['it answers something else', 'nonsense'],
	])
		await step(`${title}: one charge, and the buyer is told`, () =>
		    charged_with(...fault));

	await step('it is away: nothing is charged, and later all is well',
	    async () => {
		await provider.close();
		const buyer = buyers.pop();
		const order = await book.order(buyer, basket);
		const then = book.refused;
		const paid = book.pay(buyer, order);
		await until('the buyer is told to come again', () =>
		    book.refused > then + 2);
		assert.equal(rows('payments', `SELECT 1 FROM payments
		    WHERE order_id = '${order.id}' AND status = 'COMPLETED'`)
		    .length, 0);
		await provider.open();
		assert.equal(await paid, 'paid');
	});

	// The charge never arrives, and the buyer does not ask what became of
	// it: somebody has to find out all the same.
	const walker = buyers.pop(), left = await book.order(walker, basket);
	const payment = await book.payment(walker, left);
	provider.fault = (call) => /confirm$/.test(call) ? 'dies' : 'none';
	(await book.process(walker, { payment: payment.id, card:
	    'pm_card_visa', key: fresh_key() })).problem(503,
	    'payment_unknown');

	await step('60 buyers, half of all calls meet a fault', async () => {
		const kinds = Object.keys(FAULTS).filter((f) => !['none',
		    'late', 'slow'].includes(f));
		provider.fault = () => {
			const dice = Math.random();
			return dice < 0.01 ? 'late' : dice < 0.04 ? 'slow' :
			    dice < 0.5 ? kinds[Math.floor(Math.random() *
			    kinds.length)] : 'none';
		};
		const people = buyers.splice(0, 60);
		await Promise.all([0, 1, 2, 3, 4, 5].map(async (lane) => {
			for (let i = lane; i < people.length; i += 6)
				await fickle(people[i], i);
		}));
		provider.fault = () => 'none';
	});
	await step('a charge that did not arrive, and nobody asked: it is over',
	    async () => {
		await until('it can be paid anew', async () => (await walker
		    .get(`/payments/${payment.id}`)).json.status === 'PENDING',
		    90);
		const call = book.begin_payment(left, payment, 'pm_card_visa');
		book.processed(call, await book.ask('a card', () =>
		    book.process(walker, call)));
		assert.equal(call.outcome, 'paid');
		assert.equal(charges(payment.id).length, 1);
	});
	await step('every message has come, five times', async () => {
		await until('nothing is left to deliver', () => rows('sandbox',
		    'SELECT 1 FROM outbox WHERE done_at IS NULL').length ===
		    0 && messenger.empty, 60);
		for (const stop of lanes)
			await stop();
		assert.deepEqual(messenger.wrong, []);
		console.log(`# ${messenger.sent} messages, ${messenger.forged
		    } forged; the provider met ${JSON.stringify(provider.met)}`);
		assert.ok(messenger.forged > 50);
		assert.equal(messenger.sent, 5 * messenger.forged);
	});
	await step('the books agree: nothing lost, nothing twice', async () => {
		assert.deepEqual(book.silences, {});
		assert.deepEqual(await complaints(book, 180), []);
	});
});
await provider.close();
await messenger.close();

// Some buy, some are declined, some walk away when they are not answered at
// once, some cancel what they have paid.
async function fickle(buyer, n) {
	const order = await book.order(buyer, basket);
	if (n % 5 === 1) {
		const payment = await book.payment(buyer, order);
		const call = book.begin_payment(order, payment, 'pm_card_visa');
		const answer = await book.once('a card', () => book.process(
		    buyer, call));
		if (answer !== null)
			book.processed(call, answer);
		return;
	}
	const told = await book.pay(buyer, order, n % 5 === 2 ?
	    'pm_card_chargeDeclined' : 'pm_card_visa');
	if (n % 5 === 3 && told === 'paid')
		await book.ask('cancel', () => buyer.put(
		    `/orders/${order.id}/status`, { status: 'CANCELLED' }));
}
