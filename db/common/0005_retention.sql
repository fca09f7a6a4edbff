-- SPDX-License-Identifier: ISC
-- The worker finds done events by this index (db/retention.def).

CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
