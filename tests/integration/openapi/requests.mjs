// SPDX-License-Identifier: ISC
//
// requests.mjs - requests made from the document: good ones, and ones that
// are broken in a known way, with the statuses that may answer them.

import crypto from 'node:crypto';
import { deref, operations } from '../lib/openapi.mjs';
import { setting } from '../lib/farm.mjs';
import { bad, good, inner_of, json, spoilt, text }
    from './values.mjs';

const JSON_TYPE = 'application/json';
const UUID = '00000000-0000-7000-8000-990000000099';

export const role_of = (op) => op.security.find((s) => s.bearer)?.bearer[0] ??
    null;
const is_open = (op) => op.security.length === 0 || op.security.some((s) =>
    !s.bearer && !s.cookie);
const is_raw = (op) => op.security.some((s) => s.stripeSignature);
const is_unsafe = (op) => op.method !== 'GET';

// ---- good ones --------------------------------------------------------------------

// Names for things that there are, as far as the pools know any.
function name_of(dice, pools, op, name) {
	const kind = { productId: 'products', orderId: 'orders',
		categoryId: 'categories', parentId: 'categories',
		vendorId: 'vendors', variantId: 'none' }[name] ??
	    (name !== 'id' && name !== 'vendor' ? 'none' :
	    /cart/.test(op.path) ? 'lines' :
	    /vendor\/products/.test(op.path) ? 'own_products' :
	    /products/.test(op.path) ? 'products' :
	    /categories/.test(op.path) ? 'categories' :
	    /payments/.test(op.path) ? 'payments' :
	    /orders/.test(op.path) ? 'orders' : 'vendors');
	const known = pools[kind] ?? [];
	return known.length > 0 && dice.chance(0.8) ? dice.pick(known) :
	    undefined;
}

function path_of(dice, pools, op) {
	return op.path.replace(/\{(\w+)\}/g, (_, name) => {
		const s = deref(op.parameters.find((p) => p.name === name &&
		    p.in === 'path').schema);
		return s.type === 'integer' ? `${2 ** 40 + dice.below(1000)}` :
		    name_of(dice, pools, op, name) ??
		    (s.format === 'uuid' ? dice.uuid() : `no-${dice.hex(6)}`);
	});
}

const CARDS = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_chargeDeclined',
	'pm_card_authenticationRequired', 'pm_none'];

function body_of(dice, pools, op, who) {
	const body = good(dice, op.body, op.id);
	for (const [name, p] of Object.entries(deref(op.body).properties))
		if (name in body && inner_of(p).format === 'uuid' &&
		    body[name] !== null)
			body[name] = name_of(dice, pools, op, name) ??
			    body[name];
	if (op.id === 'login' && dice.chance(0.3))
		Object.assign(body, { email: who.email,
		    password: 'farmstand-demo' });
	if (op.id === 'checkout' && dice.chance(0.8))
		body.paymentMethod = 'STRIPE';
	if (op.id === 'addPayment' && dice.chance(0.8))
		body.method = 'STRIPE';
	if (op.id === 'processPayment')
		body.paymentMethodId = dice.pick(CARDS);
	if (op.id === 'addCartItem')
		delete body.variantId;
	if (body.sku !== undefined)
		body.sku = dice.hex(12);
	for (const v of body.variants ?? [])
		v.sku = dice.hex(12);
	return body;
}

function query_of(dice, op) {
	return op.parameters.filter((p) => p.in === 'query' && dice.chance(0.4))
	    .map((p) => {
		const s = deref(p.schema);
		const value = p.name === 'cursor' ? '' : s.pattern ?
		    dice.pick(['0', '19.9', '99999999.99']) :
		    good(dice, s, p.name);
		return `${p.name}=${encodeURIComponent(`${value ?? ''}`)}`;
	});
}

// Either by cookie, as browsers do it, or by token.
function identify(dice, rq, who) {
	rq.who = who;
	delete rq.headers.authorization;
	delete rq.headers.cookie;
	if (!who.accessToken)
		return;
	if (dice.chance(0.5)) {
		rq.headers.authorization = `Bearer ${who.accessToken}`;
	} else {
		rq.headers.cookie = `theme=dark; accessToken=${who.accessToken}`;
		if (dice.chance(0.5))
			rq.headers['sec-fetch-site'] = 'same-origin';
	}
}

