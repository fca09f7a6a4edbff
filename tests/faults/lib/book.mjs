// SPDX-License-Identifier: ISC
//
// book.mjs - what careful clients asked for and what they were told. A client
// that hears nothing asks again with the same key until it is told something;
// what it was told last stands in the book, and the audit compares it with
// all databases.

import assert from 'node:assert/strict';
import { rows, sleep } from '../../integration/lib/farm.mjs';
import { checkout, fresh_key } from '../../integration/lib/people.mjs';
import { unavailable } from '../../integration/lib/trouble.mjs';

export class Book {
	constructor() {
		this.told = {
			since: rows('orders', 'SELECT clock_timestamp() AS t')
			    [0].t,
			products: [], checkouts: [], payments: [],
			dead: [],	// jobs that may end as dead letters
			again: [],	// mails that may come twice
		};
		this.patience = 60;
		this.silent = 0;	// requests that got no answer
		this.silences = {};	// and why
		this.refused = 0;	// 503 with Retry-After
		this.wait = 500;	// so long before asking again, ms
		this.wrong = [];	// answers that no fault excuses
	}

	// A thing on sale, of which so many are there.
	offers(...things) {
		this.told.products.push(...things);
	}

	// One request, and whether its answer is one to believe.
	async once(what, ask) {
		let answer;
		try {
			answer = await ask();
		} catch (e) {
			this.silent++;
			this.silences[e.message] = 1 + (this.silences[
			    e.message] ?? 0);
			this.wait = 500;
			return null;
		}
		if (unavailable.includes(answer.status)) {
			this.refused++;
			this.wait = 1000 * (Number(answer.headers[
			    'retry-after']) || 1);
			if (!answer.headers['retry-after'])
				this.wrong.push(`${what}: ${answer.status} ` +
				    'without Retry-After');
			return null;
		}
		if (answer.status >= 500)
			this.wrong.push(`${what}: ${answer.status} ` +
			    answer.text.slice(0, 200));
		if (answer.status === 409 && /in_use/.test(answer.text)) {
			this.wait = 1000;
			return null;
		}
		return answer;
	}

	// The same request until it is answered, after the time that one was
	// asked to wait.
	async ask(what, ask) {
		const end = Date.now() + this.patience * 1000;
		for (;;) {
			const answer = await this.once(what, ask);
			if (answer !== null)
				return answer;
			assert.ok(Date.now() < end, `not within ${this.patience
			    } s: ${what}`);
			await sleep(this.wait * (1 + Math.random() / 2));
		}
	}

	// The cart of one who has nothing in it yet; false when something is
	// sold out. Adding is no request to repeat blindly: it adds up.
	async fill(buyer, lines) {
		let full = true;
		for (const [thing, quantity] of lines) {
			let added = await this.once('cart', () => buyer.post(
			    '/cart/items', { productId: thing.id, quantity }));
			while (added === null) {
				await sleep(this.wait);
				const cart = await this.ask('a cart', () =>
				    buyer.get('/cart'));
				if (cart.is(200).json.items.some((i) =>
				    i.productId === thing.id))
					break;
				added = await this.once('cart', () =>
				    buyer.post('/cart/items', { productId:
				    thing.id, quantity }));
			}
			if (added?.is([200, 201, 409]).status === 409)
				full = false;
		}
		return full;
	}

	// A call of checkout that is not yet answered.
	begin(buyer, key = fresh_key()) {
		const call = { user: buyer.id ?? buyer.user.id, email:
		    buyer.email, key, outcome: 'unknown' };
		this.told.checkouts.push(call);
		return call;
	}

	// What the answer to it means.
	ordered(call, answer) {
		if (answer.status === 201) {
			const order = answer.json;
			call.outcome = 'ordered';
			call.order = { id: order.id, number: order.orderNumber,
			    total: order.totalAmount, items: order.items.map(
			    (i) => ({ productId: i.productId, quantity:
			    i.quantity, price: i.price })) };
			return { ...order };
		}
		answer.is([409]);
		call.outcome = 'refused';
		call.why = answer.json.type.replace(/.*\//, '');
		return null;
	}

	// The order that becomes of the cart, or null when it is refused.
	async checkout(buyer, key) {
		const call = this.begin(buyer, key);
		return this.ordered(call, await this.ask(`order ${call.key}`,
		    () => checkout(buyer, {}, call.key)));
	}

	async order(buyer, lines, key) {
		await this.fill(buyer, lines);
		return this.checkout(buyer, key);
	}

	// The order's payment, or null when it cannot be paid any more.
	async payment(buyer, order) {
		const key = fresh_key();
		const made = await this.ask(`payment of ${order.orderNumber}`,
		    () => buyer.post('/payments', { orderId: order.id, method:
		    'STRIPE' }, { 'idempotency-key': key }));
		made.is([201, 409]);
		return made.status === 201 ? made.json : null;
	}

	begin_payment(order, payment, card, key = fresh_key()) {
		const call = { order: order.id, payment: payment.id, card, key,
		    outcome: 'unknown' };
		this.told.payments.push(call);
		return call;
	}

	processed(call, answer) {
		if (answer.status === 409) {
			call.outcome = 'gone';
			return;
		}
		const { success, status } = answer.is(200).json;
		call.outcome = success ? 'paid' : status === 'FAILED' ?
		    'declined' : status;
	}

	// 'paid', 'declined' or 'gone'.
	async pay(buyer, order, card = 'pm_card_visa') {
		const payment = await this.payment(buyer, order);
		if (payment === null)
			return 'gone';
		const call = this.begin_payment(order, payment, card);
		this.processed(call, await this.ask(
		    `card for ${order.orderNumber}`, () => this.process(buyer,
		    call)));
		return call.outcome;
	}

	process(buyer, call) {
		return buyer.post(`/payments/${call.payment}/process`,
		    { paymentMethodId: call.card },
		    { 'idempotency-key': call.key });
	}

	// An order, paid for.
	async buy(buyer, lines, card) {
		const order = await this.order(buyer, lines);
		order.told = order && await this.pay(buyer, order, card);
		return order;
	}

	// One buyer after the other buys, so many at a time, every third with
	// a card that is declined, until the answer is called: it waits for
	// those who have begun.
	trade(buyers, lines, at_once = 6, pause = 0) {
		let n = 0, going = true;
		const lane = async () => {
			while (going) {
				const buyer = buyers[n++];
				assert.ok(buyer, 'there are more buyers');
				await this.buy(buyer, lines, n % 3 === 0 ?
				    'pm_card_chargeDeclined' : undefined);
				await sleep(pause);
			}
		};
		const lanes = Promise.allSettled(Array.from({ length: at_once },
		    lane));
		return async () => {
			going = false;
			for (const end of await lanes)
				if (end.status === 'rejected')
					this.wrong.push(end.reason.message);
		};
	}

	// How many orders and payments were acknowledged so far.
	get done() {
		return this.told.checkouts.filter((c) => c.outcome ===
		    'ordered').length;
	}
}

// Goes on with "fn" until the returned function is called; that one's promise
// ends when the last one has.
export function meanwhile(fn, pause = 0) {
	let going = true;
	const done = (async () => {
		while (going) {
			await fn();
			await sleep(pause);
		}
	})();
	done.catch(() => {});
	return () => {
		going = false;
		return done;
	};
}
