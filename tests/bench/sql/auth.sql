-- SPDX-License-Identifier: ISC
-- 200 vendors and 12,000 buyers, each with a session. The password of all is
-- "farmstand-demo".

\ir common.sql
\set ON_ERROR_STOP 1
SET synchronous_commit = off;
SET statement_timeout = 0;

BEGIN;

INSERT INTO users (id, email, password_hash, name, role, email_verified,
	created_at)
SELECT pg_temp.bench_id('01', n), email,
	'$argon2id$v=19$m=19456,t=2,p=1$ZmFybXN0YW5kLmRlbW8ucw$RExgDHpspFohZcgBHcVCCrgaeSjgouqUxW3Dts3xBQg',
	'Bench person ' || n, role, true, timestamptz '2023-01-01 08:00+00'
FROM (SELECT n, 'vendor' || n || '@bench.example' AS email, 'VENDOR' AS role
	FROM generate_series(1, 200) n
	UNION ALL SELECT n, 'buyer' || n || '@bench.example', 'BUYER'
	FROM generate_series(1001, 13000) n) people
ORDER BY n;

INSERT INTO sessions (id, user_id, created_at)
SELECT overlay(id::text placing '13' from 25 for 2)::uuid, id, created_at
FROM users WHERE email LIKE '%@bench.example';

COMMIT;

VACUUM ANALYZE users, sessions;
