#!/usr/bin/env node
// SPDX-License-Identifier: ISC
//
// 97_growth.mjs - a copy of the tree grows: endpoints by scripts/new-endpoint,
// and a service by one folder and one line. It builds, and a farm of it runs.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { step } from './lib/tap.mjs';

const tree = fileURLToPath(new URL('../../', import.meta.url));
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'farmstand-growth.'));
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'farmstand-grown.'));
fs.chmodSync(copy, 0o755);

function run(command, args, env = {}) {
	const done = spawnSync(command, args, { cwd: copy, encoding: 'utf8',
	    env: { ...process.env, ...env } });
	return { ...done, said: done.stdout + done.stderr };
}

process.on('exit', () => {
	run('scripts/farmstand', ['down', '--dir', dir]);
	for (const place of [copy, dir])
		fs.rmSync(place, { recursive: true, force: true });
});

// What is built, or another farm's, stays behind.
const LEFT = /^(\.git|build|var|autom4te\.cache)$|(^|\/)node_modules$/;
fs.cpSync(tree, copy, { recursive: true, filter: (from) =>
    !LEFT.test(path.relative(tree, from)) && !fs.lstatSync(from).isSocket() });

const text = (file) => fs.readFileSync(path.join(copy, file), 'utf8');

function write(file, ...lines) {
	fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
	fs.writeFileSync(path.join(copy, file), lines.join('\n') + '\n');
}

// ---- a service ------------------------------------------------------------------

await step('a service is one folder and one line', () => {
	const table = 'common/contract/services.h';
	write(table, text(table).trimEnd().replace('\tX(notify,',
	    '\tX(greet, 1, NO, ALWAYS) \\\n\tX(notify,'));
	write('fcgi/greet/greet.mk', '# SPDX-License-Identifier: ISC',
	    'farm_greet_SOURCES = \\', '\tfcgi/greet/greet.h \\',
	    '\tfcgi/greet/main.c', 'farm_greet_LDADD = $(farm_libs)');
	write('fcgi/greet/greet.h', '/* SPDX-License-Identifier: ISC */',
	    '#ifndef FARM_FCGI_GREET_GREET_H',
	    '#define FARM_FCGI_GREET_GREET_H', '',
	    '#include "common/http/route.h"', '', '#endif');
	write('fcgi/greet/main.c', '/* SPDX-License-Identifier: ISC */',
	    '#include "db/pg/store.h"', '#include "fcgi/greet/greet.h"', '',
	    'static struct greet_config {',
	    '	const char *database_url_greet;', '} settings;',
	    'SPEC_STATIC(greet_config,',
	    '    FIELD(database_url_greet, REQUIRED, RANGE(1, 1000)));', '',
	    'static const struct route *const tables[] = {',
	    '	common_routes,', '	NULL,', '};', '',
	    'int', 'main(int argc, char **argv)', '{',
	    '	static struct service service = {', '		.name = "greet",',
	    '		.tables = tables,',
	    '		.settings = &greet_config_spec,',
	    '		.config = &settings,',
	    '		.database_url = &settings.database_url_greet,',
	    '		.store = &pg_store,', '	};', '',
	    '	return service_main(&service, argc, argv);', '}');
	write('nginx/routes/greet.conf', '# SPDX-License-Identifier: ISC',
	    'location /greet {', '	include snippets/page.conf;',
	    '	fastcgi_pass greet;', '}');
});

// ---- an event with a mail ---------------------------------------------------------

function add_line(file, before, line) {
	assert.ok(text(file).includes(before), `${file}: ${before}`);
	write(file, text(file).trimEnd().replace(before, `${before}\n${line}`));
}

await step('an event with a mail is three lines and two templates', () => {
	add_line('common/contract/events.h',
	    '#define EVENT_USER_REGISTERED "user.registered", user_payload',
	    '#define EVENT_USER_GREETED "user.greeted", user_payload');
	add_line('db/auth/users.c',
	    '	db_event(db, EVENT_USER_REGISTERED, user->id, &payload);',
	    '	db_event(db, EVENT_USER_GREETED, user->id, &payload);');
	add_line('fcgi/worker/mails.c', 'const struct job mail_jobs[] = {',
	    '	ON(EVENT_USER_GREETED, mail_user_job, LANE_MAIL, ' +
	    '"mail_greeted",\n	    .template = "greeted"),');
	write('templates/mail/greeted.txt',
	    '{{! SPDX-License-Identifier: ISC }}',
	    'Subject: {{_ Greetings, {name}}}', '', '{{_ Hello {name}.}}',
	    '{{>mail/signature.txt}}');
	write('templates/mail/greeted.html',
	    '{{! SPDX-License-Identifier: ISC }}', '{{<mail/layout}}',
	    '{{$title}}{{_ Greetings, {name}}}{{/title}}',
	    '{{$heading}}{{_ Greetings, {name}}}{{/heading}}',
	    '{{$main}}', '<p>{{_ Hello {name}.}}</p>', '{{/main}}',
	    '{{/layout}}');
});

// ---- endpoints ------------------------------------------------------------------

const endpoint = (...args) => run('scripts/new-endpoint', args);

