-- SPDX-License-Identifier: ISC
-- What belongs to the demo shop, for demo_remove.sql: ids of db/SERVICE/demo.sql
-- end in a kind of two digits and a number of ten.

CREATE FUNCTION pg_temp.is_demo(id uuid, kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
	SELECT id::text LIKE '00000000-0000-7000-8000-' || kind || '__________'
$$;
