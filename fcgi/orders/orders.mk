# SPDX-License-Identifier: ISC
# What farm-orders is made of.

orders_queries = \
	db/orders/carts.c db/orders/carts.h \
	db/orders/order_lists.c db/orders/order_lists.h \
	db/orders/order_sql.h \
	db/orders/orders.c db/orders/orders.h \
	db/orders/sales.c db/orders/sales.h
orders_program = \
	fcgi/orders/admin.c \
	fcgi/orders/cart.c fcgi/orders/cart.h \
	fcgi/orders/cart_view.c \
	fcgi/orders/change.c fcgi/orders/change.h \
	fcgi/orders/checkout.c \
	fcgi/orders/event.c fcgi/orders/event.h \
	fcgi/orders/goods.c fcgi/orders/goods.h \
	fcgi/orders/internal.c \
	fcgi/orders/main.c \
	fcgi/orders/order.c fcgi/orders/orders.h \
	fcgi/orders/order_state.c fcgi/orders/order_state.h \
	fcgi/orders/sales.c \
	fcgi/orders/status.c \
	fcgi/orders/totals.c fcgi/orders/totals.h \
	fcgi/orders/vendor.c \
	fcgi/orders/view.c fcgi/orders/view.h
farm_orders_SOURCES = $(orders_queries) $(orders_program)
farm_orders_LDADD = $(farm_libs)
