// SPDX-License-Identifier: ISC
//
// farm.mjs - behind the scenes of the farm under test: its databases, its
// processes, its mails.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import assert from 'node:assert/strict';
import path from 'node:path';

export const dir = process.env.FARM_DIR;
const command = process.env.FARM;

export function farm(...args) {
	const done = spawnSync(command, [...args, '--dir', dir],
	    { encoding: 'utf8' });
	assert.equal(done.status, 0, `farmstand ${args.join(' ')}: ` +
	    done.stdout + done.stderr);
	return done.stdout;
}

// The same while we go on.
export async function farm_beside(...args) {
	const child = spawn(command, [...args, '--dir', dir],
	    { stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (data) => { said += data; });
	const status = await new Promise((done) => child.on('close', done));
	assert.equal(status, 0, `farmstand ${args.join(' ')}: ${said}`);
	return said;
}

// What psql prints as the owner of a service's database, by lines.
function psql(service, text) {
	const done = spawnSync(command, ['psql', service, '--owner', '--dir',
	    dir], { encoding: 'utf8', maxBuffer: 1 << 28,
	    input: `\\pset tuples_only on\n\\pset format unaligned\n` +
	    `\\pset fieldsep '|'\n${text}\n` });
	assert.equal(done.status, 0, `${text}: ${done.stderr}`);
	return done.stdout.split('\n').filter((line) => line !== '' &&
	    !/^(Tuples only|Output format|Field separator|INSERT|UPDATE|DELETE)/
	    .test(line));
}

// SQL as the owner of a service's database; rows as arrays of texts.
export const sql = (service, text) => psql(service, text).map((line) =>
    line.split('|'));

// Statements that take their time, while we go on.
export async function sql_beside(service, text) {
	const child = spawn(command, ['psql', service, '--owner', '--dir', dir],
	    { stdio: ['pipe', 'ignore', 'inherit'] });
	child.stdin.end(`${text}\n`);
	const status = await new Promise((done) => child.on('close', done));
	assert.equal(status, 0, text);
}

// The rows of a query as objects.
export function rows(service, query) {
	const text = psql(service, `SELECT jsonb_agg(q) FROM (${query}) q;`)[0];
	return text ? JSON.parse(text) : [];
}

export function setting(name) {
	const line = fs.readFileSync(`${dir}/farmstand.env`, 'utf8')
	    .split('\n').find((l) => l.startsWith(`${name}=`));
	return line?.slice(name.length + 1);
}

export const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

// Ask until it holds; the last answer, or a failure that says what was
// waited for.
export async function until(what, fn, seconds = 20) {
	const end = Date.now() + seconds * 1000;
	let value, error;
	do {
		try {
			error = undefined;
			if ((value = await fn()))
				return value;
		} catch (e) {
			error = e;
		}
		await sleep(150);
	} while (Date.now() < end);
	assert.fail(`not within ${seconds} s: ${what}` +
	    (error ? ` (${error.message})` : ''));
}

// ---- processes ------------------------------------------------------------------

function stat(pid) {
	try {
		const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state, parent] = text.slice(text.lastIndexOf(')') + 2)
		    .split(' ');
		return { state, parent: Number(parent) };
	} catch {
		return null;
	}
}

export const alive = (pid) => {
	const s = stat(pid);
	return s !== null && s.state !== 'Z';
};

// The first process of a part: multiwatch of a pool, the server itself.
export function leader(part) {
	return Number(fs.readFileSync(`${dir}/run/pids/${part}.pid`, 'utf8')
	    .split(' ')[0]);
}

// The programs of a pool.
export function programs(part) {
	const boss = leader(part);
	return fs.readdirSync('/proc').filter((n) => /^\d+$/.test(n))
	    .map(Number).filter((pid) => {
		const s = stat(pid);
		return s && s.parent === boss && s.state !== 'Z';
	});
}

// As a process calls itself: "postgres: farm_auth auth_db …".
export function command_of(pid) {
	try {
		return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')
		    .replace(/\0/g, ' ');
	} catch {
		return '';
	}
}

// Only to processes of this farm: take the pids from above.
export function signal(pids, name) {
	for (const pid of [pids].flat())
		try {
			process.kill(pid, name);
		} catch (e) {
			if (e.code !== 'ESRCH')
				throw e;
		}
}

// How many connections a pool has, accepted or waiting for one that accepts.
export const connections = (pool) => fs.readFileSync('/proc/net/unix', 'utf8')
    .split('\n').filter((line) => line.endsWith(`${dir}/run/${pool}.sock`))
    .length - 1;

// ---- mails --------------------------------------------------------------------------

// Mails to this address, oldest first: { subject, text }.
export function mails(to) {
	const found = [];
	for (const folder of ['new', 'cur']) {
		const place = path.join(dir, 'mail', folder);
		for (const name of fs.existsSync(place) ?
		    fs.readdirSync(place).sort() : []) {
			const text = fs.readFileSync(path.join(place, name),
			    'utf8').replace(/\r\n/g, '\n');
			const head = text.slice(0, text.indexOf('\n\n'));
			if (new RegExp(`^To:.*${to.replace(/[.+]/g, '\\$&')}`,
			    'mi').test(head))
				found.push({ subject: decode(/^Subject: (.*(?:\n\s.*)*)/mi
				    .exec(head)?.[1] ?? ''), text });
		}
	}
	return found;
}

// RFC 2047 words of a header.
function decode(text) {
	return text.replace(/\n\s+/g, ' ')
	    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, b) =>
	    Buffer.from(b, 'base64').toString('utf8'))
	    .replace(/=\?utf-8\?q\?([^?]*)\?=/gi, (_, q) =>
	    decodeURIComponent(q.replace(/_/g, ' ').replace(/=/g, '%')));
}

export function mail(to, subject, seconds = 20) {
	return until(`a mail to ${to}: ${subject}`, () => mails(to).find((m) =>
	    subject.test(m.subject)), seconds);
}
