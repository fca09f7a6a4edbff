-- SPDX-License-Identifier: ISC
-- The migrations that were applied to this database. The owner runs this before it
-- migrates. Prints a line "name checksum" for each.

SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS schema_migrations (
	name       text PRIMARY KEY,
	checksum   text NOT NULL,
	applied_at timestamptz NOT NULL DEFAULT now()
);
SELECT name || ' ' || checksum FROM schema_migrations ORDER BY name;
