# SPDX-License-Identifier: ISC
# What farm-orders is made of.

orders_queries = \
	db/orders/cart/carts.c db/orders/cart/carts.h \
	db/orders/checkout/order_add.c db/orders/checkout/order_add.h \
	db/orders/order.c db/orders/order.h \
	db/orders/order_sql.h \
	db/orders/pages/order_counts.c db/orders/pages/order_counts.h \
	db/orders/pages/order_lists.c db/orders/pages/order_lists.h \
	db/orders/pages/order_read.c db/orders/pages/order_read.h \
	db/orders/pages/sales.c db/orders/pages/sales.h \
	db/orders/state/order_move.c db/orders/state/order_move.h
orders_program = \
	fcgi/orders/cart/cart.h \
	fcgi/orders/cart/cart_lines.c \
	fcgi/orders/cart/cart_owner.c \
	fcgi/orders/cart/cart_view.c \
	fcgi/orders/cart/totals.c fcgi/orders/cart/totals.h \
	fcgi/orders/checkout/address_in.c fcgi/orders/checkout/address_in.h \
	fcgi/orders/checkout/checkout.c \
	fcgi/orders/checkout/order_draft.c fcgi/orders/checkout/order_draft.h \
	fcgi/orders/goods.c fcgi/orders/goods.h \
	fcgi/orders/main.c \
	fcgi/orders/orders.h \
	fcgi/orders/pages/admin_orders.c \
	fcgi/orders/pages/buyer_orders.c \
	fcgi/orders/pages/order_page.c fcgi/orders/pages/order_page.h \
	fcgi/orders/pages/sales_parts.c \
	fcgi/orders/pages/vendor_orders.c \
	fcgi/orders/state/order_change.c fcgi/orders/state/order_change.h \
	fcgi/orders/state/order_event.c fcgi/orders/state/order_event.h \
	fcgi/orders/state/order_expiry.c \
	fcgi/orders/state/order_payment.c \
	fcgi/orders/state/order_state.c fcgi/orders/state/order_state.h \
	fcgi/orders/state/order_status.c
farm_orders_SOURCES = $(orders_queries) $(orders_program)
farm_orders_LDADD = $(farm_libs)
