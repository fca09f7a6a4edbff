-- SPDX-License-Identifier: ISC
-- Events with jobs in every state, and what people were told.

INSERT INTO heartbeats VALUES ('old', now() - interval '1 day');

INSERT INTO events (id, service, seq, name, key, payload, done_at, told_at)
SELECT ('00000000-0000-7000-8000-40' || lpad(n::text, 10, '0'))::uuid,
	'orders', n, 'order.created',
	('00000000-0000-7000-8000-06' || lpad(n::text, 10, '0'))::uuid,
	jsonb_build_object('orderId',
	    '00000000-0000-7000-8000-06' || lpad(n::text, 10, '0')),
	CASE WHEN n > 2 THEN now() END, CASE WHEN n > 3 THEN now() END
FROM generate_series(1, 6) n;

INSERT INTO jobs (event_id, name, lane, service, key, seq, state, tries,
	next_at, error, ended_at)
SELECT id, 'upgrade.test', ('{CALL,NOTICE,MAIL}'::text[])[1 + seq % 3],
	service, key, seq, state, 1, now() + interval '1 day',
	CASE state WHEN 'DEAD' THEN 'refused' END,
	CASE WHEN state IN ('DONE', 'DEAD') THEN now() END
FROM events, LATERAL (SELECT
	('{WAITING,RETRYING,DEAD,DONE,DONE,DONE}'::text[])[seq] AS state) s;

INSERT INTO notifications (event_id, user_id, name, title, link)
SELECT id, '00000000-0000-7000-8000-010000000001', name,
	'Order F-26-' || seq || ' is placed', '/orders/' || key
FROM events;
