#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// The disk is full (lib/disk_story.mjs). The farm of this story lives on a
// small disk in memory, mounted in a namespace of the story's own: nobody
// else sees it, and it is gone with the story. Without root a user namespace
// does.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const MEGABYTES = 400;

const free_port = () => new Promise((done) => {
	const server = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = server.address();
		server.close(() => done(port));
	});
});

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'farmstand-disk.'));
const port = await free_port();
const [uid, gid] = [process.getuid(), process.getgid()];

// A command where "dir" is the small disk, as the user that we are.
function there(command, stdio) {
	const mount = `mount -t tmpfs -o size=${MEGABYTES}m,mode=0755 tmpfs ` +
	    '"$FARM_DIR" && exec "$@"';
	const be_root = uid === 0 ? [] : ['--user', '--map-root-user'];
	const be_user = uid === 0 ? [] : ['unshare', '--user',
	    `--map-user=${uid}`, `--map-group=${gid}`];
	return spawnSync('unshare', [...be_root, '--mount', 'sh', '-c', mount,
	    'sh', ...be_user, ...command], { stdio, encoding: 'utf8', env: {
	    ...process.env, FARM_DIR: dir, FARM_URL:
	    `http://127.0.0.1:${port}` } });
}

const can = there(['true'], 'pipe');
if (can.status === 0) {
	process.exitCode = there([process.execPath, path.join(path.dirname(
	    process.argv[1]), 'lib/disk_story.mjs')], 'inherit').status ?? 1;
} else {
	const { step } = await import('../integration/lib/tap.mjs');
	await step('a small disk can be mounted, by root or in a user ' +
	    'namespace', () => {
		throw new Error(can.stderr || String(can.error));
	});
}
fs.rmdirSync(dir);
