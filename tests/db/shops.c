/* SPDX-License-Identifier: ISC */
#include "tests/db/shops.h"

void
prepare(void)
{
	WITH_DB();
	/* clang-format off */
	owner("TRUNCATE vendors, categories, products, product_variants,"
	    " category_counts, reservations, reservation_lines, outbox;"
	    " INSERT INTO vendors (id, user_id, email, business_name, slug,"
	    "  status) VALUES"
	    " (" SQL_ID("a1") ", " SQL_ID("b1") ", 'a@x', 'Shop A', 'shop-a',"
	    "  'APPROVED'),"
	    " (" SQL_ID("a2") ", " SQL_ID("b2") ", 'b@x', 'Shop B', 'shop-b',"
	    "  'APPROVED'),"
	    " (" SQL_ID("a3") ", " SQL_ID("b3") ", 'c@x', 'Shop C', 'shop-c',"
	    "  'PENDING');"
	    " INSERT INTO categories (id, name, slug, parent_id) VALUES"
	    " (" SQL_ID("c1") ", 'Tools', 'tools', NULL),"
	    " (" SQL_ID("c2") ", 'Spades', 'spades', " SQL_ID("c1") "),"
	    " (" SQL_ID("c3") ", 'Seeds', 'seeds', NULL);"
	    " INSERT INTO products (id, vendor_id, category_id, name, slug,"
	    "  description, price, stock_quantity, is_active, has_variants,"
	    "  created_at) VALUES"
	    " (" SQL_ID("01") ", " SQL_ID("a1") ", " SQL_ID("c2") ","
	    "  'Garden spade', 'garden-spade', 'Steel & ash.', 30.00, 10, true,"
	    "  false, now() - interval '3 days'),"
	    " (" SQL_ID("02") ", " SQL_ID("a2") ", " SQL_ID("c1") ","
	    "  'Copper rake', 'copper-rake', 'For leaves.', 19.90, 5, true,"
	    "  false, now() - interval '2 days'),"
	    " (" SQL_ID("03") ", " SQL_ID("a1") ", " SQL_ID("c3") ","
	    "  'Tomato seeds', 'tomato-seeds', 'Grow a spade full.', 2.50, 0,"
	    "  true, false, now() - interval '1 day'),"
	    " (" SQL_ID("04") ", " SQL_ID("a1") ", " SQL_ID("c1") ","
	    "  'Hoe', 'hoe', NULL, 12.00, 7, true, true, now()),"
	    " (" SQL_ID("05") ", " SQL_ID("a1") ", " SQL_ID("c1") ","
	    "  'Hidden', 'hidden', NULL, 1.00, 1, false, false, now()),"
	    " (" SQL_ID("06") ", " SQL_ID("a3") ", " SQL_ID("c1") ","
	    "  'Too early', 'too-early', NULL, 1.00, 1, true, false, now());"
	    " INSERT INTO product_variants (id, product_id, name, price,"
	    "  stock_quantity, sku) VALUES"
	    " (" SQL_ID("d1") ", " SQL_ID("04") ", 'Short', 12.00, 3, 'H-S'),"
	    " (" SQL_ID("d2") ", " SQL_ID("04") ", 'Long', 15.00, 4, 'H-L')");
	/* clang-format on */
}
