// SPDX-License-Identifier: ISC
//
// farms.mjs - farms of a story's own, beside the farm under test. They are gone
// when the story ends.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

const command = process.env.FARM;
const farms = [];

const free_port = () => new Promise((done) => {
	const server = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = server.address();
		server.close(() => done(port));
	});
});

// { dir, port, url, env }, not started yet. Each command gets the settings of
// env.
export async function new_farm() {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'farmstand-shop.'));
	const port = await free_port();
	const made = { dir, port, url: `http://127.0.0.1:${port}`, env: {} };
	farms.push(made);
	return made;
}

// The settings of the farm under test are not those of these farms.
export function farmstand(farm, args, env = {}, input = '') {
	const done = spawnSync(command, [...args, '--dir', farm.dir],
	    { encoding: 'utf8', input, env: { ...process.env, FARM_DIR: undefined,
	    FARM_URL: undefined, RATE_LIMIT: 'off', ...farm.env, ...env } });
	return { ...done, said: done.stdout + done.stderr };
}

export const good = (done) => assert.equal(done.status, 0, done.said) ?? done;

export const up = (farm, ...args) => farmstand(farm, ['up', '--port',
    String(farm.port), ...args]);

// The other libraries talk to this farm. They are imported after this call.
export function use(farm) {
	process.env.FARM_DIR = farm.dir;
	process.env.FARM_URL = farm.url;
}

process.on('exit', () => {
	for (const farm of farms) {
		farmstand(farm, ['down']);
		fs.rmSync(farm.dir, { recursive: true, force: true });
	}
});
