-- SPDX-License-Identifier: ISC
-- Old events, notifications and heartbeats are removed (db/retention.def).

CREATE INDEX events_told ON events (told_at) WHERE told_at IS NOT NULL;
CREATE INDEX notifications_age ON notifications (created_at);
CREATE INDEX heartbeats_age ON heartbeats (at);

GRANT DELETE ON heartbeats TO :"runtime_role";

-- How the last removal in the database of each service went. "failures" counts
-- those in a row.
CREATE TABLE retention_runs (
	service		text PRIMARY KEY,
	succeeded_at	timestamptz,
	failures	integer NOT NULL DEFAULT 0,
	error		text
);

GRANT SELECT, INSERT, UPDATE ON retention_runs TO :"runtime_role";
