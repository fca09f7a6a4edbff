#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 96_production.mjs - a demo farm becomes a real shop. Its demo shop is removed,
// and what real people did stays. It refuses settings of a demo. In production it
// has no sandbox; it pays at the sandbox of a second farm, to which the test
// points its API base.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { step } from './lib/tap.mjs';
import { farmstand, good, new_farm, up, use } from './lib/farms.mjs';

function put(farm, settings) {
	const file = `${farm.dir}/farmstand.env`;
	const lines = fs.readFileSync(file, 'utf8').split('\n').filter((l) =>
	    l !== '' && !(l.split('=')[0] in settings));
	for (const [name, value] of Object.entries(settings))
		if (value !== null)
			lines.push(`${name}=${value}`);
	fs.writeFileSync(file, lines.join('\n') + '\n');
}

const hex = (bytes) => crypto.randomBytes(bytes).toString('hex');
const key = `sk_test_${hex(16)}`, secret = `whsec_${hex(24)}`;

// ---- a demo farm with a real vendor and a real buyer ---------------------------------

const bank = await new_farm(), shop = await new_farm();

await step('a demo farm starts', () => {
	good(up(shop));
	assert.match(good(farmstand(shop, ['status'])).stdout, /^mode demo/);
	assert.doesNotMatch(fs.readFileSync(`${shop.dir}/farmstand.env`,
	    'utf8'), /_API_BASE=/);
});

use(shop);
const { Visitor } = await import('./lib/http.mjs');
const { register, sign_in, approved_vendor, add_product, order, pay } =
    await import('./lib/people.mjs');
const { sql } = await import('./lib/farm.mjs');

const count = (service, table, where = 'true') => Number(sql(service,
    `SELECT count(*) FROM ${table} WHERE ${where}`)[0][0]);
const unbalanced = () => count('payments', `(SELECT FROM ledger_entries
    GROUP BY transaction_id HAVING sum(amount) <> 0) t`);
const demo = (kind) => `::text LIKE '00000000-0000-7000-8000-${kind}%'`;

const vendor = await approved_vendor('real');
const own = await add_product(vendor);
const buyer = await register('real');
const [[demo_id]] = sql('products', `SELECT id FROM products WHERE id${
    demo('04')} AND is_listed AND NOT has_variants AND stock_quantity > 5
    LIMIT 1`);
const demo_good = { id: demo_id };
const demo_buyer = await sign_in('buyer@example.com');
let mixed, theirs, fake;

await step('real people and demo people buy', async () => {
	mixed = await order(buyer, [[own, 1], [demo_good, 2]]);
	theirs = await order(demo_buyer, [[own, 1]]);
	fake = await order(demo_buyer, [[demo_good, 1]]);
	for (const [person, placed] of [[buyer, mixed], [demo_buyer, theirs],
	    [demo_buyer, fake]])
		assert.equal((await pay(person, placed)).is(200).json.status,
		    'COMPLETED');
});

// ---- what production refuses -----------------------------------------------------------

const refused = (settings, why) => {
	const done = farmstand(shop, ['up'], { FARM_MODE: 'production',
	    ...settings });
	assert.notEqual(done.status, 0, done.said);
	assert.match(done.said, why);
};
const real = { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret,
	RAZORPAY_KEY_ID: 'rzp_test_x', PAYPAL_CLIENT_ID: 'x',
	PUBLIC_URL: 'https://shop.example' };

await step('production refuses keys of the sandbox', () => {
	refused({}, /STRIPE_SECRET_KEY belongs to the sandbox/);
	refused({ ...real, RAZORPAY_KEY_ID: 'rzp_sandbox_1' },
	    /RAZORPAY_KEY_ID belongs to the sandbox/);
});

await step('production refuses an address without https', () =>
	refused({ ...real, PUBLIC_URL: shop.url }, /setting PUBLIC_URL: /));

await step('production refuses secrets that can be guessed', () =>
	refused({ ...real, JWT_REFRESH_SECRET: 'change-me-'.repeat(4) },
	    /setting JWT_REFRESH_SECRET: This secret can be guessed/));

