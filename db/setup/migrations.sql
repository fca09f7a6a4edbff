-- SPDX-License-Identifier: ISC
-- What was applied to this database. Run by the owner before migrating;
-- prints one line "name checksum" a migration.

SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS schema_migrations (
	name       text PRIMARY KEY,
	checksum   text NOT NULL,
	applied_at timestamptz NOT NULL DEFAULT now()
);
SELECT name || ' ' || checksum FROM schema_migrations ORDER BY name;
