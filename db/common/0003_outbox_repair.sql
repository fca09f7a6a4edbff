-- SPDX-License-Identifier: ISC
-- Adds what the first version of 0001_outbox.sql lacks (db/checksums). On all
-- other databases only the default is new: it lets a program that does not
-- know this column run until it has been replaced.

ALTER TABLE idempotency_keys ADD COLUMN IF NOT EXISTS taker uuid NOT NULL
	DEFAULT gen_random_uuid();
ALTER TABLE idempotency_keys ALTER COLUMN taker
	SET DEFAULT gen_random_uuid();
