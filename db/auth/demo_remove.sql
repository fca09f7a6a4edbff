-- SPDX-License-Identifier: ISC
-- Removes the demo accounts with their sessions. Prints the ids of these.

SELECT id FROM sessions WHERE pg_temp.is_demo(user_id, '01');
DELETE FROM users WHERE pg_temp.is_demo(id, '01');
