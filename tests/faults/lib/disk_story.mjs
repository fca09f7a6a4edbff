// SPDX-License-Identifier: ISC
//
// disk_story.mjs - databases, Redis, logs and mails have nowhere to write.
// Whoever asks is told when to come again, nothing that was acknowledged is
// lost, and with room again all is well. FARM_DIR is a disk of its own.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { step } from '../../integration/lib/tap.mjs';
import { Visitor, url } from '../../integration/lib/http.mjs';
import { crowd, on_sale } from '../../integration/lib/people.mjs';
import { alive, dir, farm, leader, sleep, sql, until } from
    '../../integration/lib/farm.mjs';
import { complete, kill_pool } from '../../integration/lib/trouble.mjs';
import { Book, meanwhile } from './book.mjs';
import { complaints } from './audit.mjs';
import { SERVICES } from '../../integration/lib/services.mjs';

const ballast = `${dir}/ballast`;

// All that is left, now and again: what others give free is taken too.
function fill() {
	const block = Buffer.alloc(1 << 16);
	const fd = fs.openSync(ballast, 'a');
	try {
		for (let size = block.length; size >= 512;)
			try {
				fs.writeSync(fd, block, 0, size);
			} catch {
				size /= 2;
			}
	} finally {
		fs.closeSync(fd);
	}
}

const filled = () => until('it is full', () => free() === 0);

const free = () => {
	const s = fs.statfsSync(dir);
	return s.bavail * s.bsize;
};

farm('up', '--port', new URL(url).port);

try {
	const book = new Book();
	const thing = on_sale(1, 12.35, 9000), other = on_sale(2, 7.15, 9000);
	book.offers(thing, other);
	book.patience = 120;
	const stop_trading = book.trade(crowd(5000, 'pressed'), [[thing, 1],
	    [other, 2]], 4);
	const goes_on = (what) => {
		const then = book.done;
		return until(`${what}: orders are made`, () => book.done >
		    then + 20, 60);
	};
	const seen = {};
	let filling = () => {};

	await step('trade goes on', () => goes_on('at first'));
	await step('full: whoever asks is told to come again', async () => {
		console.log(`# ${(free() / 1e6).toFixed(0)} MB are left`);
		filling = meanwhile(() => fill(), 20);
		const refused = book.refused;
		await until('people are refused', () => book.refused > refused +
		    6, 60);
		await filled();
	});
	await step('programs that start now serve, too', async () => {
		// As after a reboot: what they make at their start is not there.
		fs.rmSync(`${dir}/run/metrics`, { recursive: true });
		fs.mkdirSync(`${dir}/run/metrics`, { mode: 0o777 });
		fs.chmodSync(`${dir}/run/metrics`, 0o777);
		await filled();
		for (const pool of SERVICES)
			await kill_pool(pool);
		await sleep(3000);
		await until('all are there', () => SERVICES.every(complete));
	});
	await step('PostgreSQL cannot write its log any more, and panics', () =>
	    assert.throws(() => sql('orders', `SELECT
	    pg_logical_emit_message(false, 'full', repeat('x', 40000000))`),
	    /PANIC: .*No space left/));
	await step('who only looks is answered, or told to come again',
	    async () => {
		const visitor = new Visitor();
		for (let i = 0; i < 40; i++)
			for (const path of ['/', '/products', '/login',
			    `/api/products/${thing.id}`, '/api/categories']) {
				const { status } = await visitor.page(path);
				seen[status] = (seen[status] ?? 0) + 1;
				assert.ok([200, 503].includes(status),
				    `${path}: ${status}`);
			}
		console.log(`# readers saw ${JSON.stringify(seen)}`);
	});
	await step('with room again all is well', async () => {
		await filling();
		fs.rmSync(ballast);
		// It cannot even recover without room, and ends. Nobody else.
		if (!alive(leader('postgres')))
			farm('up');
		await goes_on('with room');
		await until('all programs are there', () =>
		    SERVICES.every(complete));
	});
	await stop_trading();
	console.log(`# ${book.done} orders; ${book.refused} requests told ` +
	    `to come again, silent: ${JSON.stringify(book.silences)}`);
	await step('the books agree: nothing lost, nothing twice', async () =>
	    assert.deepEqual(await complaints(book), []));
} finally {
	farm('down');
}
