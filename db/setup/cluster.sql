-- SPDX-License-Identifier: ISC
-- Roles that all databases share. The superuser of the cluster runs this before
-- service.sql. It can be repeated.
-- psql variables: outbox_password.

-- Otherwise a slow statement could write a password to the log.
SET log_min_duration_statement = -1;

SELECT 'CREATE ROLE farm_outbox LOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'farm_outbox') \gexec

ALTER ROLE farm_outbox PASSWORD :'outbox_password';
ALTER ROLE farm_outbox SET timezone = 'UTC';
ALTER ROLE farm_outbox SET statement_timeout = '10s';
ALTER ROLE farm_outbox SET lock_timeout = '1s';
ALTER ROLE farm_outbox SET idle_in_transaction_session_timeout = '30s';

REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
