// SPDX-License-Identifier: ISC
//
// tap.mjs - a story is a list of steps; each is a line of TAP. A step that
// throws has failed; the next one is told all the same.

let count = 0, failed = 0;

export async function step(title, fn) {
	let error;
	try {
		await fn();
	} catch (e) {
		error = e;
	}
	count++;
	console.log(`${error ? 'not ok' : 'ok'} ${count} - ${title}`);
	if (error) {
		failed++;
		const text = error.code === 'ERR_ASSERTION' ? error.message +
		    '\n' + where(error) : error.stack;
		console.log(text.replace(/^/gm, '# '));
	}
	return !error;
}

export function skip(title, why) {
	count++;
	console.log(`ok ${count} - ${title} # SKIP ${why}`);
}

// Where in a story, not in a library.
function where(error) {
	return error.stack.split('\n').filter((line) =>
	    /file:/.test(line)).slice(0, 4).join('\n');
}

process.on('exit', (code) => {
	console.log(`1..${count}`);
	if (failed > 0 && code === 0)
		process.exitCode = 1;
});
