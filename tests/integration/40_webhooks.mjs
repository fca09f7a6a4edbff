#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// Messages of a payment provider: believed only when signed, and whatever
// they say, however often and in which order, the provider is asked.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { step } from './lib/tap.mjs';
import { raw } from './lib/http.mjs';
import { register, on_sale, order, pay, fresh_key } from './lib/people.mjs';
import { sql, setting, until, sleep } from './lib/farm.mjs';

const secret = setting('STRIPE_WEBHOOK_SECRET');
const buyer = await register('buyer');
const thing = on_sale(1, 5, 100);
const now = () => Math.floor(Date.now() / 1000);

const sign = (body, t = now(), key = secret) => `t=${t},v1=` +
	crypto.createHmac('sha256', key).update(`${t}.${body}`).digest('hex');

function send(body, signature) {
	return raw('POST', '/api/webhooks/stripe', {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(body),
		...(signature === undefined ? {} :
		    { 'stripe-signature': signature }),
	}, body);
}

let n = 0;
const event = (type, object) => JSON.stringify({
	id: `evt_test_${fresh_key()}_${++n}`, object: 'event',
	api_version: '2020-08-27', created: now(), livemode: false, type,
	data: { object },
});

const paid = await order(buyer, [[thing, 1]]);
await pay(buyer, paid);
await until('the order is confirmed', async () => (await buyer.get(
    `/orders/${paid.id}`)).json.status === 'CONFIRMED');
const [[attempt, intent]] = sql('payments', `SELECT a.id, a.provider_id
    FROM payment_attempts a JOIN payments p ON p.id = a.payment_id
    WHERE p.order_id = '${paid.id}' AND a.status = 'succeeded'`);
const succeeded = () => event('payment_intent.succeeded', { id: intent,
	object: 'payment_intent', status: 'succeeded', amount: 1099,
	currency: 'usd', metadata: { attemptId: attempt } });

// All that a message could change about the payment.
const state = () => JSON.stringify([
	sql('payments', `SELECT status, amount, transaction_id FROM payments
	    WHERE order_id = '${paid.id}'`),
	sql('payments', `SELECT count(*), sum(abs(amount)) FROM ledger_entries`),
	sql('payments', `SELECT count(*) FROM refunds`),
	sql('orders', `SELECT status, refunded_amount FROM orders
	    WHERE id = '${paid.id}'`)]);

await step('a signature that holds is answered', async () => {
	const body = succeeded();
	assert.deepEqual((await send(body, sign(body))).is(200).json,
	    { received: true });
});

await step('one that does not is 400, whatever is wrong with it',
    async () => {
	const before = state();
	const body = event('payment_intent.payment_failed', { id: intent,
	    object: 'payment_intent', status: 'requires_payment_method' });
	const good = sign(body);
	for (const [what, signature, sent] of [
		['none', undefined], ['empty', ''], ['no t', good.replace(
		/^t=\d+,/, '')], ['no v1', good.replace(/,v1=.*/, '')],
		['another secret', sign(body, now(), 'whsec_other')],
		['an empty secret', sign(body, now(), '')],
		['six minutes old', sign(body, now() - 360)],
		['six minutes ahead', sign(body, now() + 360)],
		['another time', good.replace(/t=\d+/, `t=${now() - 1}`)],
		['v0 only', good.replace('v1=', 'v0=')],
		['cut off', good.slice(0, -2)],
		['not hexadecimal', `t=${now()},v1=${'z'.repeat(64)}`],
		['t is no number', good.replace(/t=\d+/, 't=now')],
		['huge', `t=${now()},v1=${'0'.repeat(3000)}`],
		['another body', good, body.replace(intent, `${intent}x`)],
		['an empty body', sign(''), ''],
	])
		assert.equal((await send(sent ?? body, signature)).status, 400,
		    what);
	assert.equal(state(), before);
});

await step('among several signatures one has to hold', async () => {
	const body = succeeded(), good = sign(body);
	const other = `v1=${'0'.repeat(64)}`;
	(await send(body, good.replace(',v1', `,${other},v1`))).is(200);
	(await send(body, `${good},${other},v0=abc`)).is(200);
});

