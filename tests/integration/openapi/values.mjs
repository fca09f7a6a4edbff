// SPDX-License-Identifier: ISC
//
// values.mjs - values made from a schema: such as it lets pass, up to its
// bounds, and such as it does not, just outside of them and far away.

import assert from 'node:assert/strict';
import { deref } from '../lib/openapi.mjs';

// The same seed throws the same dice (mulberry32).
export class Dice {
	constructor(seed) {
		this.state = seed >>> 0;
	}

	next() {
		let t = this.state = (this.state + 0x6d2b79f5) >>> 0;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	below(n) { return Math.floor(this.next() * n); }
	pick(list) { return list[this.below(list.length)]; }
	chance(p) { return this.next() < p; }
	hex(n) {
		return Array.from({ length: n }, () => this.below(16)
		    .toString(16)).join('');
	}
	uuid() {
		return `${this.hex(8)}-${this.hex(4)}-7${this.hex(3)}-8${
		    this.hex(3)}-${this.hex(12)}`;
	}
}

// JSON that no value of JavaScript writes: NaN, 1e400, a key twice.
export class Raw {
	constructor(text) {
		this.text = text;
	}
}

export function json(value) {
	if (value instanceof Raw)
		return value.text;
	if (Array.isArray(value))
		return `[${value.map(json).join(',')}]`;
	if (value === null || typeof value !== 'object')
		return JSON.stringify(value);
	return `{${Object.entries(value).map(([k, v]) =>
	    `${JSON.stringify(k)}:${json(v)}`).join(',')}}`;
}

// ---- what a schema lets pass -----------------------------------------------------

export const types_of = (s) => [s.type ?? 'string'].flat();
export const inner_of = (p) => deref((deref(p).oneOf ?? deref(p).anyOf)?.[0] ?? p);
export const nullable = (p) => (deref(p).oneOf ?? deref(p).anyOf) !== undefined ||
    types_of(deref(p)).includes('null');

const ALPHABETS = ['abcdefghij', 'ABC xyz 0189', 'äöüßéèñçøå', 'жшщюяЖ',
	'漢字仮名交じり', '🍅🥕🧀👩🏽‍🌾', 'שלוםمرحبا', 'e\u0301o\u0308\u200d\u200b',
	'<>&"\'`', '{{}}$%', '\\/"\\', '=+-@', '\u202e\u2066\u2069\u200f',
	'\u2028\u2029\u00a0\u3000', '\ufffd\uffff\ufdd0\u{10ffff}',
	'\'";--/*', '%00%0d%0a', '<!--#'];

// So many code points, none of them white space at an end.
export function text(dice, n) {
	const points = [...dice.pick(ALPHABETS)];
	const out = Array.from({ length: n }, () => dice.pick(points));
	for (const i of [0, n - 1])
		if (n > 0 && /[\s\u200b]/u.test(out[i]))
			out[i] = 'x';
	return out.join('');
}

const PATTERNS = {
	'^[A-Za-z]{2}$': (dice) => dice.pick(['AT', 'de', 'Fr', 'ZZ']),
	'^([a-z0-9]+(-[a-z0-9]+)*)?$': (dice) => `s-${dice.hex(12)}`,
	'^/media/[A-Za-z0-9._/-]+$': (dice) =>
		`/media/demo/00${1 + dice.below(9)}.svg`,
};

function good_text(dice, s, name) {
	if (s.format === 'uuid')
		return dice.chance(0.2) ? dice.uuid().toUpperCase() :
		    dice.uuid();
	if (s.format === 'email')
		return `${dice.pick(['a.b+c', 'x_y', '{{n}}', "o'b", 'A&B'])}${
		    dice.hex(8)}@example.org`;
	if (s.pattern !== undefined) {
		assert.ok(PATTERNS[s.pattern], `values.mjs knows no text for ${
		    s.pattern} of ${name}`);
		return PATTERNS[s.pattern](dice);
	}
	const least = s.minLength ?? 0, most = s.maxLength ?? 100;
	return text(dice, dice.pick([least, most, least + dice.below(
	    Math.min(most - least, 30) + 1)]));
}

const MONEY = ['0', '0.01', '1', '19.9', '19.90', '1234.56'];

// "most": optional members that are there, in all.
export function good(dice, schema, name = 'it') {
	const s = inner_of(schema);
	if (nullable(schema) && dice.chance(0.1))
		return null;
	if (s.enum)
		return dice.pick(s.enum);
	if (s.properties)
		return Object.fromEntries(Object.entries(s.properties)
		    .filter(([key]) => (s.required ?? []).includes(key) ||
			dice.chance(0.6)).map(([key, p]) => [key, good(dice, p,
			`${name}.${key}`)]));
	if (s.items)
		return Array.from({ length: dice.pick([0, 1, 2, 3]) }, () =>
		    good(dice, s.items, `${name}.0`));
	const types = types_of(s);
	if (types.includes('number')) {
		const amount = dice.pick(MONEY);
		return dice.chance(0.5) ? amount : new Raw(amount);
	}
	if (types.includes('boolean'))
		return dice.chance(0.5);
	if (types.includes('integer'))
		return dice.pick([s.minimum, Math.min(s.maximum ?? 2 ** 53 - 1,
		    1000), s.minimum + dice.below(10)]);
	return good_text(dice, s, name);
}

// ---- what it does not -----------------------------------------------------------

const NUMBERS = ['1e400', '-1e400', '1e2', '0.1e1', '-0.5', '1.999999',
	'99999999999999999999999999', '-99999999999999999999999999',
	'0.0000000000000000001', '9223372036854775808'].map((t) => new Raw(t));

function bad_text(dice, s) {
	const wrong = [7, true, {}, [], ['x'], { a: 'x' }, new Raw('1e2')];
	if (s.enum)
		wrong.push('NO_SUCH', s.enum[0].toLowerCase() + 'x',
		    `${s.enum[0]} x`, '\u0001');
	else if (s.format === 'uuid')
		wrong.push('x', '0190a5c2-7e1d-7b3a-9f42-3f1a5c0d9e7',
		    '0190a5c2-7e1d-7b3a-9f42-3f1a5c0d9e770', `{${dice.uuid()}}`,
		    dice.uuid().replace(/-/g, ''),
		    '0190a5c2-7e1d-7b3a-9f42-3f1a5c0d9e7g');
	else if (s.format === 'email')
		wrong.push('no address', 'a@b', '@example.org', 'a@@b.cc',
		    'a b@example.org', 'a@example..org', 'ä@example.org',
		    'a@b.cc\r\nBcc: c@d.ee', '<a@b.cc>');
	else if (s.pattern !== undefined)
		wrong.push(' !', '%%', `${'x'.repeat(300)}!`);
	if (s.maxLength !== undefined && !s.enum)
		wrong.push('x'.repeat(s.maxLength + 1),
		    '🍅'.repeat(s.maxLength + 1));
	if (s.minLength > 1 && !s.format && !s.pattern)
		wrong.push('x'.repeat(s.minLength - 1));
	return wrong;
}

function bad_integer(s) {
	const wrong = ['5', 'x', true, {}, [], 1.5, s.minimum - 1, ...NUMBERS
	    .filter((n) => n.text !== '9223372036854775808' ||
	    s.maximum !== undefined)];
	return s.maximum === undefined ? wrong : [...wrong, s.maximum + 1];
}

const BAD_MONEY = [-0.01, '-1', '1.999', '1.000', 100000000, '100000000.00',
	'1e2', 'NaN', 'x', '1,5', ' ', '+1', '0x10', '١', true, {}, [],
	...NUMBERS];

// A value that is refused for certain.
export function bad(dice, schema, required) {
	const s = inner_of(schema), types = types_of(s);
	const wrong = s.properties ? ['x', 7, [], true] :
	    s.items ? ['x', {}, 7, Array(s.maxItems + 1).fill(deref(s.items)
		.properties ? {} : 'x'), [7], [null]] :
	    types.includes('number') ? BAD_MONEY :
	    types.includes('boolean') ? ['true', 1, 0, 'x', {}, []] :
	    types.includes('integer') ? bad_integer(s) : bad_text(dice, s);
	return dice.pick(required ? [...wrong, null] : wrong);
}

// A control character in a text; only secrets may hold one.
export const controls = (dice, s) => s.enum || s.format || s.pattern ||
    !types_of(s).includes('string') ? undefined :
    `a${dice.pick(['\u0001', '\u0008', '\u001b', '\u007f'])}b`;

// The same with one member spoilt, somewhere inside; undefined when there is
// none to spoil.
export function spoilt(dice, schema, value) {
	const s = inner_of(schema);
	if (Array.isArray(value) && value.length === 0)
		return undefined;
	if (Array.isArray(value)) {
		const i = dice.below(value.length);
		return value.map((v, k) => k === i ? spoilt(dice, s.items, v) ??
		    bad(dice, s.items, true) : v);
	}
	const keys = Object.keys(s.properties ?? {});
	if (keys.length === 0 || value === null || typeof value !== 'object')
		return undefined;
	const key = dice.pick(keys), p = s.properties[key];
	const required = (s.required ?? []).includes(key);
	const inside = value[key] === undefined || dice.chance(0.4) ?
	    undefined : spoilt(dice, p, value[key]);
	if (inside !== undefined)
		return { ...value, [key]: inside };
	if (required && dice.chance(0.2))
		return Object.fromEntries(Object.entries(value)
		    .filter(([k]) => k !== key));
	const control = /password|token/i.test(key) || dice.chance(0.9) ?
	    undefined : controls(dice, inner_of(p));
	return { ...value, [key]: control ?? bad(dice, p, required) };
}
