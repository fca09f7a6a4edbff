-- SPDX-License-Identifier: ISC
\set n random(1, :products)
EXECUTE sql_product_get (('01900000-0000-7000-8000-04' || lpad(:n::text, 10, '0'))::uuid);