await step('what is signed but no event is 400, and never 500',
    async () => {
	for (const body of ['{', '[]', 'null', '{}', '{"id":7,"type":[]}',
	    '{"id":"evt_1"}', '"\\u0000"', '\xff', '{"data":{"object":null},' +
	    '"id":"e","type":"payment_intent.succeeded"}'])
		assert.ok((await send(body, sign(body))).status < 500, body);
});

await step('an event of no concern is taken and forgotten', async () => {
	const before = state();
	for (const body of [event('customer.created', { id: 'cus_1' }),
	    event('payment_intent.succeeded', { id: 'pi_of_another_shop',
	    object: 'payment_intent' })])
		(await send(body, sign(body))).is(200);
	assert.equal(state(), before);
});

await step('repeated, late and out of order, they change nothing twice',
    async () => {
	const before = state();
	const bodies = [succeeded(), succeeded(),
	    event('payment_intent.payment_failed', { id: intent,
	    object: 'payment_intent', status: 'requires_payment_method',
	    metadata: { attemptId: attempt } }),
	    event('payment_intent.canceled', { id: intent,
	    object: 'payment_intent', status: 'canceled' }),
	    event('payment_intent.processing', { id: intent,
	    object: 'payment_intent', status: 'processing' })];
	for (let round = 0; round < 3; round++)
		for (const body of [...bodies].sort(() => Math.random() - 0.5))
			(await send(body, sign(body))).is([200, 409, 503]);
	await Promise.all(Array.from({ length: 20 }, (_, i) =>
	    send(bodies[i % 5], sign(bodies[i % 5]))));
	await sleep(300);
	assert.equal(state(), before);
});

await step('a success that is only claimed pays for nothing', async () => {
	const placed = await order(buyer, [[thing, 1]]);
	(await pay(buyer, placed, 'pm_card_chargeDeclined')).is(200);
	const [[failed, object]] = sql('payments', `SELECT a.id, a.provider_id
	    FROM payment_attempts a JOIN payments p ON p.id = a.payment_id
	    WHERE p.order_id = '${placed.id}'`);
	const body = event('payment_intent.succeeded', { id: object,
	    object: 'payment_intent', status: 'succeeded', amount: 1,
	    amount_received: 1, metadata: { attemptId: failed } });
	(await send(body, sign(body))).is(200);
	await sleep(300);
	assert.equal((await buyer.get(`/orders/${placed.id}`)).json.status,
	    'PENDING');
});

await step('the message alone pays an order whose buyer went away',
    async () => {
	const placed = await order(buyer, [[thing, 1]]);
	const payment = (await buyer.post('/payments', { orderId: placed.id,
	    method: 'STRIPE' })).is(201).json;
	const begun = (await buyer.post(`/payments/${payment.id}/process`))
	    .is(200).json;
	const url = new URL(begun.payment.nextAction.url);
	// She pays on the provider's page and never comes back.
	const page = (await raw('GET', url.pathname + url.search)).is(200);
	const form = new URLSearchParams([...page.text.matchAll(
	    /<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
	    /name="([^"]*)"/.exec(tag)?.[1], /value="([^"]*)"/.exec(tag)?.[1]
	    ?? '']));
	for (const [name, value] of [['number', '4242 4242 4242 4242'],
	    ['cardNumber', '4242 4242 4242 4242'], ['expiry', '12 / 34'],
	    ['cvc', '123'], ['name', 'Ann']])
		form.set(name, value);
	const action = /<form[^>]*action="([^"]*)"/.exec(page.text)?.[1]
	    .replace(/&amp;/g, '&') ?? url.pathname + url.search;
	(await raw('POST', new URL(action, url).pathname +
	    new URL(action, url).search, { 'content-type':
	    'application/x-www-form-urlencoded', 'content-length':
	    Buffer.byteLength(form.toString()) }, form.toString())).is(303);
	await until('the order is confirmed', async () => (await buyer.get(
	    `/orders/${placed.id}`)).json.status === 'CONFIRMED', 30);
});
