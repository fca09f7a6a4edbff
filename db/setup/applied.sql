-- SPDX-License-Identifier: ISC
-- The last statement of a migration's transaction: it was applied.
-- psql variables: name, checksum.

INSERT INTO schema_migrations (name, checksum) VALUES (:'name', :'checksum');
