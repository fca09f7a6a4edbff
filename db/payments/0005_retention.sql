-- SPDX-License-Identifier: ISC
-- Old messages of providers are removed when they are done (db/retention.def).

CREATE INDEX provider_events_age ON provider_events (received_at)
	WHERE done_at IS NOT NULL;

GRANT DELETE ON provider_events TO :"runtime_role";