export function sign(rq) {
	const t = Math.floor(Date.now() / 1000);
	rq.headers['stripe-signature'] = `t=${t},v1=${crypto.createHmac(
	    'sha256', setting('STRIPE_WEBHOOK_SECRET')).update(`${t}.${rq
	    .body}`).digest('hex')}`;
}

function good_request(dice, op, pools, who) {
	const rq = { op, method: op.method, path: path_of(dice, pools, op),
		query: query_of(dice, op), headers: {}, kind: 'good' };
	if (op.body) {
		rq.value = body_of(dice, pools, op, who);
		rq.body = json(rq.value);
		rq.headers['content-type'] = dice.pick([JSON_TYPE, JSON_TYPE,
		    'application/json; charset=utf-8', 'Application/JSON']);
	}
	if (op.method === 'GET' && dice.chance(0.1))
		rq.method = 'HEAD';
	if (op.parameters.some((p) => p.name === 'Idempotency-Key') &&
	    dice.chance(0.7))
		rq.headers['idempotency-key'] = `g-${dice.hex(20)}`;
	if (!is_open(op) || dice.chance(0.5))
		identify(dice, rq, who);
	rq.who ??= who;
	if (is_raw(op))
		sign(rq);
	return rq;
}

// Oddities that a good request may have.
const ODD = [
	(rq, dice) => { rq.query.push(`x-${dice.hex(3)}=${encodeURIComponent(
	    text(dice, 20))}`); },
	(rq) => { rq.query.push('', '=', 'a', '&&'); },
	(rq, dice) => { rq.headers['if-none-match'] = dice.pick(['*', '""', 'x',
	    '"a", W/"b"', '"'.repeat(50)]); },
	(rq, dice) => { rq.headers.accept = dice.pick(['text/html', '*/*;q=0',
	    'x', 'image/*', 'application/xml']); },
	(rq, dice) => { rq.headers.traceparent = dice.pick(['x', '00-1-2-3',
	    `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`]); },
	(rq) => { rq.headers['x-forwarded-host'] = 'evil.example';
	    rq.headers['x-http-method-override'] = 'DELETE'; },
	(rq, dice) => { if (rq.headers.authorization) rq.headers.cookie =
	    dice.pick([';;;', '=', 'accessToken', 'a=b; accessToken=x; =',
	    `x=${'y'.repeat(2000)}`, 'cart=<script>; theme="x']); },
	(rq) => { if (rq.body && rq.value) rq.body = ` \r\n\t${rq.body}\n `; },
	(rq, dice) => { if (rq.body && rq.value) rq.body = json({ ...rq.value,
	    [`_${dice.hex(4)}`]: [null, { a: text(dice, 9) }],
	    constructor: 1, ['__proto__x']: 2 }); },
	// The last of two counts.
	(rq, dice) => { const keys = Object.keys(rq.value ?? {});
	    if (keys.length > 0) rq.body = `{${JSON.stringify(dice.pick(
	    keys))}:[[{}]],${rq.body.slice(1)}`; },
];

export function good_one(dice, op, pools, who) {
	const rq = good_request(dice, op, pools, who);
	if (dice.chance(0.3) && !is_raw(op))
		dice.pick(ODD)(rq, dice);
	return rq;
}

// ---- broken ones ------------------------------------------------------------------

const TYPES = ['text/plain', 'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x', 'application/xml', 'json',
	'application/jsonx', 'application/json-patch+json', undefined];
const NO_JSON = ['{"a":', '{"a":1}}', "{'a':1}", '{"a":1,}', '{a:1}', '{} {}',
	'{"a":NaN}', '{"a":Infinity}', '{"a":-Infinity}', '{"a":01}',
	'{"a":1.}', '{"a":.5}', '{"a":+1}', '{"a":0x1}', '{"a":True}',
	'{"a":"\n"}', '{"a":"\\x41"}', '{"a":"\\u12"}', '{/**/}', '//\n{}',
	'\ufeff{}', '{"a":1', '{"a"}', '[', 'undefined', '{"a":"\t"}', '\v{}'];
const NO_TEXT = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80,
	0x80], [0xe2, 0x82], [0x80]];
const NO_QUERY = ['%', '%zz', 'a=%ff', '%ff=1', 'a=%c0%af', 'a=%00', 'a%00=1',
	'a=%ed%a0%80', Array(2100).fill('a=').join('&')];
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS',
	'PROPFIND', 'SEARCH', 'LINK', 'PURGE'];

