-- SPDX-License-Identifier: ISC
-- The other half of 0004: only a query that names a key can use jobs_order.
-- Asked for what is due in a lane, a plan that was made while there were no
-- jobs would read it from end to end, for as long as it is kept.

DROP INDEX jobs_order;
CREATE INDEX jobs_order ON jobs (key, lane, seq)
	WHERE state IN ('WAITING', 'RETRYING') AND key IS NOT NULL;
