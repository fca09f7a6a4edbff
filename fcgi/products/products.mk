# SPDX-License-Identifier: ISC
# What farm-products is made of.

products_queries = \
	db/products/categories.c db/products/categories.h \
	db/products/desk.c db/products/desk.h \
	db/products/listing.c db/products/listing.h \
	db/products/products.c db/products/products.h \
	db/products/stock.c db/products/stock.h \
	db/products/vendors.c db/products/vendors.h
products_program = \
	fcgi/products/admin.c \
	fcgi/products/catalogue.c fcgi/products/catalogue.h \
	fcgi/products/internal.c \
	fcgi/products/listing.c \
	fcgi/products/main.c \
	fcgi/products/product.c fcgi/products/products.h \
	fcgi/products/shop.c \
	fcgi/products/vendor.c \
	fcgi/products/vendor_products.c
farm_products_SOURCES = $(products_queries) $(products_program)
farm_products_LDADD = $(farm_libs)
