// SPDX-License-Identifier: ISC
//
// trouble.mjs - programs are killed, and a careful client asks again.

import { programs, signal, sleep, setting, until } from './farm.mjs';

export const unavailable = [502, 503, 504];

// All programs of a pool at once: whichever has the request, it is hit.
// multiwatch starts them again, unless they die in their first second.
const last = {};
export async function kill_pool(pool) {
	const wait = (last[pool] ?? 0) + 1300 - Date.now();
	if (wait > 0)
		await sleep(wait);
	const victims = programs(pool);
	signal(victims, 'SIGKILL');
	last[pool] = Date.now();
	return victims.length;
}

export const complete = (pool) => programs(pool).length ===
    Number(setting(`WORKERS_${pool.toUpperCase()}`));

// Starts asking, kills the pool after so many milliseconds, and answers what
// came of it: an answer, or an error of the connection.
export async function killed_during(pool, ms, ask) {
	await until(`${pool} is complete`, () => complete(pool));
	const wait = (last[pool] ?? 0) + 1300 - Date.now();
	if (wait > 0)
		await sleep(wait);
	const asked = ask().catch((e) => ({ status: 0, text: e.message }));
	await sleep(ms);
	await kill_pool(pool);
	return asked;
}

// As a careful client does: the same key until there is an answer.
export const until_answered = (what, ask) => until(what, async () => {
	const answer = await ask().catch(() => null);
	if (answer === null || unavailable.includes(answer.status) ||
	    (answer.status === 409 && /in_use/.test(answer.text)))
		return null;
	return answer;
}, 40);
