// SPDX-License-Identifier: ISC
//
// psql.mjs - a session with a service's database that stays: it can hold a
// lock for as long as somebody has to be kept waiting.

import { spawn } from 'node:child_process';
import assert from 'node:assert/strict';
import { dir, signal } from '../../integration/lib/farm.mjs';

export class Session {
	constructor(service) {
		this.service = service;
		this.text = '';
		this.waiting = [];
		this.child = spawn(process.env.FARM, ['psql', service,
		    '--owner', '--dir', dir], { stdio: ['pipe', 'pipe',
		    'pipe'] });
		this.child.stdout.on('data', (chunk) => this.heard(chunk));
		this.child.stderr.on('data', (chunk) => {
			this.error = String(chunk);
		});
		this.child.on('close', () => {
			this.ended = true;
			for (const { fail } of this.waiting.splice(0))
				fail(new Error(`psql ${service}: ${this.error}`));
		});
		this.child.stdin.on('error', () => {});
		this.child.stdin.write('\\pset tuples_only on\n' +
		    '\\pset format unaligned\n\\echo ready\n');
		this.ready = new Promise((done, fail) => this.waiting.push(
		    { done, fail, mark: 'ready' }));
		this.ready.catch(() => {});
	}

	heard(chunk) {
		this.text += chunk;
		for (let at; this.waiting.length > 0 && (at = this.text.indexOf(
		    `${this.waiting[0].mark}\n`)) >= 0;) {
			const { done, mark } = this.waiting.shift();
			done(this.text.slice(0, at).split('\n').filter((l) =>
			    l !== ''));
			this.text = this.text.slice(at + mark.length + 1);
		}
	}

	// The lines that it answers.
	async ask(text) {
		await this.ready;
		const mark = `-- ${Math.random()}`;
		return new Promise((done, fail) => {
			if (this.ended)
				return fail(new Error(`psql ${this.service} ` +
				    `has ended: ${this.error}`));
			this.waiting.push({ done, fail, mark });
			this.child.stdin.write(`${text}\n\\echo ${mark}\n`);
		});
	}

	end() {
		this.ended = true;
		this.child.stdin.end();
	}
}

// A lock that is held until it is let go.
export class Lock {
	constructor(service) {
		this.session = new Session(service);
	}

	open() {
		return this.session.ready;
	}

	take(lock) {
		return this.session.ask(`BEGIN;\n${lock};`);
	}

	async stuck(role) {
		return (await this.session.ask(`SELECT l.pid FROM pg_locks l
		    JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted
		    AND a.usename = '${role}'
		    AND a.datname = current_database();`)).map(Number);
	}

	// Somebody waits for it (for a second; then he gives up).
	async met(role, seconds = 20) {
		const end = Date.now() + seconds * 1000;
		while ((await this.stuck(role)).length === 0)
			assert.ok(Date.now() < end,
			    `${role} does not come to the lock`);
	}

	// Whoever waits was killed: what he asked for last must not be done
	// after him.
	async cut(role) {
		signal(await this.stuck(role), 'SIGTERM');
		while ((await this.stuck(role)).length > 0);
	}

	async let_go() {
		if (!this.session.ended)
			await this.session.ask('ROLLBACK;').catch(() => {});
		this.session.end();
	}
}
