// SPDX-License-Identifier: ISC
//
// forms.mjs - the forms of a page as a browser reads and sends them.

import assert from 'node:assert/strict';
import * as parse5 from 'parse5';

const attribute = (node, name) => node.attrs?.find((a) => a.name === name)
    ?.value;

function* elements_of(node) {
	for (const child of node.childNodes ?? []) {
		yield child;
		yield* elements_of(child);
	}
}

export const text_of = (node) => node.nodeName === '#text' ? node.value :
    (node.childNodes ?? []).map(text_of).join('');

// What a control sends: its value, or undefined when it sends nothing.
function sent_by(node) {
	const value = attribute(node, 'value') ?? '';
	if (node.nodeName === 'textarea')
		return text_of(node).replace(/^\n/, '')
		    .replace(/\r?\n/g, '\r\n');
	if (node.nodeName === 'select') {
		const options = [...elements_of(node)].filter((n) =>
		    n.nodeName === 'option');
		const chosen = options.find((o) => attribute(o, 'selected') !==
		    undefined) ?? options[0];
		return chosen && (attribute(chosen, 'value') ??
		    text_of(chosen));
	}
	if (node.nodeName !== 'input')
		return undefined;
	if (['checkbox', 'radio'].includes(attribute(node, 'type')) &&
	    attribute(node, 'checked') === undefined)
		return undefined;
	return value;
}

// The fields of the form that sends this method to this action.
export function form_of(answer, action, method = 'PUT') {
	const forms = [...elements_of(parse5.parse(answer.text))]
	    .filter((n) => n.nodeName === 'form' &&
	    attribute(n, 'action') === action)
	    .map((n) => Object.fromEntries([...elements_of(n)]
	    .filter((c) => attribute(c, 'name') !== undefined)
	    .map((c) => [attribute(c, 'name'), sent_by(c)])
	    .filter(([, value]) => value !== undefined)));
	const form = forms.find((f) => (f._method ?? 'POST') === method);
	assert.ok(form, `${answer.request} has no form for ${method} ` + action);
	return form;
}

// What a page says of values that were edited while its form was open:
// { price: 'Now: 3.50' }, by the id of the field.
export function edited_of(answer) {
	return Object.fromEntries([...elements_of(parse5.parse(answer.text))]
	    .filter((n) => attribute(n, 'class') === 'now')
	    .map((n) => [(attribute(n, 'id') ?? '').replace(/^f-|-now$/g, ''),
	    text_of(n).trim()]));
}
