// SPDX-License-Identifier: ISC
//
// settings.mjs - the farm with other settings for a while.

import { farm } from '../../integration/lib/farm.mjs';

// "part": only this one is restarted with them.
export async function with_settings(settings, fn, part) {
	const before = Object.fromEntries(Object.keys(settings).map((k) =>
	    [k, process.env[k]]));
	const restart = () => farm('restart', ...(part ? [part] : []));
	Object.assign(process.env, settings);
	try {
		restart();
		await fn();
	} finally {
		for (const [name, value] of Object.entries(before))
			if (value === undefined)
				delete process.env[name];
			else
				process.env[name] = value;
		restart();
	}
}
