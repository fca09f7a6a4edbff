-- SPDX-License-Identifier: ISC
\set n random(1, 1000)
EXECUTE sql_product_by_slug (@WORD@) \; EXECUTE sql_variant_list (NULL, @WORD@) \; EXECUTE sql_picture_list (NULL, @WORD@) \; EXECUTE sql_product_similar (NULL, @WORD@);
