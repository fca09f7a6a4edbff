#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 20_previous.mjs - a farm that runs an earlier commit (UPGRADE_FROM, else the
// one 60 before) is brought to this version while people use it. Needs the
// history of the tree.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { skip, step } from '../integration/lib/tap.mjs';

const tree = fileURLToPath(new URL('../../', import.meta.url));
const git = (...args) => spawnSync('git', ['-c', 'safe.directory=*', '-C',
    tree, ...args], { encoding: 'utf8' });

const listed = git('rev-list', '--first-parent', '-n', '61', 'HEAD');
const history = listed.status === 0 ? listed.stdout.trim().split('\n') : [];
const commit = process.env.UPGRADE_FROM ?? history[60];

const place = (name) => fs.mkdtempSync(path.join(os.tmpdir(), name));
const free_port = () => new Promise((done) => {
	const server = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = server.address();
		server.close(() => done(port));
	});
});

async function story() {
	const old = place('farmstand-old.'), dir = place('farmstand-upgraded.');
	const port = await free_port();
	const env = { ...process.env, RATE_LIMIT: 'off', FARM_DIR: undefined,
	    FARM_URL: undefined };
	const now = path.join(tree, 'scripts/farmstand');
	const farmstand = (command, args, more = {}) => new Promise((done) => {
		const child = spawn(command, [...args, '--dir', dir],
		    { env: { ...env, ...more } });
		let said = '';
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (data) => { said += data; });
		child.on('close', (status) => done({ status, said }));
	});
	const good = async (promise) => {
		const { status, said } = await promise;
		assert.equal(status, 0, said);
	};
	process.on('exit', () => {
		spawnSync(now, ['down', '--dir', dir], { env });
		for (const it of [old, dir])
			fs.rmSync(it, { recursive: true, force: true });
	});
	fs.chmodSync(old, 0o755);

	await step(`a farm of ${commit.slice(0, 7)} starts`, async () => {
		const taken = spawnSync('sh', ['-c', `git -c safe.directory='*' ` +
		    `-C '${tree}' archive ${commit} | tar -x -C '${old}'`]);
		assert.equal(taken.status, 0, String(taken.stderr));
		await good(farmstand(path.join(old, 'scripts/farmstand'), ['up',
		    '--port', String(port)], { FARM_BUILD: `${old}/build` }));
	});

	process.env.FARM_DIR = dir;
	process.env.FARM_URL = `http://127.0.0.1:${port}`;
	const { Visitor } = await import('../integration/lib/http.mjs');
	const { register, order, pay, on_sale } =
	    await import('../integration/lib/people.mjs');
	const { sql } = await import('../integration/lib/farm.mjs');

	let buyer, thing, placed;
	await step('somebody buys in it', async () => {
		buyer = await register('early');
		thing = on_sale(1, 12.5, 1000000);
		placed = await order(buyer, [[thing, 1]]);
		assert.equal((await pay(buyer, placed)).is(200).json.status,
		    'COMPLETED');
	});

	await step('the upgrade fails nobody who asks again', async () => {
		const seen = {}, wrong = [];
		let going = true;
		// A migration that changes the type of a column costs a process
		// one request; who asks again is answered.
		const ask = async (name, fn) => {
			let tries = 0;
			while (going) {
				const answer = await fn();
				const key = `${name} ${answer.status}`;
				seen[key] = (seen[key] ?? 0) + 1;
				if (answer.status < 400)
					tries = 0;
				else if (answer.status !== 503 ||
				    !answer.headers['retry-after'] ||
				    ++tries > 8)
					wrong.push(`${answer.request}: ` +
					    answer.text.slice(0, 200));
				await new Promise((r) => setTimeout(r, 20));
			}
		};
		const loads = [
			ask('page', () => new Visitor().page('/')),
			ask('list', () => new Visitor().get('/products')),
			ask('orders', () => buyer.get('/orders')),
			ask('cart', () => buyer.post('/cart/items',
			    { productId: thing.id, quantity: 1 }).then((a) =>
			    a.status === 409 ? buyer.get('/cart') : a)),
		];
		const { status, said } = await farmstand(now, ['up']);
		going = false;
		await Promise.all(loads);
		console.log(`# ${JSON.stringify(seen)}`);
		assert.equal(status, 0, said);
		assert.deepEqual(wrong.slice(0, 5), []);
	});

	await step('doctor finds nothing wrong', () => good(farmstand(now,
	    ['doctor'])));

	await step('what was bought is there, and trade goes on', async () => {
		assert.equal((await buyer.get(`/orders/${placed.id}`)).is(200)
		    .json.totalAmount, placed.totalAmount);
		const later = await register('late');
		const next = await order(later, [[thing, 2]]);
		assert.equal((await pay(later, next)).is(200).json.status,
		    'COMPLETED');
		assert.deepEqual(sql('payments', `SELECT transaction_id FROM
		    ledger_entries GROUP BY 1 HAVING sum(amount) <> 0`), []);
	});
}

if (commit)
	await story();
else
	skip('a farm of an earlier commit is upgraded', 'no history');
