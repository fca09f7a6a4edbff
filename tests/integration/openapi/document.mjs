// SPDX-License-Identifier: ISC
//
// document.mjs - the document by itself, and beside what the programs say.

import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { step } from '../lib/tap.mjs';
import { ERRORS } from '../lib/errors.mjs';
import { routes } from '../lib/routes.mjs';
import { doc, file, operations, deref, words_of, wrong_with } from
    '../lib/openapi.mjs';

const { lint, createConfig } = createRequire(import.meta.url)(
    '@redocly/openapi-core');

await step('the document lints clean', async () => {
	const found = await lint({ ref: file, config: await createConfig({
		extends: ['recommended-strict'] }) });
	assert.deepEqual(found.map((p) => `${p.ruleId} ` +
	    `${p.location[0]?.pointer}: ${p.message}`), []);
});

// ---- routes -----------------------------------------------------------------------

// "/orders/:id" below /api; the health of the farm is JSON without it.
const api = routes().filter((r) => (r.faces.includes('/api') &&
    r.service !== 'sandbox') || r.path === '/healthz')
    .map((r) => ({ ...r, as: `${r.method} ${r.path === '/healthz' ? '' :
	'/api'}${r.path.replace(/:(\w+)/g, '{$1}')}` }));

await step('its operations are the routes of the programs', () => {
	assert.ok(api.length > 20, 'there are routes');
	assert.deepEqual(operations.map((o) => `${o.method} ${o.path}`).sort(),
	    [...new Set(api.map((r) => r.as))].sort());
});

// A visitor may be somebody; an other proof than a session is nobody's.
const SECURITY = {
	anyone: [], visitor: [{}, { bearer: [] }, { cookie: [] }],
	'signed-in': [{ bearer: [] }, { cookie: [] }],
	vendor: [{ bearer: ['VENDOR'] }, { cookie: ['VENDOR'] }],
	admin: [{ bearer: ['ADMIN'] }, { cookie: ['ADMIN'] }],
};

await step('its security is who the routes are for', () => {
	for (const r of api) {
		const op = operations.find((o) => `${o.method} ${o.path}` ===
		    r.as);
		assert.ok(op, r.as);
		const asked = r.who !== 'anyone' ? op.security :
		    op.security.filter((s) => s.bearer ?? s.cookie);
		assert.deepEqual(asked, SECURITY[r.who], r.as);
	}
});

// ---- schemas ----------------------------------------------------------------------

// fn(schema, where) for every schema within.
function each_schema(schema, where, fn) {
	fn(schema, where);
	for (const [name, s] of Object.entries(schema.properties ?? {}))
		each_schema(s, `${where}.${name}`, fn);
	for (const s of [schema.items, ...schema.allOf ?? [],
	    ...schema.oneOf ?? [], ...schema.anyOf ?? []].filter(Boolean))
		each_schema(s, where, fn);
}

const named = Object.entries(doc.components.schemas);
const is_input = (name) => /(Input|Edit|Event)$/.test(name);

await step('every object says whether it is closed', () => {
	for (const [name, schema] of named)
		each_schema(schema, name, (s, where) => {
			if ([s.type].flat().includes('object'))
				assert.equal(typeof (s.additionalProperties ??
				    s.unevaluatedProperties), 'boolean', where);
		});
});

await step('all members of an answer are always there', () => {
	for (const [name, schema] of named.filter(([n]) => !is_input(n)))
		each_schema(schema, name, (s, where) => {
			const may_lack = where === 'Problem' ? ['errors'] : [];
			if (s.properties)
				assert.deepEqual([...s.required, ...may_lack]
				    .sort(), Object.keys(s.properties).sort(),
				    where);
		});
});

await step('every body has an example, and all examples are valid', () => {
	for (const op of operations.filter((o) => o.body))
		assert.ok(deref(op.body).examples?.length > 0, op.id);
	for (const [name, schema] of named)
		for (const example of schema.examples ?? [])
			assert.deepEqual(wrong_with(schema, example), [], name);
});

await step('its problems are those that the programs know', () => {
	const known = ERRORS.map((e) => `${e.status} ${e.slug}`);
	for (const op of operations)
		for (const [status, answer] of Object.entries(op.answers)
		    .filter(([s]) => s >= '400' && op.path !== '/healthz')) {
			const words = words_of(answer);
			assert.ok(words.length > 0, `${op.id} ${status}`);
			for (const word of words)
				assert.ok(known.includes(`${status} ${word}`),
				    `${op.id} ${status} ${word}`);
		}
});
