#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 65_payment_page.mjs - the provider's own pages, as the sandbox has them: a
// card is typed, refused, asked about by the bank, and pays; and what a
// program may ask of the provider afterwards.

import assert from 'node:assert/strict';
import { step } from './lib/tap.mjs';
import { Visitor } from './lib/http.mjs';
import { register, on_sale, order } from './lib/people.mjs';
import { setting, sql, until } from './lib/farm.mjs';

const buyer = await register('payer');
const thing = on_sale(1, 20, 100);
const local = (location) => location.replace(/^https?:\/\/[^/]+/, '');

const CARD = { number: '4242 4242 4242 4242', expiry: '12/44', cvc: '123' };
const VISA = CARD.number, DECLINED = '4000 0000 0000 0002',
      ASKING = '4000002760003184';

// To the page where a card is typed: its path.
async function sent_to_pay() {
	const placed = await order(buyer, [[thing, 1]]);
	const answer = (await buyer.form(`/pay/${placed.id}`, {})).is(303);
	const page = local(answer.location);
	assert.match(page, /^\/sandbox\/stripe\/checkout\/cs_/);
	return { ...placed, page };
}
const type = (page, more) => buyer.form(page, { ...CARD, ...more });
const status_of = async (placed) => (await buyer.get(`/orders/${placed.id}`))
    .is(200).json.status;

let placed;

await step('the page says what is to be paid', async () => {
	placed = await sent_to_pay();
	const text = (await buyer.page(placed.page)).is(200).text;
	assert.match(text, /Pay \$2[0-9]\.[0-9]{2}/);
	assert.match(text, /name="number"/);
	(await buyer.page('/sandbox/stripe/checkout/cs_test_none')).is(404);
});

await step('what is no card is not charged', async () => {
	for (const [wrong, said] of [
		[{ number: '' }, /test cards/],
		[{ number: '4242 4242 4242 4241' }, /test cards/],
		[{ number: 'four' }, /test cards/],
		[{ number: '1'.repeat(40) }, /(test cards|[Aa]t most)/],
		[{ expiry: '13/44' }, /month in the future/],
		[{ expiry: '12/2001' }, /month in the future/],
		[{ expiry: '12' }, /month in the future/],
		[{ expiry: '12/44x' }, /month in the future/],
		[{ cvc: '12' }, /3 or 4 digits/],
		[{ cvc: 'abc' }, /3 or 4 digits/],
	]) {
		const answer = (await type(placed.page, wrong)).is(422);
		assert.match(answer.text, /role="alert"|class="error/,
		    JSON.stringify(wrong));
		assert.ok(said.test(answer.text) ||
		    /Enter a value|Use at most/.test(answer.text),
		    JSON.stringify(wrong));
	}
	assert.equal(await status_of(placed), 'PENDING');
});

await step('a card that is declined may be followed by another', async () => {
	const answer = (await type(placed.page, { number: DECLINED })).is(422);
	assert.match(answer.text, /declined/i);
	assert.equal(await status_of(placed), 'PENDING');
});

await step('the bank asks: no is no, and the page is there again',
    async () => {
	const asked = local((await type(placed.page, { number: ASKING })).is(303)
	    .location);
	assert.match(asked, /^\/sandbox\/stripe\/authenticate\/pi_/);
	(await buyer.page(asked)).is(200);
	(await buyer.page('/sandbox/stripe/authenticate/pi_none')).is(404);
	const back = (await buyer.form(asked, { answer: 'no' })).is(303)
	    .location;
	assert.equal(local(back), `${placed.page}?notice=payment-failed`);
	(await buyer.page(local(back))).is(200);
	assert.equal(await status_of(placed), 'PENDING');
});

await step('the bank asks: yes pays, and leads back to the order',
    async () => {
	const asked = local((await type(placed.page, { number: ASKING })).is(303)
	    .location);
	const back = local((await buyer.form(asked, { answer: 'yes' })).is(303)
	    .location);
	assert.match(back, new RegExp(`^/pay/${placed.id}/return`));
	(await buyer.page(back)).is(303);
	await until('the order is confirmed', async () =>
	    await status_of(placed) === 'CONFIRMED');
	// Twice is once.
	(await buyer.form(asked, { answer: 'yes' })).is(303);
	assert.match((await buyer.page(placed.page)).is(200).text, /Paid/);
	assert.match(local((await type(placed.page, { number: VISA })).is(303)
	    .location), new RegExp(`^/pay/${placed.id}/return`));
});

