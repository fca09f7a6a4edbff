#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// docs/configuration.md names every setting there is, with the default that
// it has, and nothing else; a program without its settings names them.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { step } from './lib/tap.mjs';
import { dir, setting } from './lib/farm.mjs';
import { SERVICES } from './lib/services.mjs';

const tree = fileURLToPath(new URL('../../', import.meta.url));
const page = fs.readFileSync(`${tree}docs/configuration.md`, 'utf8');

// ---- what the page says ------------------------------------------------------------

// `A_X` `_Y` are A_X and A_Y; `A_…` and `A_FIRST` … `A_LAST` one a service.
function expanded(text) {
	const names = [];
	const every = (start) => names.push(...SERVICES.map((s) => start +
	    s.toUpperCase()));
	for (const [, name] of text.matchAll(/`([A-Z_][A-Z0-9_…]*)`/g))
		if (name.endsWith('…'))
			every(name.slice(0, -1));
		else if (name.startsWith('_'))
			names.push(names[0].replace(/_[A-Z]+$/, name));
		else
			names.push(name);
	if (/` … `/.test(text))
		every(names.splice(0)[0].replace(/[A-Z]+$/, ''));
	return names;
}

const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell
	.replace(/^\| |\|$/g, '').trim()));
const documented = new Set([...rows.flatMap(([names]) => expanded(names)),
	...expanded(page.replace(/^\|.*$/gm, '')).filter((n) => /_/.test(n) ||
	    n === 'CFLAGS')]);

// ---- what there is ------------------------------------------------------------------

const program = (name) => `${dir}/release/current/libexec/farmstand/farm-${name}`;
const run = (name, option, env = {}) => spawnSync(program(name), [option],
    { encoding: 'utf8', env });
const declared = Object.fromEntries([...SERVICES, 'worker'].map((name) =>
    [name, run(name, '--settings').stdout.trim().split('\n')]));

const written = fs.readFileSync(`${dir}/farmstand.env`, 'utf8').split('\n')
    .filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('=')[0]);

function files_below(place) {
	return fs.readdirSync(place, { withFileTypes: true }).flatMap((e) =>
	    e.isDirectory() ? files_below(path.join(place, e.name)) :
	    [path.join(place, e.name)]);
}
const scripts = files_below(`${tree}scripts`).map((f) => fs.readFileSync(f,
    'utf8')).join('\n');
const asked = [...scripts.matchAll(/\(setting ([A-Z][A-Z_]*[A-Z])\b/g)]
    .map((m) => m[1]);
const optional = /^SETTINGS_OPTIONAL='([^']*)'$/m.exec(scripts)[1].split(/\s+/);

// ---- are they the same? --------------------------------------------------------------

const all = new Set([...Object.values(declared).flat(), ...written, ...asked,
	...optional]);

await step('every setting is described', () => {
	assert.ok(all.size > 50, `${all.size} settings`);
	assert.deepEqual([...all].filter((n) => !documented.has(n)), []);
});

await step('every setting that is described exists', () => {
	assert.deepEqual([...documented].filter((n) => !all.has(n) &&
	    n !== 'NAME_FILE'), []);
});

