// SPDX-License-Identifier: ISC
//
// routes.mjs - what exists, as the programs themselves say it:
// "farm-X --routes" prints METHOD, path, who, face and page of each row.

import { execFileSync } from 'node:child_process';
import { dir } from './farm.mjs';

export const SERVICES = ['auth', 'products', 'orders', 'payments', 'notify',
	'sandbox'];

// Where a row can be asked for from outside: '/api' and '' (a page, or the
// sandbox, which stands where its providers would).
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

// The path of a row with its captures filled in.
export const path_of = (path, value =
    '00000000-0000-7000-8000-990000000099') =>
	path.replace(/:[A-Za-z]+/g, () => value);
