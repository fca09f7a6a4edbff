# SPDX-License-Identifier: ISC
# What farm-products is made of.

products_queries = \
	db/products/categories.c db/products/categories.h \
	db/products/desk.c db/products/desk.h \
	db/products/desk_write.c \
	db/products/listing.c db/products/listing.h \
	db/products/products.c db/products/products.h \
	db/products/stock.c db/products/stock.h \
	db/products/vendors.c db/products/vendors.h
products_program = \
	fcgi/products/admin/categories.c \
	fcgi/products/admin/dashboard.c \
	fcgi/products/admin/vendors.c \
	fcgi/products/desk/edit.c \
	fcgi/products/desk/form.c fcgi/products/desk/form.h \
	fcgi/products/desk/list.c \
	fcgi/products/desk/vendor.c \
	fcgi/products/main.c fcgi/products/products.h \
	fcgi/products/reservations.c \
	fcgi/products/shop/catalogue.c fcgi/products/shop/catalogue.h \
	fcgi/products/shop/home.c \
	fcgi/products/shop/listing.c \
	fcgi/products/shop/product.c
farm_products_SOURCES = $(products_queries) $(products_program)
farm_products_LDADD = $(farm_libs)