await step('defaults are those that the first "up" writes', () => {
	const told = rows.filter((cells) => cells.length === 3 && cells[1]);
	assert.ok(told.length > 10);
	for (const [names, value] of told) {
		const list = [...new Set(expanded(names))];
		const said = list.length > 1 ? value.split(' ') :
		    [(/^`([^`]*)`/.exec(value)?.[1] ?? value).replace('PORT',
		    setting('FARM_PORT')).replace('DIR', dir)];
		list.forEach((name, i) => {
			// (what a program takes when nothing is written)
			if (/^\(.*\)$/.test(said[i]))
				assert.equal(setting(name), undefined, name);
			else if (name !== 'FARM_PORT')
				assert.equal(setting(name), said[i], name);
		});
	}
});

// ---- is each declared once? ------------------------------------------------------------

const specs = new Map(['common', 'fcgi'].flatMap((room) => files_below(
    `${tree}${room}`)).filter((f) => f.endsWith('.c')).flatMap((f) =>
    [...fs.readFileSync(f, 'utf8').matchAll(
    /^SPEC(?:_STATIC)?\((\w+),([\s\S]*?)\);$/gm)].map(([, name, body]) =>
    [name, body])));

// The specs that a program's settings consist of: its own, and shared ones.
function parts_of(name, found = new Set()) {
	found.add(name);
	for (const [, part] of specs.get(name).matchAll(
	    /FIELD_BASE\(\w+,\s*(\w+)\)/g))
		parts_of(part, found);
	return found;
}

await step('a setting is declared in one place, whoever reads it', () => {
	const programs = [...specs.keys()].filter((n) => /_config$/.test(n));
	assert.deepEqual(programs.map((n) => n.replace(/_config$/, '')).sort(),
	    [...SERVICES, 'worker'].sort());
	const places = new Map();
	for (const name of new Set(['config', ...programs].flatMap((n) =>
	    [...parts_of(n)])))
		for (const [, member, called] of specs.get(name).matchAll(
		    /FIELD(?:_ENUM|_AS)?\((\w+),?(?:\s*"(\w+)")?/g)) {
			const setting = (called ?? member).toUpperCase();
			places.set(setting, [...places.get(setting) ?? [],
			    name]);
		}
	assert.ok(places.size > 20, `${places.size} settings`);
	assert.deepEqual([...places].filter(([, in_specs]) =>
	    in_specs.length > 1), []);
});

// What need not be there stands in no line; all else in one of its own.
const OPTIONAL = ['SHIPPING_AMOUNT', 'SHOP_NAME', 'LOG_LEVEL', 'TIMER_SECONDS', 'CLOCK_PATH',
    'OUTBOX_DATABASE_URL_SANDBOX', 'PAYMENT_METHODS',
	'STRIPE_API_BASE', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'];

for (const [name, settings] of Object.entries(declared))
	await step(`farm-${name} names the settings that it misses`, () => {
		const { status, stderr } = run(name, '--check');
		assert.notEqual(status, 0);
		assert.deepEqual(stderr.trim().split('\n').map((line) =>
		    /setting ([A-Z_]+): Enter a value\.$/.exec(line)?.[1] ??
		    line).sort(), settings.filter((s) => !OPTIONAL.includes(s))
		    .sort());
	});

const env = Object.fromEntries(fs.readFileSync(`${dir}/farmstand.env`, 'utf8')
    .split('\n').filter((l) => /^[A-Z]/.test(l)).map((l) => [l.slice(0,
    l.indexOf('=')), l.slice(l.indexOf('=') + 1)]));
Object.assign(env, { TEMPLATE_DIR: dir, METRICS_DIR: dir, PRIVATE_DIR: dir,
    INTERNAL_SOCKET: `${dir}/run/internal.sock` });

await step('a malformed setting is named, too', () => {
	for (const [name, value] of [['JWT_ACCESS_SECRET', 'short'],
	    ['RATE_LIMIT', 'maybe'], ['LOG_LEVEL', 'loud'],
	    ['CURRENCY', 'EURO'], ['CURRENCY', 'usd'], ['CURRENCY', '???'],
	    ['CURRENCY', 'XXX'], ['PUBLIC_URL', 'example.org/shop'],
	    ['PUBLIC_URL', 'https://shop.example/'], ['FARM_MODE', 'real'],
	    ['JWT_REFRESH_SECRET', env.JWT_ACCESS_SECRET]]) {
		const { status, stderr } = run('auth', '--check',
		    { ...env, [name]: value });
		assert.notEqual(status, 0);
		assert.match(stderr, new RegExp(`^farm-auth: setting ${name}: ` +
		    '.+\\n$'));
	}
});

await step('a sender without an address is refused', () => {
	for (const from of ['nobody', 'Shop <shop.example>', '@example.com']) {
		const { status, stderr } = run('worker', '--check',
		    { ...env, MAIL_FROM: from });
		assert.notEqual(status, 0, from);
		assert.match(stderr, /^farm-worker: setting MAIL_FROM: .+\n$/);
	}
});

await step('a file may hold a setting', () => {
	const file = `${dir}/run/secret-of-a-test`;
	const { JWT_ACCESS_SECRET: secret, ...others } = env;
	fs.writeFileSync(file, `${secret}\n`);
	try {
		assert.doesNotMatch(run('auth', '--check', { ...others,
		    JWT_ACCESS_SECRET_FILE: file }).stderr, /setting /);
		assert.match(run('auth', '--check', { ...env,
		    JWT_ACCESS_SECRET_FILE: file }).stderr,
		    /^farm-auth: setting JWT_ACCESS_SECRET: This is also set/);
	} finally {
		fs.rmSync(file);
	}
});

await step('doctor tells of a name that is misspelt', () => {
	const { stdout } = spawnSync(process.env.FARM, ['doctor', '--dir', dir],
	    { encoding: 'utf8', env: { ...process.env, RATE_LIMITT: 'off',
	    ANOTHER_PROGRAM: 'x' } });
	assert.match(stdout,
	    /note RATE_LIMITT is not a setting; did you mean RATE_LIMIT\?/);
	assert.doesNotMatch(stdout, /ANOTHER_PROGRAM/);
});

await step('no method is offered that is unknown or has no provider', () => {
	const said = (name, more) => {
		const { status, stderr } = run(name, '--check', { ...env,
		    ...more });
		assert.notEqual(status, 0);
		return stderr;
	};
	for (const name of ['orders', 'payments'])
		assert.equal(said(name, { PAYMENT_METHODS: 'STRIPE CASH' }),
		    `farm-${name}: setting PAYMENT_METHODS: "CASH" is not a ` +
		    'payment method.\n');
	assert.equal(said('payments', { PAYMENT_METHODS: 'PAYPAL' }),
	    'farm-payments: setting PAYMENT_METHODS: There is no provider ' +
	    'for PAYPAL.\n');
	for (const secret of ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'])
		assert.equal(said('payments', { PAYMENT_METHODS: 'STRIPE',
		    [secret]: '' }), `farm-payments: setting ${secret}: ` +
		    'This setting is required: PAYMENT_METHODS offers STRIPE.\n');
});

await step('so is one that only the command looks at', () => {
	for (const [name, value] of [['ESCROW_DAYS', 'soon'],
	    ['WORKERS_AUTH', '0'], ['PAGE_CACHE', 'maybe'],
	    ['FARM_PORT', '70000']]) {
		const { status, stderr } = spawnSync(process.env.FARM,
		    ['doctor', '--dir', dir], { encoding: 'utf8',
		    env: { ...process.env, [name]: value } });
		assert.notEqual(status, 0, name);
		assert.match(stderr, new RegExp(`^farmstand: ${name}=${value}`));
	}
});
