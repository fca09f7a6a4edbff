// SPDX-License-Identifier: ISC
//
// audit.mjs - do all databases agree with what clients were told, and with
// each other? Pure: what it complains of depends on its two arguments alone,
// so that a test can falsify either and see it complain.

import { quiet, state_since } from './state.mjs';

const cents = (amount) => Math.round(amount * 100);

// What follows from an event, and the mail among it.
const FOLLOWS = {
	'order.created': ['mail_order_received', 'notice'],
	'order.confirmed': ['mail_order_confirmed', 'notice', 'notice_sellers',
	    'stock_commit'],
	'order.cancelled': ['mail_order_cancelled', 'notice', 'payment_cancel',
	    'stock_release'],
	'order.refunded': ['notice', 'payment_refund'],
	'payment.completed': ['order_paid'],
	'payment.failed': ['mail_payment_failed', 'notice'],
	'payment.refunded': ['mail_payment_refunded', 'notice',
	    'order_refunded'],
	'user.registered': ['mail_welcome'],
	'webhook.created': ['webhook_deliver'],
};

function group(list, key) {
	const map = new Map();
	for (const item of list)
		map.set(key(item), [...(map.get(key(item)) ?? []), item]);
	return map;
}

const index = (list) => new Map(list.map((item) => [item.id, item]));
const sum = (list, fn) => list.reduce((n, item) => n + fn(item), 0);
const sorted = (list) => JSON.stringify([...list].sort());
const paid_for = (order) => order.paid_at !== null;
const CLOSED = ['CANCELLED', 'REFUNDED'];

// ---- orders: each 201 is one, and each is somebody's ---------------------------------

function told_orders({ told, state, wrong, orders }) {
	for (const call of told.checkouts.filter((c) => c.order)) {
		const order = orders.get(call.order.id);
		const name = `order ${call.order.number}`;
		if (!order) {
			wrong(`${name} was promised and is gone`);
			continue;
		}
		const line = (i) => [i.productId ?? i.product_id, i.quantity,
		    cents(i.price)].join(' ');
		if (order.order_number !== call.order.number ||
		    order.user_id !== call.user)
			wrong(`${name} is another one`);
		if (cents(order.total_amount) !== cents(call.order.total))
			wrong(`${name} has another total`);
		if (sorted(order.items.map(line)) !== sorted(call.order.items
		    .map(line)))
			wrong(`${name} has other lines`);
	}
	const calls = group(told.checkouts, (c) => `${c.user} ${c.key}`);
	const keys = index(state.keys);
	const seen = new Set();
	for (const order of orders.values()) {
		const key = keys.get(order.id);
		const call = calls.get(`${order.user_id} ${key?.key}`)?.[0];
		if (!call)
			wrong(`nobody asked for order ${order.order_number}`);
		else if (call.outcome === 'refused')
			wrong(`order ${order.order_number} was refused`);
		if (call && seen.has(call))
			wrong(`key ${call.key} made two orders`);
		seen.add(call);
	}
}

// What the pages of vendors and administrators show as numbers of orders.
function order_counters({ state, wrong }) {
	for (const t of state.tallies)
		if (Number(t.tallied ?? 0) !== Number(t.counted ?? 0))
			wrong(`${t.owner} has ${t.counted} ${t.status} orders` +
			    `, the counter says ${t.tallied}`);
}

// ---- stock ------------------------------------------------------------------------------

function stock({ told, state, wrong, orders }) {
	const lines = group(state.held, (l) => l.product_id);
	const left = index(state.products);
	for (const thing of told.products) {
		const of = lines.get(thing.id) ?? [];
		const taken = sum(of.filter((l) => l.status !== 'released'),
		    (l) => l.quantity);
		const there = left.get(thing.id).stock_quantity;
		if (there + taken !== thing.quantity)
			wrong(`of ${thing.quantity} pieces ${there} are left ` +
			    `and ${taken} held or sold`);
		if (there < 0)
			wrong(`${there} pieces are left`);
	}
	const reservations = group(state.held, (l) => l.order_id);
	for (const [id, of] of reservations) {
		const order = orders.get(id);
		const name = `the reservation of ${order?.order_number ?? id}`;
		const wanted = !order || CLOSED.includes(order.status) ?
		    'released' : paid_for(order) ? 'sold' : 'held';
		if (of.some((l) => l.status !== wanted))
			wrong(`${name} is not ${wanted} but ${of.map((l) =>
			    l.status)}, its order ${order?.status}`);
	}
	for (const order of orders.values())
		if (!reservations.has(order.id))
			wrong(`order ${order.order_number} holds nothing`);
}

