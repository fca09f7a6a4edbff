-- SPDX-License-Identifier: ISC
\set n random(1, 1000)
EXECUTE sql_search (NULL, NULL, NULL, NULL, NULL, NULL, NULL, 21, 0, @WORD@, '', @WORD@, 6);