await step('production refuses demo accounts', () =>
	refused(real, /demo accounts are left.*demo remove/));

await step('a misspelt name is refused', () =>
	refused({ FARM_MODE: 'demo', RATE_LIMITT: 'off' },
	    /RATE_LIMITT is not a setting: did you mean RATE_LIMIT\?/));

await step('an unknown mode is refused', () => {
	const done = farmstand(shop, ['up'], { FARM_MODE: 'real' });
	assert.notEqual(done.status, 0);
	assert.match(done.said, /FARM_MODE=real: demo or production/);
});

await step('after all that the demo farm still runs', async () =>
	(await new Visitor().page('/')).is(200));

await step('a real key is never used with the own sandbox', () => {
	put(shop, { STRIPE_API_BASE: `${shop.url}/sandbox/stripe` });
	good(farmstand(shop, ['up'], { STRIPE_SECRET_KEY: `sk_live_${hex(9)}`,
	    STRIPE_WEBHOOK_SECRET: secret }));
	assert.doesNotMatch(fs.readFileSync(`${shop.dir}/run/start/payments`,
	    'utf8'), /STRIPE_API_BASE/);
	good(farmstand(shop, ['up']));
	assert.match(fs.readFileSync(`${shop.dir}/run/start/payments`, 'utf8'),
	    /STRIPE_API_BASE='http:.*\/sandbox\/stripe'/);
});

// ---- demo remove -----------------------------------------------------------------------

const before = {};

await step('"demo remove" removes the demo shop', () => {
	for (const [service, table] of [['auth', 'users'], ['products',
	    'products'], ['orders', 'orders'], ['payments', 'payments']])
		before[table] = count(service, table, `NOT id::text LIKE
		    '00000000-0000-7000-8000-%'`);
	good(farmstand(shop, ['demo', 'remove']));
	assert.equal(count('auth', 'users', `id${demo('01')}`), 0);
	assert.equal(count('orders', 'orders', `id${demo('06')}`), 0);
	assert.equal(count('orders', 'carts', `user_id${demo('01')}`), 0);
	assert.equal(count('payments', 'payments', `id${demo('08')}`), 0);
	assert.equal(count('products', 'categories', `id${demo('03')}
	    AND id <> '${own.categoryId}'`), count('products', 'categories',
	    `id = (SELECT parent_id FROM categories WHERE id =
	    '${own.categoryId}')`));
	assert.equal(count('products', 'products', `id${demo('04')}`), 1);
	assert.ok(!fs.existsSync(`${shop.dir}/media/demo`));
});

await step('what real people did is still there', async () => {
	assert.equal(count('auth', 'users'), before.users);
	assert.equal(count('products', 'products', `vendor_id =
	    '${vendor.shop.id}'`), 1);
	// (the demo buyer's own order is not a real one)
	assert.equal(count('orders', 'orders'), before.orders - 1);
	assert.equal(count('payments', 'payments'), before.payments - 1);
	assert.equal(count('orders', 'orders', `id = '${fake.id}'`), 0);
	assert.equal((await buyer.get(`/orders/${mixed.id}`)).is(200).json
	    .items.length, 2);
	const sold = (await vendor.get('/vendor/orders')).is(200).json.data;
	assert.deepEqual(sold.map((o) => o.id).sort(),
	    [mixed.id, theirs.id].sort());
	(await new Visitor().get(`/products/${own.id}`)).is(200);
});

await step('the books are balanced', () => {
	assert.equal(unbalanced(), 0);
	assert.equal(count('payments', 'ledger_transactions',
	    `kind = 'sale'`), before.payments - 1);
	assert.equal(count('payments', 'ledger_transactions t', `NOT EXISTS
	    (SELECT FROM payments p WHERE p.id = t.payment_id)`), 0);
});

