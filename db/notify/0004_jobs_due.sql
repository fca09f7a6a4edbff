-- SPDX-License-Identifier: ISC
-- Due jobs in the order in which they are claimed.
--
-- "IS NOT NULL" says nothing about these columns; it is there so that only a
-- query which compares next_at (or id) can use the index.  Asked for the first
-- job of a key, the planner would otherwise take any of them while it does not
-- know how many jobs there are, and only jobs_order is right for that.

DROP INDEX jobs_due, jobs_shown;
CREATE INDEX jobs_due ON jobs (lane, next_at, id)
	WHERE state IN ('WAITING', 'RETRYING') AND next_at IS NOT NULL;
CREATE INDEX jobs_shown ON jobs (state, id)
	WHERE state <> 'DONE' AND id IS NOT NULL;
