// SPDX-License-Identifier: ISC
//
// state.mjs - what stands in the six databases and in the mails, since a
// moment, as plain objects that the audit can read and a test can falsify.

import fs from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import { dir, rows, setting, sql, until } from
    '../../integration/lib/farm.mjs';
import { SERVICES } from '../../integration/lib/services.mjs';


// Mails of the Maildir: the id says which event and which template.
function maildir() {
	const place = path.join(dir, 'mail', 'new');
	return (fs.existsSync(place) ? fs.readdirSync(place) : []).map(
	    (name) => {
		const text = fs.readFileSync(path.join(place, name), 'utf8');
		return mail_of(text);
	});
}

// { id: "EVENT.TEMPLATE", to } of a mail's text.
export function mail_of(text) {
	const head = text.replace(/\r\n/g, '\n').split('\n\n')[0];
	return {
		id: /^Message-ID: <([^@>]+)@/mi.exec(head)?.[1] ?? '',
		to: /^To: .*?([^\s<>]+@[^\s<>]+?)>?\s*$/mi.exec(head)?.[1] ??
		    '',
	};
}

const count = (service, query) => Number(sql(service, query)[0][0]);

// Nothing is under way any more: no event, no job, no attempt, no refund.
export function quiet(seconds = 120) {
	return until('all is quiet', () => {
		for (const service of SERVICES)
			assert.equal(count(service, `SELECT count(*)
			    FROM outbox WHERE done_at IS NULL`), 0,
			    `events of ${service}`);
		const open = sql('notify', `SELECT name, state, error FROM jobs
		    WHERE state IN ('WAITING', 'RETRYING')`);
		assert.deepEqual(open, []);
		assert.equal(count('payments', `SELECT (SELECT count(*)
		    FROM payment_attempts WHERE status IN ('started',
		    'unknown')) + (SELECT count(*) FROM refunds
		    WHERE status = 'requested')`), 0, 'attempts and refunds');
		return true;
	}, seconds);
}

export function state_since(since, mails = maildir()) {
	const of = (time) => `${time} >= '${since}'`;
	const outbox = SERVICES.flatMap((service) => rows(service, `SELECT id,
	    name, key, payload, done_at IS NOT NULL AS done,
	    '${service}' AS service FROM outbox WHERE ${of('created_at')}`));
	return {
		percent: Number(setting('COMMISSION_PERCENT')),
		outbox, mails,
		products: rows('products', 'SELECT id, stock_quantity FROM ' +
		    'products'),
		held: rows('products', `SELECT l.order_id, l.product_id,
		    l.quantity, l.status, l.expired FROM reservation_lines l
		    JOIN reservations r USING (order_id)
		    WHERE ${of('r.created_at')}`),
		orders: rows('orders', `SELECT o.*, (SELECT jsonb_agg(i)
		    FROM order_items i WHERE i.order_id = o.id) AS items,
		    (SELECT jsonb_agg(p) FROM parcels p
		    WHERE p.order_id = o.id) AS parcels FROM orders o
		    WHERE ${of('created_at')}`),
		tallies: rows('orders', `SELECT owner, status, tallied, counted
		    FROM (SELECT owner, status, sum(orders) AS tallied
			FROM order_tallies GROUP BY 1, 2) t
		    FULL JOIN (SELECT vendor_user_id AS owner, status,
			count(*) AS counted FROM parcels GROUP BY 1, 2 UNION ALL
			SELECT '00000000-0000-0000-0000-000000000000', status,
			count(*) FROM orders GROUP BY status) c
		    USING (owner, status)`),
		keys: rows('orders', `SELECT scope, key, id FROM
		    idempotency_keys WHERE scope LIKE '%/checkout'`),
		payments: rows('payments', `SELECT p.*, (SELECT jsonb_agg(s)
		    FROM payment_shares s WHERE s.payment_id = p.id) AS shares
		    FROM payments p WHERE ${of('created_at')}`),
		attempts: rows('payments', `SELECT * FROM payment_attempts
		    WHERE ${of('created_at')}`),
		postings: rows('payments', `SELECT t.id, t.kind, t.reference,
		    t.payment_id, (SELECT jsonb_agg(jsonb_build_object('kind',
		    a.kind, 'owner', a.owner, 'amount', e.amount))
		    FROM ledger_entries e JOIN ledger_accounts a
		    ON a.id = e.account_id WHERE e.transaction_id = t.id)
		    AS lines FROM ledger_transactions t
		    WHERE ${of('created_at')}`),
		balances: rows('payments', 'SELECT kind, owner, balance FROM ' +
		    'ledger_balances'),
		intents: rows('sandbox', `SELECT i.id, i.amount,
		    i.amount_received, i.status, i.metadata ->> 'payment_id'
		    AS payment_id, (SELECT coalesce(sum(r.amount), 0)
		    FROM stripe_refunds r WHERE r.payment_intent = i.id
		    AND r.status = 'succeeded') AS refunded
		    FROM stripe_intents i WHERE ${of('created_at')}`),
		events: rows('notify', `SELECT id, name, service,
		    done_at IS NOT NULL AS done, told_at IS NOT NULL AS told
		    FROM events WHERE ${of('received_at')}`),
		jobs: rows('notify', `SELECT j.event_id, j.name, j.state,
		    j.error FROM jobs j JOIN events e ON e.id = j.event_id
		    WHERE ${of('e.received_at')}`),
		notices: rows('notify', `SELECT event_id, user_id, name
		    FROM notifications WHERE ${of('created_at')}`),
	};
}