// ---- money ------------------------------------------------------------------------------

// As the shop splits it: the whole part each, cents to the largest remainder.
function split(total, weights) {
	const all = sum(weights, (w) => w);
	const parts = weights.map((w) => Math.floor(total * w / all));
	const lost = weights.map((w) => total * w % all);
	for (let left = total - sum(parts, (p) => p); left > 0; left--) {
		const most = lost.indexOf(Math.max(...lost));
		parts[most]++;
		lost[most] = -1;
	}
	return parts;
}

// The lines that the sale of this payment must have, as "kind owner cents".
function sale_of(payment, percent) {
	const shares = [...payment.shares].sort((a, b) => a.vendor_id <
	    b.vendor_id ? -1 : 1);
	const items = shares.map((s) => cents(s.items_amount));
	const commission = split(Math.round(sum(items, (i) => i) * percent /
	    100), items);
	const lines = [['buyer', payment.user_id, -cents(payment.amount)]];
	shares.forEach((s, i) => lines.push(
	    ['escrow', s.vendor_id, items[i] - commission[i]],
	    ['commission', s.vendor_id, commission[i]],
	    ['tax', s.vendor_id, cents(s.tax_amount)],
	    ['shipping', s.vendor_id, cents(s.shipping_amount)]));
	return sorted(lines.filter((l) => l[2] !== 0).map((l) => l.join(' ')));
}

const line_text = (l) => `${l.kind} ${l.owner} ${cents(l.amount)}`;

// What a payment's order, its ledger and the provider's account say of it.
function payment_agrees({ state, wrong, orders, intents, postings }, payment) {
	const name = `payment of ${payment.order_number}`;
	const order = orders.get(payment.order_id);
	const of = postings.get(payment.id) ?? [];
	const kinds = (kind) => of.filter((p) => p.kind === kind);
	const charged = (intents.get(payment.id) ?? []).filter((i) =>
	    i.status === 'succeeded');
	const net = sum(charged, (i) => i.amount_received - i.refunded);
	const booked = -sum(of.flatMap((p) => p.lines).filter((l) =>
	    l.kind === 'buyer'), (l) => cents(l.amount));
	if (!order)
		wrong(`${name}: there is no such order`);
	if (net !== booked)
		wrong(`${name}: the provider has ${net}, the ledger ${booked}`);
	if (kinds('sale').length > 1)
		wrong(`${name} is sold twice in the ledger`);
	for (const sale of kinds('sale'))
		if (sorted(sale.lines.map(line_text)) !== sale_of(payment,
		    state.percent))
			wrong(`${name}: the shares are not the vendors'`);
	const settled = { COMPLETED: cents(payment.amount) }[payment.status] ??
	    0;
	if (net !== settled)
		wrong(`${name} is ${payment.status}, and ${net} is with us`);
	if (payment.status === 'COMPLETED' && (!order || !paid_for(order) ||
	    CLOSED.includes(order.status) || order.payment_id !== payment.id))
		wrong(`${name} has arrived, its order is ${order?.status}`);
	if (order && paid_for(order) && !CLOSED.includes(order.status) &&
	    payment.status !== 'COMPLETED')
		wrong(`${name} is ${payment.status}, its order ` +
		    order.status);
}

function money(audit) {
	const { told, state, wrong } = audit;
	const payments = index(state.payments);
	for (const payment of payments.values())
		payment_agrees(audit, payment);
	for (const call of told.payments) {
		const payment = payments.get(call.payment);
		const name = `payment ${call.payment}`;
		const charged = (audit.intents.get(call.payment) ?? [])
		    .filter((i) => i.status === 'succeeded');
		if (!payment)
			wrong(`${name} was promised and is gone`);
		else if (call.outcome === 'paid' && (charged.length === 0 ||
		    !['COMPLETED', 'REFUNDED'].includes(payment.status)))
			wrong(`${name} was paid and is ${payment.status}, ` +
			    `${charged.length} charges`);
		else if (call.outcome === 'unknown' && payment.status ===
		    'PROCESSING')
			wrong(`${name} is in no definite state`);
	}
	// One charge a payment, but for those that went back at once.
	for (const [id, of] of audit.intents)
		if (of.filter((i) => i.status === 'succeeded' &&
		    Number(i.refunded) < i.amount_received).length > 1)
			wrong(`payment ${id} was charged twice`);
	for (const id of audit.intents.keys())
		if (!payments.has(id))
			wrong(`the provider knows payment ${id}, we do not`);
	for (const attempt of state.attempts)
		if (['started', 'unknown'].includes(attempt.status))
			wrong(`attempt ${attempt.id} is open`);
	for (const posting of state.postings)
		if (sum(posting.lines, (l) => cents(l.amount)) !== 0)
			wrong(`posting ${posting.id} is out of balance`);
	if (sum(state.balances, (b) => cents(b.balance)) !== 0)
		wrong('the ledger is out of balance');
}