// With this in place of the body's last brace.
const in_body = (rq, insert) => Buffer.concat([Buffer.from(`${rq.body.replace(
    /\}\s*$/, '')}${/\{\s*\}\s*$/.test(rq.body) ? '' : ','}"x":"`), insert,
    Buffer.from('"}')]);

const takes_json = (op) => is_unsafe(op) && !is_raw(op);
const role_needed = (op) => !is_open(op);

// Each changes the request, and says what may answer it; or does nothing.
const BREAK = {
	schema: (rq, dice) => {
		const value = takes_json(rq.op) && rq.value &&
		    spoilt(dice, rq.op.body, rq.value);
		if (!value)
			return undefined;
		rq.body = json(value);
		return [422];
	},
	'a key twice': (rq, dice) => {
		const known = takes_json(rq.op) && rq.value ?
		    Object.entries(deref(rq.op.body).properties) : [];
		if (known.length === 0)
			return undefined;
		const [name, p] = dice.pick(known);
		const required = (deref(rq.op.body).required ?? [])
		    .includes(name);
		rq.body = `${json({ ...rq.value, [name]: good(dice, p) })
		    .slice(0, -1)},"${name}":${json(bad(dice, p, required))}}`;
		return [422];
	},
	query: (rq, dice) => {
		const known = rq.op.parameters.filter((p) => p.in === 'query' &&
		    p.name !== 'cursor');
		if (known.length === 0)
			return undefined;
		const p = dice.pick(known), s = deref(p.schema);
		const value = s.pattern ? dice.pick(['-1', '1.999', 'x',
		    '100000000', 'NaN', '1e2']) : bad_parameter(dice, s);
		if (value === undefined)
			return undefined;
		rq.query = [`${p.name}=${encodeURIComponent(value)}`];
		return [422];
	},
	path: (rq, dice) => {
		const p = rq.op.parameters.find((x) => x.in === 'path' &&
		    (x.schema.format === 'uuid' ||
		    deref(x.schema).type === 'integer'));
		if (!p)
			return undefined;
		rq.path = rq.op.path.replace(/\{\w+\}/, dice.pick(['x', '0',
		    '-1', `${UUID}0`, UUID.slice(1), '%F0%9F%8D%85', "'%3B--",
		    '%0d%0aX:%20y', 'a%2fb', '%3Cscript%3E', `%7B${UUID}%7D`,
		    'a'.repeat(1000), '99999999999999999999', '1e3']));
		return [404];
	},
	'no JSON': (rq, dice) => {
		if (!takes_json(rq.op))
			return undefined;
		rq.body = dice.pick(NO_JSON);
		rq.headers['content-type'] = JSON_TYPE;
		return [400];
	},
	'no object': (rq, dice) => {
		if (!takes_json(rq.op))
			return undefined;
		rq.body = dice.pick(['[]', 'null', '"x"', '7', 'true', '[{}]',
		    ' []']);
		rq.headers['content-type'] = JSON_TYPE;
		return [400];
	},
	'too deep': (rq, dice) => {
		if (!takes_json(rq.op))
			return undefined;
		const n = dice.pick([16, 17, 100, 5000]);
		rq.body = dice.chance(0.5) ? `{"a":${'['.repeat(n)}${
		    ']'.repeat(n)}}` : '{"a":'.repeat(n + 1);
		rq.headers['content-type'] = JSON_TYPE;
		return [400];
	},
	'no text': (rq, dice) => {
		if (!takes_json(rq.op) || !rq.value)
			return undefined;
		rq.body = in_body(rq, Buffer.from(dice.pick(NO_TEXT)));
		return [400];
	},
	'U+0000': (rq, dice) => {
		if (!takes_json(rq.op) || !rq.value)
			return undefined;
		rq.body = in_body(rq, Buffer.from(dice.pick(['\\u0000', '\0',
		    'a\\u0000b'])));
		return [400];
	},
	'half a pair': (rq, dice) => {
		if (!takes_json(rq.op) || !rq.value)
			return undefined;
		rq.body = in_body(rq, Buffer.from(dice.pick(['\\ud800',
		    '\\udc00', '\\ud800\\ud800', '\\udc00\\ud800',
		    '\\ud83cx'])));
		return [400];
	},
	'media type': (rq, dice) => {
		if (!takes_json(rq.op))
			return undefined;
		rq.headers['content-type'] = dice.pick(TYPES);
		rq.body = dice.pick([rq.body ?? '{}', 'a=1', '<x/>']);
		return [415];
	},
	'no body': (rq) => {
		if (!takes_json(rq.op) || !rq.op.body ||
		    !deref(rq.op.body).required)
			return undefined;
		rq.body = undefined;
		return [422];
	},
	'too large': (rq, dice) => {
		if (!takes_json(rq.op) || !dice.chance(0.03))
			return undefined;
		rq.body = Buffer.alloc(dice.pick([1024 * 1024 + 1,
		    2 * 1024 * 1024]), 0x20);
		return [413];
	},
	method: (rq, dice) => {
		const there = operations.filter((o) => o.path === rq.op.path)
		    .map((o) => o.method);
		// Plain names go before captures.
		if (/\/api\/vendors\/register|\/healthz/.test(rq.op.path))
			return undefined;
		rq.method = dice.pick(METHODS.filter((m) => !there.includes(
		    m)));
		rq.allow = there;
		return [405];
	},
	query_text: (rq, dice) => {
		if (!rq.op.path.startsWith('/api/'))
			return undefined;
		rq.query = [dice.pick(NO_QUERY)];
		return [400];
	},
	nobody: (rq, dice, { nobodies }) => {
		if (!role_needed(rq.op) || is_raw(rq.op))
			return undefined;
		identify(dice, rq, {});
		const token = dice.pick(nobodies);
		if (token !== null && dice.chance(0.5))
			rq.headers.authorization = token;
		else if (token !== null)
			rq.headers.cookie = `accessToken=${token.replace(
			    /^\w+ /, '')}`;
		return [401];
	},
	'another role': (rq, dice, { people }) => {
		const role = role_of(rq.op);
		if (!role)
			return undefined;
		identify(dice, rq, dice.pick(people.filter((p) =>
		    p.user.role !== role)));
		return [403];
	},
	'another site': (rq, dice) => {
		if (!takes_json(rq.op) || rq.headers.authorization)
			return undefined;
		delete rq.headers['sec-fetch-site'];
		Object.assign(rq.headers, dice.pick([
		    { 'sec-fetch-site': 'cross-site' },
		    { 'sec-fetch-site': 'same-site' },
		    { 'sec-fetch-site': 'same-origin, cross-site' },
		    { origin: 'https://elsewhere.example' },
		    { origin: 'null' }]));
		return [403];
	},
	'Idempotency-Key': (rq, dice) => {
		if (!rq.op.parameters.some((p) => p.name === 'Idempotency-Key'))
			return undefined;
		rq.headers['idempotency-key'] = dice.pick(['k'.repeat(256),
		    'k\u00e9y', 'a\tb', 'k'.repeat(4000), '']);
		return [400];
	},
	signature: (rq, dice) => {
		if (!is_raw(rq.op))
			return undefined;
		rq.headers['stripe-signature'] = dice.pick([undefined, '', 'x',
		    't=1,v1=ab', `t=${Math.floor(Date.now() / 1000)},v1=${'0'
		    .repeat(64)}`, ',,=,', 'v1=', 't=99999999999999999999']);
		return [400];
	},
};

