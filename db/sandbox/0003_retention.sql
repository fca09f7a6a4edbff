-- SPDX-License-Identifier: ISC
-- Old events and answers by key are removed (db/retention.def).

CREATE INDEX stripe_events_age ON stripe_events (created_at);
CREATE INDEX stripe_keys_age ON stripe_keys (created_at);

GRANT DELETE ON stripe_events, stripe_keys TO :"runtime_role";