// ---- events, jobs, mails --------------------------------------------------------------

function order_events({ state, wrong, orders }) {
	const events = group(state.outbox.filter((e) => e.service === 'orders'),
	    (e) => e.key);
	for (const order of orders.values()) {
		const count = (name) => (events.get(order.id) ?? []).filter(
		    (e) => e.name === `order.${name}`).length;
		for (const [name, wanted] of [['created', 1], ['confirmed',
		    paid_for(order) ? 1 : 0]])
			if (count(name) !== wanted)
				wrong(`order ${order.order_number}: ` +
				    `${count(name)} times ${name}`);
		if (count('cancelled') > 1 || (order.status === 'CANCELLED' &&
		    count('cancelled') !== 1))
			wrong(`order ${order.order_number}: cancelled ` +
			    `${count('cancelled')} times`);
	}
}

function jobs({ told, state, wrong }) {
	const events = index(state.events);
	const of = group(state.jobs, (j) => j.event_id);
	for (const ev of state.outbox) {
		const known = events.get(ev.id);
		const names = (of.get(ev.id) ?? []).map((j) => j.name);
		if (!ev.done)
			wrong(`event ${ev.name} ${ev.id} is not done`);
		if (!known)
			wrong(`event ${ev.name} ${ev.id} got lost`);
		else if (!known.done || !known.told)
			wrong(`event ${ev.name} ${ev.id} is open`);
		if (sorted(names) !== sorted(FOLLOWS[ev.name] ?? names))
			wrong(`of event ${ev.name} ${ev.id} follow ${names}`);
	}
	for (const job of state.jobs)
		if (job.state !== 'DONE' && !(job.state === 'DEAD' &&
		    told.dead.some((d) => job.name === d)))
			wrong(`job ${job.name} is ${job.state}: ${job.error}`);
	for (const [key, notices] of group(state.notices, (n) =>
	    `${n.event_id} ${n.user_id}`))
		if (notices.length > 1)
			wrong(`notice ${key} came twice`);
}

function mails({ told, state, wrong }) {
	const dead = new Set(state.jobs.filter((j) => j.state === 'DEAD').map(
	    (j) => `${j.event_id}.${j.name.replace('mail_', '')}`));
	const came = group(state.mails, (m) => m.id);
	for (const ev of state.outbox)
		for (const name of FOLLOWS[ev.name] ?? []) {
			if (!name.startsWith('mail_'))
				continue;
			const id = `${ev.id}.${name.replace('mail_', '')}`;
			const of = came.get(id) ?? [];
			const most = told.again.includes(id) ? 2 : 1;
			if (of.length > most || (of.length === 0 &&
			    !dead.has(id)))
				wrong(`mail ${name} of ${ev.name} ${ev.id} ` +
				    `came ${of.length} times`);
			if (of.some((m) => m.to !== ev.payload.email))
				wrong(`mail ${id} went to somebody else`);
		}
}

// All that is wrong, in sentences.
export function judge(told, state) {
	const list = [];
	const audit = {
		told, state, wrong: (text) => list.push(text),
		orders: index(state.orders),
		intents: group(state.intents, (i) => i.payment_id),
		postings: group(state.postings, (p) => p.payment_id),
	};
	for (const part of [told_orders, order_counters, stock, money,
	    order_events, jobs, mails])
		part(audit);
	return list;
}

// When all is quiet: what is wrong, answers that no fault excuses first.
export async function complaints(book, seconds, mail) {
	await quiet(seconds);
	return [...book.wrong, ...judge(book.told,
	    state_since(book.told.since, mail))];
}
