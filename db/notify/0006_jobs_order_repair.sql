-- SPDX-License-Identifier: ISC
-- Adds what the first version of 0005_jobs_order.sql lacks (db/checksums).

ALTER TABLE jobs SET (fillfactor = 70);
