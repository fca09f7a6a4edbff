-- SPDX-License-Identifier: ISC
-- The roles and the database of one service. The superuser runs this. It can be
-- repeated.
-- psql variables: database, runtime_role, runtime_password, owner_role,
-- owner_password.
--
-- The owner applies migrations. The program uses the runtime role, which owns nothing;
-- migrations grant its rights.

\connect postgres
SET log_min_duration_statement = -1;

SELECT format('CREATE ROLE %I LOGIN', r)
FROM unnest(ARRAY[:'owner_role', :'runtime_role']) r
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) \gexec

ALTER ROLE :"owner_role" PASSWORD :'owner_password';
ALTER ROLE :"owner_role" SET timezone = 'UTC';
ALTER ROLE :"owner_role" SET lock_timeout = '5s';

ALTER ROLE :"runtime_role" PASSWORD :'runtime_password';
ALTER ROLE :"runtime_role" SET timezone = 'UTC';
ALTER ROLE :"runtime_role" SET statement_timeout = '3000ms';
ALTER ROLE :"runtime_role" SET lock_timeout = '1000ms';
ALTER ROLE :"runtime_role" SET idle_in_transaction_session_timeout = '5000ms';

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner_role')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"runtime_role", farm_outbox;

\connect :"database"
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO :"owner_role";

-- Only the superuser can create extensions.
SELECT 'CREATE EXTENSION IF NOT EXISTS pg_trgm'
WHERE current_database() = 'products_db' \gexec
