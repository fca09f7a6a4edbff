// SPDX-License-Identifier: ISC
//
// services.mjs - the services of a farm, from the table that everything reads.

import fs from 'node:fs';

const table = new URL('../../../common/contract/services.h', import.meta.url);

export const SERVICES = [...fs.readFileSync(table, 'utf8')
    .matchAll(/^\s*X\((\w+),/gm)].map(([, name]) => name);
