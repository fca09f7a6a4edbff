// SPDX-License-Identifier: ISC
//
// measure.mjs - what the farm's processes hold: memory of their own,
// descriptors, connections and keys.

import fs from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dir, sql } from '../integration/lib/farm.mjs';
import { raw } from '../integration/lib/http.mjs';
import { SERVICES } from '../integration/lib/services.mjs';

export const PARTS = [...SERVICES, 'worker'];

const pids = () => fs.readdirSync('/proc').filter((n) => /^\d+$/.test(n));

function read(path, otherwise = '') {
	try {
		return fs.readFileSync(path, 'utf8');
	} catch {
		return otherwise;
	}
}

function program(pid) {
	try {
		return fs.readlinkSync(`/proc/${pid}/exe`);
	} catch {
		return '';
	}
}

// KiB that a process shares with nobody.
function memory(pid) {
	return [...read(`/proc/${pid}/smaps_rollup`)
	    .matchAll(/^Private_\w+: +(\d+) kB/gm)]
	    .reduce((sum, [, kb]) => sum + Number(kb), 0);
}

// What its descriptors are, by kind: { socket: 4, file: 2 }.
function descriptors(pid) {
	const kinds = {};
	for (const fd of fs.readdirSync(`/proc/${pid}/fd`)) {
		let what;
		try {
			what = fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
		} catch {
			continue;
		}
		what = what.replace(/:?\[.*/, '').replace(/^\/.*/, 'file');
		kinds[what] = (kinds[what] ?? 0) + 1;
	}
	return kinds;
}

// Every process of the farm's own programs: pid to { part, memory, fds }.
export function processes() {
	const found = new Map();
	for (const pid of pids()) {
		const [, part] = new RegExp(
		    `^${dir}/release/.*/farm-([a-z]+)( \\(deleted\\))?$`)
		    .exec(program(pid)) ?? [];
		if (part)
			found.set(pid, { part, memory: memory(pid),
			    fds: descriptors(pid) });
	}
	return found;
}

export const count = (fds) => Object.values(fds).reduce((a, b) => a + b, 0);

// What pools have answered since they started: { auth: 7, … }.
export async function answered() {
	const text = (await raw('GET', '/metrics')).text, sums = {};
	for (const [, part, n] of text.matchAll(
	    /^farm_requests_total\{service="(\w+)".*\} (\d+)$/gm))
		sums[part] = (sums[part] ?? 0) + Number(n);
	return sums;
}

const redis = (...words) => execFileSync('redis-cli', ['-s',
    `${dir}/run/redis.sock`, ...words], { encoding: 'utf8' }).trim();

// Connections to the servers, and what Redis keeps, by kind of key.
export function servers() {
	const keys = {};
	for (const key of redis('--scan').split('\n').filter(Boolean)) {
		const kind = /^farm:/.test(key) ? key : key.replace(/:.*/, '');
		keys[kind] = (keys[kind] ?? 0) + 1;
	}
	return {
		backends: Number(sql('auth', `SELECT count(*)
		    FROM pg_stat_activity WHERE usename LIKE 'farm_%'
		    AND usename NOT LIKE '%_owner'`)[0][0]),
		clients: redis('client', 'list').split('\n').length,
		keys,
		stream: Number(redis('xlen', 'farm:events')),
		lasting: redis('--scan').split('\n').filter((key) => key &&
		    !key.startsWith('farm:') && redis('ttl', key) === '-1'),
	};
}
