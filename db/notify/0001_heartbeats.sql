-- SPDX-License-Identifier: ISC
-- When each worker was last seen alive.

CREATE TABLE heartbeats (
	worker	text PRIMARY KEY,
	at	timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON heartbeats TO :"runtime_role";
