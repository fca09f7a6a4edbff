// SPDX-License-Identifier: ISC
//
// routes.mjs - the routes of all programs: "farm-X --routes" prints method,
// path, who, face and page of each row.

import { execFileSync } from 'node:child_process';
import { dir } from './farm.mjs';
import { SERVICES } from './services.mjs';

// The prefixes under which nginx serves a row to the outside: '/api', and '' for
// pages and for the sandbox, whose paths are those of its providers.
function faces_of(method, path, who, face, page) {
	if (who === 'service' || path.startsWith('/_part/'))
		return [];
	if (path.startsWith('/sandbox/'))
		return [''];
	return { both: page === '-' && method === 'GET' ? ['/api'] :
	    ['/api', ''], api: ['/api'], page: [''] }[face];
}

export function routes() {
	return SERVICES.flatMap((service) => execFileSync(
	    `${dir}/release/current/libexec/farmstand/farm-${service}`,
	    ['--routes'], { encoding: 'utf8' }).trim().split('\n')
	    .map((line) => line.split('\t'))
	    .map(([method, path, who, face, page]) => ({ service, method,
		path, who, face, page,
		faces: faces_of(method, path, who, face, page) })));
}

// The path of a row with a value in place of each parameter.
export const path_of = (path, value =
    '00000000-0000-7000-8000-990000000099') =>
	path.replace(/:[A-Za-z]+/g, () => value);
