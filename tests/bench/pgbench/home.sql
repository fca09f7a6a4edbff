-- SPDX-License-Identifier: ISC
EXECUTE sql_list_newest (NULL, NULL, NULL, NULL, NULL, NULL, true, 9, 0, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff') \; EXECUTE sql_category_tops \; EXECUTE sql_shop_list (4, 0);
