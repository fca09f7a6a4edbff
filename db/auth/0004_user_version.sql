-- SPDX-License-Identifier: ISC
-- Counts the edits of a profile: who edits an old version is told so.

ALTER TABLE users ADD version bigint NOT NULL DEFAULT 1;
