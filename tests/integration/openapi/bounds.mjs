// SPDX-License-Identifier: ISC
//
// bounds.mjs - every bound that the document states, from both sides: what is
// just outside is complained about by name, what is just inside is not.

import assert from 'node:assert/strict';
import { step } from '../lib/tap.mjs';
import { operations, deref } from '../lib/openapi.mjs';
import { caller_of, passer_of, target_of, body_of } from './refusals.mjs';

const OMIT = Symbol('left out');
const types_of = (s) => [s.type ?? 'string'].flat();

// A text of this many characters that the schema lets pass but for that.
function text(schema, n) {
	if (schema.format === 'email')
		return n < 6 ? `${'a'.repeat(n)}` :
		    `${'a'.repeat(Math.min(n - 4, 60))}@b${'.b'.repeat(
		    Math.max(0, Math.ceil((n - 65) / 2)))}.cc`.slice(0, n - 2) +
		    'cc';
	// Characters are counted, not bytes; an address ends at 8 KiB.
	return (schema.pattern || n > 1000 ? 'a' : 'é').repeat(n);
}

function text_cases(s) {
	const good = [], bad = [[7, 'wrong_type'], [{}, 'wrong_type']];
	if (s.enum)
		return [s.enum, [['NO_SUCH', 'not_one_of'], ...bad]];
	if (s.format === 'uuid')
		return [['0190A5C2-7E1D-7B3A-9F42-3F1A5C0D9E77'],
		    [['x', 'invalid_id'], ...bad]];
	if (s.format === 'email')
		bad.push(['no address', 'invalid_email'],
		    ['a@b', 'invalid_email']);
	if (s.maxLength !== undefined) {
		good.push(text(s, s.maxLength));
		bad.push([text(s, s.maxLength + 1), 'too_long']);
	}
	if (s.minLength > 1 && s.format !== 'email') {
		good.push(text(s, s.minLength));
		bad.push([text(s, s.minLength - 1), 'too_short']);
	}
	return [good, bad];
}

function integer_cases(s) {
	const good = [s.minimum], bad = [[s.minimum - 1, 'too_small'],
	    [1.5, 'not_a_whole_number'], ['x', 'wrong_type']];
	if (s.maximum !== undefined) {
		good.push(s.maximum);
		bad.push([s.maximum + 1, 'too_large']);
	}
	return [good, bad];
}

// One of it, and one that is of no kind at all, are two schemas at most.
const inner_of = (p) => deref((p.oneOf ?? p.anyOf)?.[0] ?? p);

// Fields of a body with dots, of lists those of their first item:
// { name: 'shippingAddress.city', schema, required, nullable }.
function fields_of(schema, prefix = '') {
	const s = deref(schema);
	return Object.entries(s.properties ?? {}).flatMap(([name, p]) => {
		const inner = inner_of(p);
		const field = { name: prefix + name, schema: inner,
			required: (s.required ?? []).includes(name),
			nullable: types_of(inner).includes('null') ||
			    (p.oneOf ?? p.anyOf) !== undefined };
		const below = inner.properties ? [inner, ''] :
		    deref(inner.items)?.properties ? [inner.items, '0.'] : null;
		return below ? [field, ...fields_of(below[0],
		    `${prefix}${name}.${below[1]}`)] : [field];
	});
}

// The body with one field changed; what is around it is made as needed.
function with_field(schema, body, [name, ...rest], value) {
	const s = deref(schema);
	const copy = Array.isArray(body) ? [...body] : { ...body };
	if (rest.length > 0) {
		const inner = s.items ?? inner_of(s.properties[name]);
		copy[name] = with_field(inner, copy[name] ?? (deref(inner)
		    .items ? [] : deref(inner).examples[0]), rest, value);
	} else if (value === OMIT)
		delete copy[name];
	else
		copy[name] = value;
	return copy;
}

// As a number and as a text.
function money_cases() {
	return [[0, 0.01, '19.9', 99999999.99, '99999999.99'],
	    [[-0.01, 'too_small'], ['-1', 'too_small'],
	    [1.999, 'too_many_decimals'], ['1.000', 'too_many_decimals'],
	    [100000000, 'too_large'], ['1e2', 'not_a_number'],
	    [true, 'wrong_type']]];
}

