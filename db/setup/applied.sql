-- SPDX-License-Identifier: ISC
-- The last statement in the transaction of a migration: records it as applied.
-- psql variables: name, checksum.

INSERT INTO schema_migrations (name, checksum) VALUES (:'name', :'checksum');
