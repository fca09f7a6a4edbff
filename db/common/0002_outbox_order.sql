-- SPDX-License-Identifier: ISC
-- What the relay asks for every second: what is new, and what goes before it.

CREATE INDEX outbox_new ON outbox (seq)
	WHERE published_at IS NULL AND done_at IS NULL;
CREATE INDEX outbox_order ON outbox (key, seq) WHERE done_at IS NULL;
