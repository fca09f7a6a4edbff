-- SPDX-License-Identifier: ISC
\set offset 20 * random(0, 9)
EXECUTE sql_list_newest (NULL, NULL, NULL, NULL, NULL, NULL, NULL, 21, :offset, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff') \; EXECUTE sql_total;