await step('a page whose order is gone takes no card', async () => {
	const gone = await sent_to_pay();
	(await buyer.put(`/orders/${gone.id}/status`, { status: 'CANCELLED' }))
	    .is(200);
	await until('the page has expired', async () => /expired/.test(
	    (await buyer.page(gone.page)).is(200).text));
	assert.equal(local((await type(gone.page)).is(303).location),
	    gone.page);
	assert.match((await buyer.page(gone.page)).text, /expired/);
});

// ---- the provider's API --------------------------------------------------------

const program = new Visitor('a program');
program.headers.authorization = `Bearer ${setting('STRIPE_SECRET_KEY')}`;
const stripe = (path, fields) => fields === undefined ?
    program.ask('GET', `/sandbox/stripe/v1${path}`) :
    program.ask('POST', `/sandbox/stripe/v1${path}`,
    new URLSearchParams(fields).toString(),
    { 'content-type': 'application/x-www-form-urlencoded' });
const refused = (answer, status, about) => {
	const { error } = answer.is(status).json;
	assert.equal(error.type, 'invalid_request_error', answer.text);
	assert.match(`${error.param ?? ''} ${error.code ?? ''} ${error.message}`,
	    about);
};

await step('the provider tells of intents, sessions, events and refunds',
    async () => {
	const [[session, intent]] = sql('sandbox', `SELECT id, payment_intent
	    FROM stripe_sessions WHERE success_url LIKE '%${placed.id}%'`);
	assert.equal((await stripe(`/checkout/sessions/${session}`)).is(200).json
	    .payment_status, 'paid');
	const paid = (await stripe(`/payment_intents/${intent}`)).is(200).json;
	assert.equal(paid.status, 'succeeded');
	const [[event]] = sql('sandbox', `SELECT 'evt_' || replace(id::text,
	    '-', '') FROM stripe_events ORDER BY id DESC LIMIT 1`);
	assert.equal((await stripe(`/events/${event}`)).is(200).json.id, event);
	const back = (await stripe('/refunds', { payment_intent: intent,
	    amount: 500, reason: 'requested_by_customer',
	    'metadata[by]': 'a test' })).is(200).json;
	assert.equal(back.amount, 500);
	assert.equal((await stripe(`/refunds/${back.id}`)).is(200).json.id,
	    back.id);
	assert.ok((await stripe(`/refunds?payment_intent=${intent}`)).is(200)
	    .json.data.some((r) => r.id === back.id));
	refused(await stripe('/refunds', { payment_intent: intent,
	    amount: paid.amount }), 400, /amount|greater/);
});

await step('it refuses what is unknown, incomplete or too late', async () => {
	for (const path of ['/payment_intents/pi_none', '/events/evt_none',
	    `/events/evt_${'0'.repeat(32)}`, '/refunds/re_none',
	    '/checkout/sessions/cs_none'])
		refused(await stripe(path), 404, /resource_missing|[Nn]o such/);
	for (const path of ['/payment_intents/pi_none/cancel',
	    '/payment_intents/pi_none/confirm',
	    '/checkout/sessions/cs_none/expire'])
		refused(await stripe(path, { payment_method: 'pm_card_visa' }),
		    404, /resource_missing|[Nn]o such/);
	refused(await stripe('/refunds', {}), 400, /payment_intent/);
	refused(await stripe('/refunds', { payment_intent: 'pi_none' }), 404,
	    /payment_intent/);
	refused(await stripe('/refunds'), 400, /payment_intent/);
	refused(await stripe('/payment_intents', { currency: 'usd' }), 400,
	    /amount/);
	refused(await stripe('/payment_intents', { amount: 100 }), 400,
	    /currency/);
	refused(await stripe('/checkout/sessions', { mode: 'payment' }), 400,
	    /line_items|success_url/);
	const [[done]] = sql('sandbox', `SELECT id FROM stripe_sessions
	    WHERE status = 'complete' LIMIT 1`);
	refused(await stripe(`/checkout/sessions/${done}/expire`, {}), 400,
	    /./);
	const [[paid]] = sql('sandbox', `SELECT id FROM stripe_intents
	    WHERE status = 'succeeded' LIMIT 1`);
	refused(await stripe(`/payment_intents/${paid}/cancel`, {}), 400, /./);
});

await step('and whoever has not its key', async () => {
	for (const authorization of [undefined, 'Bearer sk_sandbox_wrong',
	    'Basic eDp5', 'Bearer']) {
		const answer = await new Visitor().ask('GET',
		    '/sandbox/stripe/v1/refunds/re_none', undefined,
		    { authorization });
		assert.equal(answer.is(401).json.error.type,
		    'invalid_request_error');
	}
});
