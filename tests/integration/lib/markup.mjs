// SPDX-License-Identifier: ISC
//
// markup.mjs - pages as a browser reads them, and what may not come of text
// that somebody typed. Such a text carries a mark, "zq…", by which whatever
// stems from it is known.

import assert from 'node:assert/strict';
import * as parse5 from 'parse5';

// Texts that mean something in one of the languages they travel through.
export const texts_of = (z) => [
	`<script>${z}()</script>`,
	`<img src=x onerror=${z}()>`,
	`"><${z} x="`,
	`'><${z} x='`,
	`" on${z}="${z}()" x="`,
	`' on${z}='${z}()' x='`,
	`${z} on${z}=1 style=${z}`,
	`javascript:${z}()`,
	`<!--#include virtual="/internal/health?${z}" -->`,
	`<!--# exec cmd="id ${z}" -->`,
	`<!--# echo var="request_id" default="${z}" -->`,
	`--><${z}><!--`,
	`</textarea><${z}>`,
	`</title><${z}>`,
	`</script><${z}>`,
	`</option></select><${z}>`,
	`]]><${z}/>`,
	`{{name}} {{{${z}}}} {{page.shop}}`,
	`=1+1|${z}`,
	`@SUM(1+1)*cmd|' /C ${z}'!A0`,
	`[${z}](javascript:${z}())`,
	`![${z}](data:text/html,${z}) <vbscript:${z}>`,
	`\u202e${z}gnp.exe\u2066`,
	`","${z}":"`,
	`\\"}${z}\\u003c`,
	`&lt;${z}&gt; &#60;${z}> &${z};`,
	`%3C${z}%3E %0d%0aX-${z}: y`,
	`=?UTF-8?B?PGI+?= ${z}`,
	`\u{1f345}${z}\u2028\u2029`,
	`${z}'; DROP TABLE users; --`,
	`$(${z}) \`${z}\` ; ${z} | ${z}`,
];

// What it becomes where only so much of it fits.
export const cut = (text, most) => [...text].slice(0, most ?? 200).join('')
    .trim();

const WEB = /^(https?:|mailto:|[^:]*$|[/?#])/i;
const ADDRESSES = ['href', 'src', 'action', 'formaction', 'poster', 'data',
	'srcset', 'xlink:href', 'cite', 'background'];

function* nodes_of(node) {
	yield node;
	for (const child of [...(node.childNodes ?? []),
	    ...(node.content ? [node.content] : [])])
		yield* nodes_of(child);
}

function check_attribute(node, { name, value }, z, what) {
	const said = `${what}: <${node.tagName} ${name}="${value}">`;
	assert.ok(!name.includes(z) && !name.startsWith('on'), said);
	assert.ok(name !== 'style' || !value.includes(z), said);
	if (ADDRESSES.includes(name))
		assert.match(value.trim(), WEB, said);
	if (name === 'content' && value.includes(z))
		assert.ok(!node.attrs.some((a) => a.name === 'http-equiv'), said);
}

function check_script(node, z, what) {
	const text = (node.childNodes[0]?.value ?? '');
	const type = node.attrs.find((a) => a.name === 'type')?.value;
	if (!text.includes(z))
		return;
	assert.equal(type, 'application/ld+json', `${what}: ${text}`);
	assert.doesNotMatch(text, /[<>]/, what);
	JSON.parse(text);
}

// All text of a page, attributes' values too; nothing in it stems from a
// marked text but text.
export function read(html, z, what) {
	const shown = [];
	for (const node of nodes_of(parse5.parse(html))) {
		if (node.nodeName === '#comment')
			assert.ok(!node.data.includes(z) && !node.data
			    .startsWith('#'), `${what}: <!--${node.data}-->`);
		if (node.nodeName === '#text')
			shown.push(node.value);
		if (!node.tagName)
			continue;
		assert.ok(!node.tagName.includes(z), `${what}: <${
		    node.tagName}>`);
		for (const a of node.attrs) {
			check_attribute(node, a, z, what);
			shown.push(`\n${a.value}\n`);
		}
		if (node.tagName === 'script')
			check_script(node, z, what);
		if (node.tagName === 'style')
			assert.ok(!(node.childNodes[0]?.value ?? '').includes(
			    z), what);
	}
	return shown.join('');
}

// No SSI command was left, or done: neither by a page nor by an error.
export function check_ssi(text, what) {
	assert.doesNotMatch(text, /<!--\s*#/, what);
	assert.doesNotMatch(text, /an error occurred while processing/, what);
	assert.doesNotMatch(text, /uid=\d+/, what);
}

// No line of a header was made by a text.
export function check_headers(answer, z) {
	for (const [name, value] of Object.entries(answer.headers)) {
		assert.ok(!name.includes(z), `${answer.request}: ${name}`);
		assert.ok(name !== 'location' || WEB.test(value),
		    `${answer.request}: ${value}`);
	}
}

// ---- mails -----------------------------------------------------------------------

const HEADERS = ['date', 'from', 'to', 'subject', 'message-id',
	'auto-submitted', 'mime-version', 'content-type'];

const plain = (text) => Buffer.from(text.replace(/=\n/g, '').replace(
    /=([0-9A-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))),
    'latin1').toString('utf8');

// { text, html } of a mail as it lies in the maildir.
export function parts_of(mail) {
	const head = mail.slice(0, mail.indexOf('\n\n'));
	assert.deepEqual(head.split('\n').filter((l) => !/^\s/.test(l))
	    .map((l) => l.replace(/:.*/, '').toLowerCase()).sort(),
	    [...HEADERS].sort(), head);
	const mark = /boundary="([^"]+)"/.exec(head)[1];
	const [text, html] = mail.split(`\n--${mark}`).slice(1, 3)
	    .map((part) => plain(part.slice(part.indexOf('\n\n') + 2)));
	return { text, html };
}
