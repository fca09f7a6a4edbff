// SPDX-License-Identifier: ISC
//
// openapi.mjs - the API's document, as the build made it, as the judge of
// answers.

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { dir } from './farm.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const tree = here('../../../');
export const file = `${dir}/release/current/share/farmstand/api/openapi.json`;
export const doc = JSON.parse(fs.readFileSync(file, 'utf8'));

// What "$ref" points at; what stands beside it wins.
export function deref(thing) {
	if (thing?.$ref === undefined)
		return thing;
	const { $ref, ...beside } = thing;
	const found = $ref.slice(2).split('/').reduce((o, name) => o?.[name
	    .replaceAll('~1', '/').replaceAll('~0', '~')], doc);
	assert.ok(found, `${$ref} leads nowhere`);
	return { ...deref(found), ...beside };
}

export const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head',
	'options', 'trace'];

// Each operation with its parameters, body and answers at hand.
export const operations = Object.entries(doc.paths).flatMap(([path, item]) =>
    METHODS.filter((m) => item[m]).map((m) => ({
	id: item[m].operationId, method: m.toUpperCase(), path,
	security: item[m].security ?? doc.security,
	parameters: (item[m].parameters ?? []).map(deref),
	body: item[m].requestBody?.content['application/json']?.schema,
	answers: Object.fromEntries(Object.entries(item[m].responses)
	    .map(([status, answer]) => [status, deref(answer)])),
})));

// ---- schemas ---------------------------------------------------------------------

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true,
	strictTypes: false, strictRequired: false });
formats(ajv);
ajv.addKeyword('example');
for (const name of Object.keys(doc.components.schemas))
	ajv.addSchema(moved(doc.components.schemas[name]), name);

// The schema with its references as ajv knows them, by name alone.
function moved(schema) {
	return JSON.parse(JSON.stringify(schema).replaceAll(
	    '#/components/schemas/', ''));
}

const compiled = new Map();

// What is wrong with a value; nothing, if it is as the schema says.
export function wrong_with(schema, value) {
	if (!compiled.has(schema))
		compiled.set(schema, ajv.compile(moved(schema)));
	const valid = compiled.get(schema);
	return valid(value) ? [] : valid.errors.map((e) =>
	    `${e.instancePath || 'it'} ${e.message} ` +
	    JSON.stringify(e.params));
}

// Members that are money, whose two decimals only the text itself shows.
const money = new Set(Object.values(doc.components.schemas).flatMap((s) =>
    Object.entries(s.properties ?? {})).filter(([, p]) =>
    /Money$/.test(p.$ref ?? '')).map(([name]) => name));
const MONEY = new RegExp(`"(${[...money].join('|')})":\\s*([^",}\\]]+)`, 'g');

// ---- answers ---------------------------------------------------------------------

// Headers that mean something: none may come that is not described.
const TELLING = ['allow', 'etag', 'idempotent-replayed', 'location',
	'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset',
	'retry-after', 'set-cookie', 'www-authenticate'];

// The operation that a request means: plain names go before captures.
export function operation_of(method, path) {
	const fits = operations.filter((o) => o.method === method &&
	    new RegExp(`^${o.path.replace(/\{\w+\}/g, '[^/]+')}$`)
	    .test(path));
	return fits.sort((a, b) => a.path.split('{').length -
	    b.path.split('{').length)[0];
}

// The words that may end a problem's type.
export const words_of = (answer) =>
	[...answer.description.matchAll(/`([a-z_]+)`/g)].map((m) => m[1])
	    .filter((word) => word !== 'errors');

function wrong_headers(described, headers) {
	const wrong = [];
	for (const [name, reference] of Object.entries(described ?? {})) {
		const header = deref(reference);
		const values = [headers[name.toLowerCase()] ?? []].flat();
		if (header.required && values.length === 0)
			wrong.push(`${name} is missing`);
		for (const v of values)
			wrong.push(...wrong_with(header.schema,
			    header.schema.type === 'integer' && /^\d+$/.test(v) ?
			    Number(v) : v).map((w) => `${name}: ${w}: ${v}`));
	}
	const known = Object.keys(described ?? {}).map((n) => n.toLowerCase());
	return wrong.concat(TELLING.filter((name) => headers[name] !==
	    undefined && !known.includes(name))
	    .map((name) => `${name} is not described`));
}

// The path without needless escapes; some are no text at all.
function plain(path) {
	try {
		return decodeURIComponent(path);
	} catch {
		return path.toUpperCase();
	}
}

function wrong_problem(described, answer, path) {
	const { type, instance, requestId } = answer.json;
	const word = type.replace(/.*\//, '');
	const wrong = [];
	if (!words_of(described).includes(word))
		wrong.push(`the problem ${type} is not described`);
	if (!/^[!-~]+$/.test(instance) || plain(instance) !== plain(path))
		wrong.push(`instance is ${instance}`);
	if (requestId !== answer.headers['x-request-id'])
		wrong.push('requestId is not X-Request-Id');
	return wrong;
}

function wrong_body(described, answer, path, method) {
	const type = answer.type.replace(/;.*/, '');
	const media = described.content?.[type];
	if (method === 'HEAD')
		return answer.text === '' ? [] : ['HEAD has a body'];
	if (!described.content)
		return answer.text === '' && type === '' ? [] :
		    [`there is a body: ${type}`];
	if (!media)
		return [`it is "${answer.type}"`];
	if (!type.endsWith('json'))
		return [];
	const wrong = wrong_with(media.schema, answer.json);
	for (const [, name, value] of answer.text.matchAll(MONEY))
		if (value !== 'null' && !/^\d+\.\d\d$/.test(value))
			wrong.push(`${name} is written ${value}`);
	return type === 'application/problem+json' ?
	    wrong.concat(wrong_problem(described, answer, path)) : wrong;
}

// Which statuses of which operations were seen, "listOrders 401", and what
// was wrong with them, by operation.
export const seen = new Set();
export const departures = { none: [], ...Object.fromEntries(operations
    .map((op) => [op.id, []])) };

// What is wrong with an answer of the API; pages are nobody's business here.
export function judge(op, path, method, answer) {
	if (!op)
		return [404, 405].includes(answer.status) ? [] :
		    ['there is no such operation'];
	const described = op.answers[answer.status];
	if (!described)
		return ['the status is not described'];
	seen.add(`${op.id} ${answer.status}`);
	return [...wrong_headers(described.headers, answer.headers),
	    ...wrong_body(described, answer, path, method)];
}

// From now on every answer that anybody gets is judged.
export function judge_all(Visitor) {
	const ask = Visitor.prototype.ask;
	Visitor.prototype.ask = async function (method, target, ...rest) {
		const answer = await ask.call(this, method, target, ...rest);
		const path = target.replace(/\?.*/, '');
		if (!/^\/(api|healthz)(\/|$)/.test(path))
			return answer;
		const op = operation_of(method === 'HEAD' ? 'GET' : method,
		    path);
		const wrong = judge(op, path, method, answer);
		if (wrong.length > 0)
			departures[op?.id ?? 'none'].push(`${answer.request
			    .slice(0, 200)} answered ${answer.status}: ` +
			    `${wrong.slice(0, 5).join('; ')}\n` +
			    answer.text.slice(0, 600));
		return answer;
	};
}
