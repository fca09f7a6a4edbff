// SPDX-License-Identifier: ISC
//
// smtp.mjs - a mail server with moods (RFC 5321, as far as one needs to take
// a mail). "moods" says what it does at a command: a reply instead of its
// own, or a function that answers one, or 'die'. With "tls" (a key and a
// certificate) it offers STARTTLS (RFC 3207).

import net from 'node:net';
import tls from 'node:tls';
import { sleep } from '../../integration/lib/farm.mjs';
import { mail_of } from './state.mjs';

export class MailServer {
	constructor() {
		this.mails = [];	// taken: { id, to }
		this.moods = {};
		this.counts = {};	// how often it was asked what
		this.tls = null;
		this.sockets = new Set();
	}

	// On the port of before, when there was one.
	open() {
		return new Promise((done, fail) => {
			this.server = net.createServer((s) => this.serve(s)
			    .catch(() => {}));	// it was cut off
			this.server.on('error', fail);
			this.server.listen(this.port ?? 0, '127.0.0.1', () => {
				this.port = this.server.address().port;
				done();
			});
		});
	}

	hang_up() {
		for (const socket of this.sockets)
			socket.destroy();
	}

	close() {
		this.hang_up();
		return new Promise((done) => this.server.close(done));
	}

	get url() {
		return `smtp://127.0.0.1:${this.port}`;
	}

	// What it says to a command, in its present mood.
	async reply(what, text, own) {
		this.counts[what] = (this.counts[what] ?? 0) + 1;
		if (this.moods.slow)
			await sleep(this.moods.slow);
		const mood = this.moods[what];
		return (typeof mood === 'function' ? await mood(text) : mood) ??
		    own;
	}

	async serve(socket) {
		const session = { socket, text: '', data: null };
		this.sockets.add(socket);
		socket.on('close', () => this.sockets.delete(socket));
		socket.on('error', () => {});
		await this.say(session, await this.reply('greeting', '',
		    '220 mail.example ESMTP'));
		await this.follow(session);
	}

	// What comes on a connection, and then on the encrypted one in it.
	async follow(session) {
		const { socket } = session;
		for await (const chunk of socket.iterator({
		    destroyOnReturn: false })) {
			session.text += chunk.toString('utf8');
			await this.read(session);
			if (socket.destroyed)
				return;
			if (session.socket !== socket)
				break;
		}
		if (session.socket !== socket)
			await this.follow(session);
	}

	encrypt(session) {
		session.socket = new tls.TLSSocket(session.socket,
		    { isServer: true, ...this.tls });
		session.socket.on('error', () => {});
	}

	say(session, text) {
		if (text === 'die')
			session.socket.destroy();
		else if (!session.socket.destroyed)
			session.socket.write(`${text}\r\n`);
	}

	// The lines that are there, or the mail up to its final dot.
	async read(session) {
		for (;;) {
			const end = session.data === null ? '\r\n' :
			    '\r\n.\r\n';
			if (session.data !== null && session.text.length > 0 &&
			    await this.reply('data', session.text) === 'die')
				return session.socket.destroy();
			const at = session.text.indexOf(end);
			if (at < 0)
				return;
			const text = session.text.slice(0, at);
			session.text = session.text.slice(at + end.length);
			if (session.data === null)
				await this.command(session, text);
			else
				await this.take(session, text);
			if (session.socket.destroyed)
				return;
		}
	}

	async take(session, text) {
		session.data = null;
		const refused = await this.reply('dot', text);
		if (!refused || refused === 'die')
			this.mails.push(mail_of(text));
		this.say(session, refused ?? '250 taken');
	}

	async command(session, line) {
		const what = line.split(/[ :]/)[0].toLowerCase();
		const own = { ehlo: this.tls ? '250-mail.example\r\n250 STARTTLS' :
		    '250 mail.example', starttls: '220 go on', helo: '250 hello',
		    mail: '250 sender', rcpt: '250 recipient',
		    data: '354 go on', rset: '250 forgotten', quit:
		    '221 bye' }[what] ?? '502 what?';
		const said = await this.reply(what === 'data' ? 'begin' : what,
		    line, own);
		if (what === 'data' && said.startsWith('354'))
			session.data = '';
		this.say(session, said);
		if (what === 'starttls')
			this.encrypt(session);
		if (what === 'quit' && !session.socket.destroyed)
			session.socket.end();
	}
}
