// SPDX-License-Identifier: ISC
//
// kill.mjs - a process of the farm is killed, and comes back by itself.

import fs from 'node:fs';
import { command_of, leader, programs, signal } from
    '../../integration/lib/farm.mjs';
import { SERVICES } from '../../integration/lib/services.mjs';

const started = (pid) => {
	try {
		return fs.statSync(`/proc/${pid}`).ctimeMs;
	} catch {
		return Infinity;
	}
};

// multiwatch gives up whoever dies in their first second, again and again.
const grown = (pids) => pids.filter((pid) => started(pid) < Date.now() -
    1500);

export function children(pid) {
	try {
		return fs.readFileSync(`/proc/${pid}/task/${pid}/children`,
		    'utf8').trim().split(' ').filter((p) => p !== '')
		    .map(Number);
	} catch {
		return [];
	}
}

// The worker is a child of the loop that keeps it.
export const worker = () => programs('worker').filter((pid) =>
    /farm-worker/.test(command_of(pid)));
export const mailer = () => worker().flatMap(children).filter((pid) =>
    /--mails/.test(command_of(pid)));

const kinds = {
	...Object.fromEntries(SERVICES.map((p) => [p, () => programs(p)])),
	worker, mailer,
	nginx: () => programs('nginx').filter((pid) => /worker process/.test(
	    command_of(pid))),
	postgres: () => programs('postgres').filter((pid) =>
	    /^postgres: farm_(orders|products|payments) /.test(
	    command_of(pid))),
};

// Those that the money goes through more often than others.
const lots = ['products', 'orders', 'payments', 'products', 'orders',
	'payments', 'products', 'orders', 'payments', 'sandbox', 'sandbox',
	'auth', 'notify', 'worker', 'mailer', 'nginx', 'postgres'];

const pick = (list) => list[Math.floor(Math.random() * list.length)];

export function kill_somebody(counts) {
	const kind = pick(lots);
	const victim = pick(grown(kinds[kind]()));
	if (victim === undefined || victim === leader('nginx'))
		return;
	signal(victim, 'SIGKILL');
	counts[kind] = (counts[kind] ?? 0) + 1;
}
