// SPDX-License-Identifier: ISC
//
// refusals.mjs - whatever can be wrong with a request, at every operation:
// made from the document, so that new operations need nothing here.

import assert from 'node:assert/strict';
import { step } from '../lib/tap.mjs';
import { Visitor } from '../lib/http.mjs';
import { register, sign_in, bearer } from '../lib/people.mjs';
import { operations, operation_of, deref } from '../lib/openapi.mjs';

const JSON_TYPE = { 'content-type': 'application/json' };
export const UNKNOWN = '00000000-0000-7000-8000-990000000099';

const buyer = await register('refused');
const people = { BUYER: buyer, VENDOR: await sign_in('vendor@example.com'),
	ADMIN: await sign_in('admin@example.com') };

// The role that an operation asks for: null is any of them.
const role_of = (op) => op.security.find((s) => s.bearer)?.bearer[0] ?? null;
export const caller_of = (op) => people[role_of(op) ?? 'BUYER'];

// An account of the right kind that has nothing to lose.
export const passer_of = (op) => role_of(op) === 'ADMIN' ? people.ADMIN :
    register('passing', role_of(op) ?? 'BUYER');
const is_open = (op) => op.security.length === 0 || op.security.some((s) =>
    !s.bearer && !s.cookie);
const is_raw = (op) => op.security.some((s) => s.stripeSignature);

// The path with these values, or with ones that nothing has.
export function target_of(op, values = {}) {
	return op.path.replace(/\{(\w+)\}/g, (_, name) => {
		const { schema } = op.parameters.find((p) => p.name === name);
		return values[name] ?? (schema.format === 'uuid' ? UNKNOWN :
		    schema.type === 'integer' ? 9007199254740991 :
		    'no-such-thing');
	});
}

// A valid body that means nothing that there is.
export function body_of(op) {
	const { examples, properties } = op.body ? deref(op.body) : {};
	return examples && Object.fromEntries(Object.entries(examples[0])
	    .map(([name, value]) => [name, properties[name]?.format === 'uuid' ?
		UNKNOWN : value]));
}

// Has it a name for something that may not be there?
const names_something = (op) => op.path.includes('{') || (op.body &&
    Object.values(deref(op.body).properties).some((p) => p.format === 'uuid'));

for (const op of operations.filter((o) => o.path.startsWith('/api/'))) {
	const unsafe = op.method !== 'GET';
	const who = op.parameters.length > 0 || is_open(op) ? caller_of(op) :
	    await passer_of(op);
	const ask = (body, headers, values) => who.ask(op.method,
	    target_of(op, values), body, headers);

	await step(`${op.id} refuses what nobody could understand`, async () => {
		(await who.ask(op.method, `${target_of(op)}?%ff=1`))
		    .problem(400, 'malformed_text');
		if (op.path.includes('{'))
			(await who.ask(op.method, op.path.replace(/\{\w+\}/g,
			    '%ff'))).problem(400, 'malformed_text');
		if (!unsafe || is_raw(op))
			return;
		for (const body of ['{"a":', '{"a":1}}', "{'a':1}"])
			(await ask(body, JSON_TYPE)).problem(400,
			    'malformed_json');
		for (const type of ['text/plain', 'multipart/form-data',
		    'application/x-www-form-urlencoded'])
			(await ask('a=1', { 'content-type': type })).problem(415);
	});
	if (unsafe)
		await step(`${op.id} refuses what is too long`, async () => {
			(await ask(Buffer.alloc(1024 * 1024 + 1, 0x20),
			    JSON_TYPE)).problem(413);
		});
	if (op.answers[401] && !/\/(login|refresh)$/.test(op.path))
		await step(`${op.id} refuses those who are nobody`, async () => {
			const callers = [bearer('no.such.token')];
			if (!is_open(op))
				callers.push(new Visitor());
			for (const nobody of callers)
				(await nobody.ask(op.method, target_of(op)))
				    .problem(401, 'not_signed_in');
		});
	if (role_of(op))
		await step(`${op.id} refuses those of another role`, async () => {
			for (const other of Object.keys(people).filter((r) =>
			    r !== role_of(op)))
				(await people[other].ask(op.method,
				    target_of(op))).problem(403, 'forbidden');
		});
	if (unsafe && !is_raw(op))
		await step(`${op.id} refuses other sites`, async () => {
			for (const headers of [
			    { 'sec-fetch-site': 'cross-site' },
			    { 'sec-fetch-site': 'same-site' },
			    { origin: 'https://elsewhere.example' }])
				(await ask(body_of(op), headers)).problem(403,
				    'cross_site');
		});
	if (op.body && deref(op.body).required && !is_raw(op))
		await step(`${op.id} takes nothing from the query`, async () => {
			const target = target_of(op);
			const wrong = async (path) => (await who.ask(op.method,
			    path)).problem(422).wrong;
			assert.deepEqual(await wrong(`${target}?${
			    new URLSearchParams(body_of(op))}`),
			    await wrong(target));
		});
	if (op.answers[404] && names_something(op))
		await step(`${op.id} does not find what is not there`,
		    async () => {
			(await ask(body_of(op))).problem(404);
		});
	if (unsafe)
		await step(`${op.id} takes a key if it says so`, async () => {
			const answer = await ask(body_of(op), { 'idempotency-key':
			    'k'.repeat(256), 'sec-fetch-site': 'same-origin' });
			const takes = op.parameters.some((p) => p.name ===
			    'Idempotency-Key');
			assert.equal(takes, answer.status === 400 && answer.json
			    .type.endsWith('/bad_idempotency_key'));
		});
	else
		await step(`${op.id} answers HEAD as GET`, async () => {
			const [get, head] = [await ask(), await who.ask('HEAD',
			    target_of(op))];
			assert.equal(head.status, get.status);
			assert.equal(head.type, get.type);
		});
}

await step('methods that are not described are 405 with those that are',
    async () => {
	for (const op of operations.filter((o) => o.path !== '/healthz')) {
		const target = target_of(op);
		const there = (method) => operation_of(method === 'HEAD' ?
		    'GET' : method, target);
		for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH',
		    'OPTIONS'].filter((m) => !there(m))) {
			const answer = (await buyer.ask(method, target))
			    .problem(405, 'method_not_allowed');
			assert.deepEqual(answer.headers.allow.split(', ')
			    .sort(), ['DELETE', 'GET', 'HEAD', 'POST', 'PUT']
			    .filter(there), `${method} ${op.path}`);
		}
	}
});

await step('unknown paths are problems too', async () => {
	for (const path of ['/api', '/api/', '/api/nothing', '/api/orders/',
	    '/api/internal/health', '/api/healthz'])
		(await buyer.ask('GET', path)).problem(404, 'not_found');
});
