-- SPDX-License-Identifier: ISC
\set u random(1002, 13000)
\set p random(1, :products)
EXECUTE sql_cart_of_user (gen_random_uuid(), ('01900000-0000-7000-8000-01' || lpad(:u::text, 10, '0'))::uuid) \; EXECUTE sql_cart_line_add (('01900000-0000-7000-8000-01' || lpad(:u::text, 10, '0'))::uuid, NULL, gen_random_uuid(), ('01900000-0000-7000-8000-04' || lpad(:p::text, 10, '0'))::uuid, NULL, 1, 19.90, 'A thing', 999, 100);