function bad_parameter(dice, s) {
	if (s.type === 'integer')
		return dice.pick(['x', `${s.minimum - 1}`, '1.5', '1e9', '0x1',
		    '-', '+1', '99999999999999999999', ...(s.maximum ?
		    [`${s.maximum + 1}`] : [])]);
	if (s.type === 'boolean')
		return dice.pick(['x', 'yes', '2', 'TRUE', '-1']);
	if (s.enum)
		return dice.pick(['NO_SUCH', 'x', '0', `${s.enum[0]} `]);
	return s.maxLength === undefined ? undefined :
	    'x'.repeat(s.maxLength + 1);
}

export const KINDS = Object.keys(BREAK);

// What has the most ways to go wrong is tried the most.
const WEIGHTS = { schema: 12, query: 8, 'a key twice': 3, path: 2 };
const DRAWN = KINDS.flatMap((kind) => Array(WEIGHTS[kind] ?? 1).fill(kind));

// A request with one thing wrong with it, and the statuses it may have.
export function broken_one(dice, op, pools, who, world) {
	const rq = good_request(dice, op, pools, who);
	if (rq.method === 'HEAD')
		rq.method = 'GET';
	for (let i = 0; i < 50; i++) {
		const kind = dice.pick(DRAWN);
		const expected = BREAK[kind](rq, dice, world);
		if (expected)
			return { ...rq, kind, expected };
	}
	return rq;
}