await step('demo goods are off sale, and their counters follow', async () => {
	(await new Visitor().get(`/products/${demo_good.id}`)).is(404);
	assert.equal(count('products', 'category_counts k', `listed <>
	    (SELECT count(*) FROM products p WHERE is_listed AND coalesce(
	    p.category_id, '00000000-0000-0000-0000-000000000000') =
	    k.category_id)`), 0);
});

await step('demo people are signed out and cannot sign in', async () => {
	(await demo_buyer.get('/auth/profile')).is(401);
	(await new Visitor().post('/auth/login', { email: 'admin@example.com',
	    password: 'farmstand-demo' })).is(401);
});

await step('"demo remove" may be repeated; "up" brings nothing back', () => {
	good(farmstand(shop, ['demo', 'remove']));
	good(farmstand(shop, ['up']));
	assert.equal(count('auth', 'users'), before.users);
});

// ---- production ------------------------------------------------------------------------

await step('a second farm lends its sandbox', () => {
	bank.env = { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret };
	good(up(bank, '--no-demo'));
});

await step('the shop goes into production', () => {
	fs.writeFileSync(`${shop.dir}/name`, 'Corner Shop\n');
	put(shop, { FARM_MODE: 'production', ...real, RAZORPAY_KEY_ID: null,
	    SHOP_NAME_FILE: `${shop.dir}/name`,
	    PAYPAL_CLIENT_ID: null,
	    STRIPE_API_BASE: `${bank.url}/sandbox/stripe` });
	good(farmstand(shop, ['up']));
	const status = good(farmstand(shop, ['status'])).stdout;
	assert.match(status, /^mode production/);
	assert.doesNotMatch(status, /sandbox/);
	const doctor = good(farmstand(shop, ['doctor'])).stdout;
	assert.match(doctor, /mode production/);
	assert.doesNotMatch(doctor, /nobody can order/);
});

await step('a file holds its name', async () => assert.match((await
    new Visitor().page('/')).is(200).text, /<title>[^<]*Corner Shop/));

await step('it has no sandbox, no mails to look at and no demo', async () => {
	const someone = new Visitor();
	assert.equal((await someone.ask('GET', '/healthz')).is(200).json.parts
	    .sandbox, 'off');
	for (const gone of ['/sandbox/stripe/checkout/cs_x', '/dev/mail'])
		(await someone.page(gone)).is(404);
	(await someone.ask('POST', '/sandbox/stripe/v1/refunds')).is([404, 405]);
	assert.notEqual(farmstand(shop, ['seed', 'demo']).status, 0);
	assert.ok(!fs.existsSync(`${shop.dir}/run/sandbox.sock`));
	for (const program of ['worker', 'auth'])
		assert.doesNotMatch(fs.readFileSync(
		    `${shop.dir}/run/start/${program}`, 'utf8'),
		    /CLOCK_PATH|OUTBOX_DATABASE_URL_SANDBOX/);
});

// (cookies have other names under https)
const customer = await sign_in(buyer.email);

await step('somebody buys, and the other farm takes the money', async () => {
	const placed = await order(customer, [[own, 1]]);
	assert.equal((await pay(customer, placed)).is(200).json.status,
	    'COMPLETED');
	const [[id]] = sql('payments', `SELECT transaction_id FROM payments
	    WHERE order_id = '${placed.id}'`);
	const said = farmstand(bank, ['psql', 'sandbox', '--owner'], {}, `SELECT
	    status FROM stripe_intents WHERE id = '${id}'`);
	assert.match(said.stdout, /^ *succeeded$/m, said.said);
});

await step('without keys no method is offered, and doctor says so', async () => {
	put(shop, { STRIPE_SECRET_KEY: null, STRIPE_WEBHOOK_SECRET: null });
	good(farmstand(shop, ['up']));
	assert.match(good(farmstand(shop, ['doctor'])).stdout,
	    /note no payment provider has keys: nobody can order/);
	const { fill_cart, checkout } = await import('./lib/people.mjs');
	await fill_cart(customer, [[own, 1]]);
	(await checkout(customer)).is(422);
});
