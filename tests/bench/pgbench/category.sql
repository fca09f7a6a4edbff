-- SPDX-License-Identifier: ISC
\set n random(1, 60)
EXECUTE sql_list_category_newest (('01900000-0000-7000-8000-03' || lpad(:n::text, 10, '0'))::uuid, NULL, NULL, NULL, NULL, NULL, NULL, 21, 0, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff') \; EXECUTE sql_total_category (('01900000-0000-7000-8000-03' || lpad(:n::text, 10, '0'))::uuid, NULL);