function list_cases(s) {
	return [[[]], [['x', 'wrong_type'], [{}, 'wrong_type'],
	    [Array(s.maxItems + 1).fill(deref(s.items).examples?.[0] ?? 'x'),
		'too_many']]];
}

function cases_of(s) {
	const types = types_of(s);
	return s.properties ? [[], [['x', 'wrong_type'], [[], 'wrong_type']]] :
	    s.items ? list_cases(s) :
	    types.includes('number') ? money_cases() :
	    types.includes('boolean') ? [[true, false], [['x', 'wrong_type'],
		[1, 'wrong_type']]] :
	    types.includes('integer') ? integer_cases(s) : text_cases(s);
}

function body_cases({ schema, required, nullable }) {
	const [good, bad] = cases_of(schema).map((list) => [...list]);
	(required ? bad : good).push(required ? [OMIT, 'required'] : OMIT);
	(nullable ? good : bad).push(nullable ? null : [null, 'required']);
	return [good, bad];
}

// Complaints about what a value means, not about its form.
const MEANING = ['not_offered', 'category_not_found'];

const shown = (v) => v === OMIT ? 'left out' :
    JSON.stringify(v).slice(0, 40);

for (const op of operations.filter((o) => o.body && o.answers[422])) {
	const who = await passer_of(op);
	for (const field of fields_of(op.body))
		await step(`${op.id}: bounds of ${field.name}`, async () => {
			const [good, bad] = body_cases(field);
			const ask = (value) => who.ask(op.method, target_of(op),
			    with_field(op.body, body_of(op),
			    field.name.split('.'), value));
			for (const value of good) {
				const answer = await ask(value);
				assert.ok(answer.status !== 422 ||
				    MEANING.includes(answer.wrong[field.name] ??
				    answer.json.type.replace(/.*\//, '')) ||
				    !(field.name in answer.wrong),
				    `${shown(value)}: ${answer.text}`);
			}
			for (const [value, code] of bad)
				assert.equal((await ask(value)).is(422)
				    .wrong[field.name], code, shown(value));
		});
}

// ---- parameters -----------------------------------------------------------------

const CODES = { integer: 'not_a_whole_number', boolean: 'wrong_type' };

function parameter_cases(s) {
	const kind = types_of(s)[0];
	if (s.pattern !== undefined)
		return [['0', '19.9', '99999999.99'], [['1.999',
		    'too_many_decimals'], ['-1', 'too_small'], ['100000000',
		    'too_large'], ['x', 'not_a_number']]];
	if (kind === 'boolean')
		return [['true', 'false'], [['x', CODES.boolean]]];
	if (kind === 'integer') {
		const [good, bad] = integer_cases(s);
		return [good, bad.map(([v, code]) => [v, v === 'x' ?
		    CODES.integer : code])];
	}
	const [good, bad] = text_cases(s);
	return [good, bad.filter(([v]) => typeof v === 'string')];
}

const place = { query: '?', path: '/' };

for (const op of operations)
	for (const p of op.parameters.filter((x) => x.in in place))
		await step(`${op.id}: bounds of ${place[p.in]}${p.name}`,
		    async () => {
			const [good, bad] = parameter_cases(deref(p.schema));
			const ask = (value) => caller_of(op).ask(op.method,
			    p.in === 'path' ? target_of(op, { [p.name]:
			    encodeURIComponent(value) }) : `${target_of(op)}?${
			    p.name}=${encodeURIComponent(value)}`, body_of(op));
			for (const value of good) {
				const answer = await ask(value);
				assert.ok(answer.status !== 422 ||
				    /cursor$/.test(answer.wrong[p.name]),
				    `${shown(value)}: ${answer.text}`);
				if (p.in === 'path')
					assert.doesNotMatch(answer.json.type,
					    /\/not_found$/);
			}
			// A path that can name nothing is no field to mend.
			for (const [value, code] of bad)
				if (p.in === 'path')
					(await ask(value)).problem(404,
					    'not_found');
				else
					assert.equal((await ask(value)).is(422)
					    .wrong[p.name], code, shown(value));
		});
