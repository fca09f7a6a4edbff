-- SPDX-License-Identifier: ISC
-- The clock of the farm. Queries, defaults and triggers call farm_now() in place
-- of now(). PostgreSQL replaces the call by the function's body when it plans, so
-- that it costs nothing. Tests move the clock by writing another body
-- (tests/clock); plans that used the old one are made anew.

CREATE FUNCTION farm_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN now();

ALTER TABLE outbox ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE idempotency_keys ALTER COLUMN created_at SET DEFAULT farm_now();
