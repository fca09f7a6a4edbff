-- SPDX-License-Identifier: ISC
-- The people of the demo shop. The password of each is "farmstand-demo".

INSERT INTO users (id, email, password_hash, name, role, email_verified,
	created_at)
SELECT ('00000000-0000-7000-8000-01' || lpad(n::text, 10, '0'))::uuid, email,
	'$argon2id$v=19$m=19456,t=2,p=1$ZmFybXN0YW5kLmRlbW8ucw$RExgDHpspFohZcgBHcVCCrgaeSjgouqUxW3Dts3xBQg', name, role, true, farm_now() - interval '90 days'
FROM (VALUES
	(1, 'buyer@example.com', 'Bea Buyer', 'BUYER'),
	(2, 'vendor@example.com', 'Vera Vendor', 'VENDOR'),
	(3, 'vendor2@example.com', 'Victor Vendor', 'VENDOR'),
	(4, 'admin@example.com', 'Ada Admin', 'ADMIN'),
	(5, 'vendor3@example.com', 'Vicky Vendor', 'VENDOR'),
	(6, 'vendor4@example.com', 'Vito Vendor', 'VENDOR'),
	(7, 'vendor5@example.com', 'Valentin Vendor', 'VENDOR'),
	(8, 'noah@example.com', 'Noah Lindqvist', 'BUYER'),
	(9, 'mia@example.com', 'Mia Okafor', 'BUYER'),
	(10, 'leo@example.com', 'Leo Marchetti', 'BUYER'),
	(11, 'zoe@example.com', 'Zoe Tanaka', 'BUYER'),
	(12, 'sam@example.com', 'Sam Rivera', 'BUYER')
) AS people (n, email, name, role)
ON CONFLICT DO NOTHING;
