// SPDX-License-Identifier: ISC
//
// errors.mjs - the errors that programs know, from the tables that they are
// compiled from.

import fs from 'node:fs';

const tree = new URL('../../../', import.meta.url);
const read = (file) => fs.readFileSync(new URL(file, tree), 'utf8')
    .replace(/^#include "(.*)"$/gm, (_, included) => read(included));

// {status, slug, title} of each.
export const ERRORS = [...read('common/base/err.def')
    .matchAll(/^ERR\(\w+,\s*(\d+),\s*"(\w+)",\s*"([^"]*)"\)/gm)]
    .map(([, status, slug, title]) =>
	({ status: Number(status), slug, title }));
