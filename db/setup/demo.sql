-- SPDX-License-Identifier: ISC
-- Recognises rows of the demo shop, for demo_remove.sql. The last group of their ids
-- is a kind of two digits and a number of ten digits.

CREATE FUNCTION pg_temp.is_demo(id uuid, kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
	SELECT id::text LIKE '00000000-0000-7000-8000-' || kind || '__________'
$$;
