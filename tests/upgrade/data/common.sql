-- SPDX-License-Identifier: ISC
-- In every database: events that are done and open, keys that were used.

INSERT INTO outbox (id, name, key, payload, published_at, done_at)
SELECT ('00000000-0000-7000-8000-50' || lpad(n::text, 10, '0'))::uuid,
	'upgrade.test', '00000000-0000-7000-8000-510000000001',
	jsonb_build_object('n', n), now(), now()
FROM generate_series(1, 4) n;

INSERT INTO idempotency_keys (scope, key, fingerprint, id, leased_until,
	status, body)
SELECT 'POST /checkout', 'key ' || n, md5(n::text),
	('00000000-0000-7000-8000-52' || lpad(n::text, 10, '0'))::uuid, now(),
	CASE WHEN n > 1 THEN 201 END, CASE WHEN n > 1 THEN '{}' END
FROM generate_series(1, 3) n;
