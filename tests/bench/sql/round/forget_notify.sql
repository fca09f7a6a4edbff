-- SPDX-License-Identifier: ISC
-- No event ever came.
TRUNCATE jobs, events, notifications, outbox;