const wanted = [
	['products', 'GET', '/vendor/note', 'note_show'],
	['products', 'PUT', '/vendor/notes/:id', 'note_edit'],
	['products', 'PUT', '/vendor/note', 'note_change'],
	['products', 'DELETE', '/vendor/letters/:id', 'letter_remove'],
	['products', 'GET', '/reviews/:id', 'review_show'],
	['products', 'GET', '/reviews', 'review_list'],
	['orders', 'POST', '/orders/:id/gift', 'gift_add'],
	['greet', 'GET', '/greet', 'greeting_show'],
];

for (const [service, method, route, name] of wanted)
	await step(`${method} ${route} is written`, () => {
		const done = endpoint(service, method, route, name);
		assert.equal(done.status, 0, done.said);
		const handler = text(`fcgi/${service}/${name}.c`);
		assert.match(handler, /SPDX-License-Identifier: ISC/);
		assert.ok(handler.includes(`{ ${method}, "${route}", &${name},`));
		assert.match(text(`fcgi/${service}/main.c`),
		    new RegExp(`\t${name}_routes,\n`));
		assert.ok(fs.existsSync(path.join(copy,
		    `tests/integration/28_${name}.mjs`)));
	});

await step('pages without an id are compared with a golden file', () => {
	const pages = text('tests/integration/05_pages.mjs');
	assert.match(pages, /'vendor@example\.com': \{ note_show: '\/vendor\/note',/);
	assert.match(pages, /nobody: \{ greeting_show: '\/greet',/);
	assert.doesNotMatch(pages, /review_show/);
	assert.equal(text('tests/page/golden/note_show.html'), '');
	assert.equal(run(process.execPath, ['--check',
	    'tests/integration/05_pages.mjs']).status, 0);
});

await step('nothing is written twice, and no nonsense', () => {
	const before = text('fcgi/products/main.c');
	for (const args of [wanted[0], ['products', 'GET', '/vendor/note',
	    'note_other'], ['products', 'GET', 'note', 'note_show2'],
	    ['products', 'PATCH', '/x', 'x_show'], ['nobody', 'GET', '/x',
	    'x_show'], ['products', 'GET', '/x', 'show'], ['products', 'GET',
	    '/x', 'x_show"'], ['worker', 'GET', '/x', 'x_show'], []])
		assert.notEqual(endpoint(...args).status, 0, `${args}`);
	assert.equal(text('fcgi/products/main.c'), before);
});

// ---- do they work? ----------------------------------------------------------------

await step('all of it builds, without a warning', () => {
	const built = run('sh', ['-c', 'autoreconf -fi >/dev/null 2>&1 && ' +
	    'mkdir -p build && cd build && ../configure --quiet >/dev/null && ' +
	    'make -s -j2 all CFLAGS="-O1 -Werror"']);
	assert.equal(built.status, 0, built.said.slice(-2000));
});

const port = await new Promise((done) => {
	const server = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = server.address();
		server.close(() => done(port));
	});
});
const env = { FARM_DIR: dir, FARM_URL: `http://127.0.0.1:${port}`,
	FARM: path.join(copy, 'scripts/farmstand'), RATE_LIMIT: 'off',
	FARM_BUILD: path.join(copy, 'build'), CFLAGS: undefined };

await step('a farm of it starts', () => {
	const up = run('scripts/farmstand', ['up', '--dir', dir, '--port',
	    String(port)], env);
	assert.equal(up.status, 0, up.said);
});

await step('the farm knows its new service', async () => {
	const status = run('scripts/farmstand', ['status', '--dir', dir], env);
	assert.equal(status.status, 0, status.said);
	assert.match(status.stdout, /^greet +healthy/m);
	const health = await (await fetch(`${env.FARM_URL}/healthz`)).json();
	assert.equal(health.parts.greet, 'ok');
	const settings = run(`${dir}/release/current/libexec/farmstand/` +
	    'farm-worker', ['--settings']).stdout;
	assert.match(settings, /^OUTBOX_DATABASE_URL_GREET$/m);
});

for (const [, method, route, name] of wanted)
	await step(`${method} ${route} works as its test says`, () => {
		const story = run(process.execPath,
		    [`tests/integration/28_${name}.mjs`], env);
		assert.equal(story.status, 0, story.said);
		assert.doesNotMatch(story.stdout, /^not ok/m, story.said);
	});

await step('the mail of the new event arrives', async () => {
	const answer = await fetch(`${env.FARM_URL}/api/auth/register`, {
		method: 'POST', headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ email: 'growth@example.org',
		    password: 'a long enough password', name: 'Greta' }) });
	assert.equal(answer.status, 201);
	const place = `${dir}/mail/new`;
	let found = [];
	for (let i = 0; i < 100 && found.length === 0; i++) {
		await new Promise((r) => setTimeout(r, 200));
		found = (fs.existsSync(place) ? fs.readdirSync(place) : [])
		    .map((name) => fs.readFileSync(`${place}/${name}`, 'utf8'))
		    .filter((mail) => mail.includes('Subject: Greetings, Greta'));
	}
	assert.equal(found.length, 1);
	assert.match(found[0], /^To: growth@example\.org$/m);
});
