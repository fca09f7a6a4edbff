#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 97_new_endpoint.mjs - what scripts/new-endpoint writes into a copy of the
// tree builds, and its programs start.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { step } from './lib/tap.mjs';
import { dir } from './lib/farm.mjs';

const tree = fileURLToPath(new URL('../../', import.meta.url));
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'farmstand-endpoint.'));
process.on('exit', () => fs.rmSync(copy, { recursive: true, force: true }));

// What is built, or another farm's, stays behind.
const LEFT = /^(\.git|build|var|autom4te\.cache)$|(^|\/)node_modules$/;
fs.cpSync(tree, copy, { recursive: true, filter: (from) =>
    !LEFT.test(path.relative(tree, from)) && !fs.lstatSync(from).isSocket() });

const text = (file) => fs.readFileSync(path.join(copy, file), 'utf8');

function run(command, args, options = {}) {
	const done = spawnSync(command, args, { cwd: copy, encoding: 'utf8',
	    ...options });
	return { ...done, said: done.stdout + done.stderr };
}

const endpoint = (...args) => run('scripts/new-endpoint', args);

const wanted = [
	['products', 'GET', '/vendor/note', 'note_show'],
	['products', 'PUT', '/vendor/notes/:id', 'note_edit'],
	['products', 'GET', '/reviews/:id', 'review_show'],
	['products', 'GET', '/reviews', 'review_list'],
	['orders', 'POST', '/orders/:id/gift', 'gift_add'],
];

for (const [service, method, route, name] of wanted)
	await step(`${method} ${route} is written`, () => {
		const done = endpoint(service, method, route, name);
		assert.equal(done.status, 0, done.said);
		assert.match(text(`fcgi/${service}/${name}.c`),
		    /SPDX-License-Identifier: ISC/);
		assert.match(text(`fcgi/${service}/main.c`),
		    new RegExp(`\\{ ${method}, "${route}", ${name},`));
		if (method !== 'GET')
			assert.match(text(`tests/integration/28_${name}.mjs`),
			    new RegExp(`_method: '${method}'`));
		else
			assert.match(text(`templates/${service}/${name}.html`),
			    /<h1>/);
	});

await step('pages without an id are compared with a golden file', () => {
	const pages = text('tests/integration/05_pages.mjs');
	assert.match(pages, /'vendor@example\.com': \{ note_show: '\/vendor\/note',/);
	assert.match(pages, /nobody: \{ review_list: '\/reviews',/);
	assert.doesNotMatch(pages, /review_show/);
	assert.equal(text('tests/page/golden/note_show.html'), '');
	assert.equal(run(process.execPath, ['--check',
	    'tests/integration/05_pages.mjs']).status, 0);
});

await step('nothing is written twice, and no nonsense', () => {
	const before = text('fcgi/products/main.c');
	for (const args of [wanted[0], ['products', 'GET', 'note', 'note_show2'],
	    ['products', 'PATCH', '/x', 'x_show'], ['nobody', 'GET', '/x',
	    'x_show'], ['products', 'GET', '/x', 'show'], ['products', 'GET',
	    '/x', 'x_show"'], ['worker', 'GET', '/x', 'x_show'], []])
		assert.notEqual(endpoint(...args).status, 0, `${args}`);
	assert.equal(text('fcgi/products/main.c'), before);
});

await step('all of it builds, without a warning', () => {
	const built = run('sh', ['-c', 'autoreconf -fi >/dev/null 2>&1 && ' +
	    'mkdir -p build && cd build && ../configure --quiet >/dev/null && ' +
	    'make -s -j2 farm-products farm-orders CFLAGS="-O1 -Werror"']);
	assert.equal(built.status, 0, built.said.slice(-2000));
});

await step('its programs know the routes, and start', () => {
	const env = Object.fromEntries(fs.readFileSync(`${dir}/farmstand.env`,
	    'utf8').split('\n').filter((l) => /^[A-Z]/.test(l)).map((l) =>
	    [l.slice(0, l.indexOf('=')), l.slice(l.indexOf('=') + 1)]));
	Object.assign(env, { TEMPLATE_DIR: `${copy}/templates`,
	    METRICS_DIR: dir, PRIVATE_DIR: dir,
	    INTERNAL_SOCKET: `${dir}/run/internal.sock` });
	for (const service of ['products', 'orders']) {
		const program = `build/farm-${service}`;
		const routes = run(program, ['--routes']).stdout;
		for (const [of, method, route] of wanted)
			assert.equal(routes.includes(`${method}\t${route}\t`),
			    of === service, route);
		const check = run(program, ['--check'], { env });
		assert.equal(check.status, 0, check.said);
	}
});
