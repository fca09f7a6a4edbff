# SPDX-License-Identifier: ISC
# What "make check" builds and runs; tests/README.md says what is tested where.

TEST_EXTENSIONS = .unit .db .tap
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) \
	$(top_srcdir)/build-aux/tap-driver.sh
UNIT_LOG_DRIVER = $(tap_driver)
DB_LOG_DRIVER = $(tap_driver)
TAP_LOG_DRIVER = $(tap_driver)
DB_LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/db/with-postgres.sh

if HAVE_CUNIT
AM_CPPFLAGS += $(CUNIT_CFLAGS)
check_PROGRAMS = $(unit_tests) $(db_tests)
endif
TESTS = $(check_PROGRAMS) $(script_tests)

script_tests = tests/clean/self.tap tests/types/pairs.tap \
	tests/lint/migrations.tap tests/lint/names.tap \
	tests/lint/queries.tap \
	tests/lint/rules.tap tests/upgrade/upgrade.db
if HARDENED
script_tests += tests/lint/hardened.tap
endif

test_libs = $(CUNIT_LIBS) $(farm_libs)

unit_tests = \
	tests/unit/arena.unit \
	tests/unit/buf.unit \
	tests/unit/bulk.unit \
	tests/unit/clock.unit \
	tests/unit/config.unit \
	tests/unit/contract.unit \
	tests/unit/dispatch_body.unit \
	tests/unit/dispatch_input.unit \
	tests/unit/dispatch_once.unit \
	tests/unit/dispatch_rows.unit \
	tests/unit/dispatch_who.unit \
	tests/unit/input.unit \
	tests/unit/jobs.unit \
	tests/unit/input_money.unit \
	tests/unit/json.unit \
	tests/unit/jwt.unit \
	tests/unit/log.unit \
	tests/unit/mail.unit \
	tests/unit/currency.unit \
	tests/unit/decimal.unit \
	tests/unit/mo.unit \
	tests/unit/money.unit \
	tests/unit/multipart.unit \
	tests/unit/paging.unit \
	tests/unit/stored.unit \
	tests/unit/stored_text.unit \
	tests/unit/plural.unit \
	tests/unit/sentence.unit \
	tests/unit/template_messages.unit \
	tests/unit/template_parts.unit \
	tests/unit/template_values.unit \
	tests/unit/text.unit \
	tests/unit/uuid.unit

tests_unit_arena_unit_SOURCES = tests/unit/arena.c tests/cents.h tests/tap_cunit.h
tests_unit_arena_unit_LDADD = $(test_libs)
tests_unit_buf_unit_SOURCES = tests/unit/buf.c
tests_unit_buf_unit_LDADD = $(test_libs)
tests_unit_bulk_unit_SOURCES = tests/unit/bulk.c
tests_unit_bulk_unit_LDADD = $(test_libs)
tests_unit_clock_unit_SOURCES = tests/unit/clock.c
tests_unit_clock_unit_LDADD = $(test_libs)
tests_unit_config_unit_SOURCES = tests/unit/config.c
tests_unit_config_unit_LDADD = $(test_libs)
tests_unit_contract_unit_SOURCES = tests/unit/contract.c
tests_unit_contract_unit_LDADD = $(test_libs)
tests_unit_input_unit_SOURCES = tests/unit/input.c
tests_unit_input_unit_LDADD = $(test_libs)
tests_unit_jobs_unit_SOURCES = tests/unit/jobs.c fcgi/worker/jobs.c \
	fcgi/worker/job.h
tests_unit_jobs_unit_LDADD = $(test_libs)
tests_unit_input_money_unit_SOURCES = tests/unit/input_money.c
tests_unit_input_money_unit_LDADD = $(test_libs)
tests_unit_json_unit_SOURCES = tests/unit/json.c
tests_unit_json_unit_LDADD = $(test_libs)
tests_unit_jwt_unit_SOURCES = tests/unit/jwt.c
tests_unit_jwt_unit_LDADD = $(test_libs)
tests_unit_log_unit_SOURCES = tests/unit/log.c
tests_unit_log_unit_LDADD = $(test_libs)
tests_unit_mail_unit_SOURCES = tests/unit/mail.c
tests_unit_mail_unit_LDADD = $(test_libs)
tests_unit_currency_unit_SOURCES = tests/unit/currency.c
tests_unit_currency_unit_LDADD = $(test_libs)
tests_unit_decimal_unit_SOURCES = tests/unit/decimal.c
tests_unit_decimal_unit_LDADD = $(test_libs)
tests_unit_mo_unit_SOURCES = tests/unit/mo.c $(catalogue)
tests_unit_mo_unit_LDADD = $(test_libs)
tests_unit_money_unit_SOURCES = tests/unit/money.c
tests_unit_money_unit_LDADD = $(test_libs)
tests_unit_multipart_unit_SOURCES = tests/unit/multipart.c
tests_unit_multipart_unit_LDADD = $(test_libs)
tests_unit_paging_unit_SOURCES = tests/unit/paging.c
tests_unit_paging_unit_LDADD = $(test_libs)
tests_unit_stored_unit_SOURCES = tests/unit/stored.c
tests_unit_stored_unit_LDADD = $(test_libs)
tests_unit_stored_text_unit_SOURCES = tests/unit/stored_text.c $(catalogue)
tests_unit_stored_text_unit_LDADD = $(test_libs)
tests_unit_plural_unit_SOURCES = tests/unit/plural.c
tests_unit_plural_unit_LDADD = $(test_libs)
tests_unit_sentence_unit_SOURCES = tests/unit/sentence.c $(catalogue)
tests_unit_sentence_unit_LDADD = $(test_libs)
tests_unit_text_unit_SOURCES = tests/unit/text.c
tests_unit_text_unit_LDADD = $(test_libs)
tests_unit_uuid_unit_SOURCES = tests/unit/uuid.c
tests_unit_uuid_unit_LDADD = $(test_libs)

dispatch_tea = tests/unit/tea.c tests/unit/tea.h
tests_unit_dispatch_body_unit_SOURCES = tests/unit/dispatch_body.c \
	$(dispatch_tea)
tests_unit_dispatch_body_unit_LDADD = $(test_libs)
tests_unit_dispatch_input_unit_SOURCES = tests/unit/dispatch_input.c \
	$(dispatch_tea)
tests_unit_dispatch_input_unit_LDADD = $(test_libs)
tests_unit_dispatch_once_unit_SOURCES = tests/unit/dispatch_once.c \
	$(dispatch_tea)
tests_unit_dispatch_once_unit_LDADD = $(test_libs)
tests_unit_dispatch_rows_unit_SOURCES = tests/unit/dispatch_rows.c \
	$(dispatch_tea)
tests_unit_dispatch_rows_unit_LDADD = $(test_libs)
tests_unit_dispatch_who_unit_SOURCES = tests/unit/dispatch_who.c \
	$(dispatch_tea)
tests_unit_dispatch_who_unit_LDADD = $(test_libs)
catalogue = tests/unit/catalogue.c tests/unit/catalogue.h
template_sheet = tests/unit/sheet.c tests/unit/sheet.h $(catalogue)
tests_unit_template_messages_unit_SOURCES = \
	tests/unit/template_messages.c $(template_sheet)
tests_unit_template_messages_unit_LDADD = $(test_libs)
tests_unit_template_parts_unit_SOURCES = tests/unit/template_parts.c \
	$(template_sheet)
tests_unit_template_parts_unit_LDADD = $(test_libs)
tests_unit_template_values_unit_SOURCES = tests/unit/template_values.c \
	$(template_sheet)
tests_unit_template_values_unit_LDADD = $(test_libs)

db_tests = \
	tests/db/amounts.db \
	tests/db/auth.db \
	tests/db/categories.db \
	tests/db/desk.db \
	tests/db/desk_write.db \
	tests/db/events.db \
	tests/db/jobs.db \
	tests/db/listing.db \
	tests/db/pg_each.db \
	tests/db/pg_lost.db \
	tests/db/pg_rows.db \
	tests/db/pg_server.db \
	tests/db/pg_tx.db \
	tests/db/retention.db \
	tests/db/retention_runs.db \
	tests/db/pg_unread.db \
	tests/db/products.db \
	tests/db/stock.db \
	tests/db/store.db \
	tests/db/vendors.db

tests_db_amounts_db_SOURCES = tests/db/amounts.c
tests_db_amounts_db_LDADD = $(test_libs)
tests_db_auth_db_SOURCES = tests/db/auth.c db/auth/sessions.c db/auth/users.c
tests_db_auth_db_LDADD = $(test_libs)
tests_db_events_db_SOURCES = tests/db/events.c \
	db/notify/events.c db/notify/heartbeats.c \
	db/notify/notifications.c db/outbox/outbox.c
tests_db_events_db_LDADD = $(test_libs)
tests_db_jobs_db_SOURCES = tests/db/jobs.c db/notify/events.c db/notify/jobs.c
tests_db_jobs_db_LDADD = $(test_libs)
tests_db_retention_db_SOURCES = tests/db/retention.c
tests_db_retention_db_LDADD = $(test_libs)
tests_db_retention_runs_db_SOURCES = tests/db/retention_runs.c \
	db/notify/retention_runs.c
tests_db_retention_runs_db_LDADD = $(test_libs)
tests_db_store_db_SOURCES = tests/db/store.c
tests_db_store_db_LDADD = $(test_libs)

shops = tests/db/shops.c tests/db/shops.h tests/db/tap_db.h
tests_db_categories_db_SOURCES = tests/db/categories.c $(shops) \
	db/products/categories.c
tests_db_categories_db_LDADD = $(test_libs)
tests_db_desk_db_SOURCES = tests/db/desk.c $(shops) db/products/desk.c \
	db/products/products.c
tests_db_desk_db_LDADD = $(test_libs)
tests_db_desk_write_db_SOURCES = tests/db/desk_write.c $(shops) \
	db/products/categories.c db/products/desk.c \
	db/products/desk_write.c db/products/products.c db/products/stock.c
tests_db_desk_write_db_LDADD = $(test_libs)
tests_db_listing_db_SOURCES = tests/db/listing.c $(shops) \
	db/products/listing.c db/products/products.c
tests_db_listing_db_LDADD = $(test_libs)
tests_db_products_db_SOURCES = tests/db/products.c $(shops) \
	db/products/products.c
tests_db_products_db_LDADD = $(test_libs)
tests_db_stock_db_SOURCES = tests/db/stock.c $(shops) db/products/stock.c
tests_db_stock_db_LDADD = $(test_libs)
tests_db_vendors_db_SOURCES = tests/db/vendors.c $(shops) \
	db/products/products.c db/products/vendors.c
tests_db_vendors_db_LDADD = $(test_libs)

pg_jar = tests/db/jar.c tests/db/jar.h tests/db/tap_db.h
tests_db_pg_each_db_SOURCES = tests/db/pg_each.c $(pg_jar)
tests_db_pg_each_db_LDADD = $(test_libs)
tests_db_pg_lost_db_SOURCES = tests/db/pg_lost.c $(pg_jar)
tests_db_pg_lost_db_LDADD = $(test_libs)
tests_db_pg_rows_db_SOURCES = tests/db/pg_rows.c $(pg_jar)
tests_db_pg_rows_db_LDADD = $(test_libs)
tests_db_pg_server_db_SOURCES = tests/db/pg_server.c $(pg_jar)
tests_db_pg_server_db_LDADD = $(test_libs)
tests_db_pg_tx_db_SOURCES = tests/db/pg_tx.c $(pg_jar)
tests_db_pg_tx_db_LDADD = $(test_libs)
tests_db_pg_unread_db_SOURCES = tests/db/pg_unread.c $(pg_jar)
tests_db_pg_unread_db_LDADD = $(test_libs)

# ---- orders ----------------------------------------------------------------------

unit_tests += \
	tests/unit/order_state.unit \
	tests/unit/order_totals.unit
tests_unit_order_state_unit_SOURCES = tests/unit/order_state.c \
	fcgi/orders/state/order_state.c fcgi/orders/state/order_state.h
tests_unit_order_state_unit_LDADD = $(test_libs)
tests_unit_order_totals_unit_SOURCES = tests/unit/order_totals.c \
	fcgi/orders/cart/totals.c fcgi/orders/cart/totals.h
tests_unit_order_totals_unit_LDADD = $(test_libs)

db_tests += \
	tests/db/orders_carts.db \
	tests/db/orders_checkout.db \
	tests/db/orders_lists.db \
	tests/db/orders_plans.db \
	tests/db/orders_state.db
some_orders = tests/db/some_orders.c tests/db/some_orders.h \
	tests/db/tap_db.h $(orders_queries)
tests_db_orders_carts_db_SOURCES = tests/db/orders_carts.c $(some_orders)
tests_db_orders_carts_db_LDADD = $(test_libs)
tests_db_orders_checkout_db_SOURCES = tests/db/orders_checkout.c $(some_orders)
tests_db_orders_checkout_db_LDADD = $(test_libs)
tests_db_orders_state_db_SOURCES = tests/db/orders_state.c $(some_orders)
tests_db_orders_state_db_LDADD = $(test_libs)
tests_db_orders_lists_db_SOURCES = tests/db/orders_lists.c $(some_orders)
tests_db_orders_lists_db_LDADD = $(test_libs)
tests_db_orders_plans_db_SOURCES = tests/db/orders_plans.c tests/db/plans.c \
	tests/db/plans.h $(some_orders)
tests_db_orders_plans_db_LDADD = $(test_libs)

# ---- payments --------------------------------------------------------------------

unit_tests += tests/unit/ledger_split.unit tests/unit/payment_method.unit \
	tests/unit/payment_state.unit tests/unit/refund_state.unit \
	tests/unit/stripe_sandbox_amounts.unit tests/unit/stripe_amount.unit \
	tests/unit/stripe_settings.unit
tests_unit_stripe_sandbox_amounts_unit_SOURCES = tests/unit/stripe_sandbox_amounts.c \
	fcgi/payments/providers/stripe/stripe_amount.c
tests_unit_stripe_sandbox_amounts_unit_LDADD = $(test_libs)
tests_unit_stripe_amount_unit_SOURCES = tests/unit/stripe_amount.c \
	fcgi/payments/providers/stripe/stripe_amount.c
tests_unit_stripe_amount_unit_LDADD = $(test_libs)
tests_unit_stripe_settings_unit_SOURCES = tests/unit/stripe_settings.c \
	fcgi/payments/providers/stripe/stripe_settings.c
tests_unit_stripe_settings_unit_LDADD = $(test_libs)
tests_unit_payment_method_unit_SOURCES = tests/unit/payment_method.c
tests_unit_payment_method_unit_LDADD = $(test_libs)
tests_unit_ledger_split_unit_SOURCES = tests/unit/ledger_split.c \
	fcgi/payments/ledger/ledger_split.c
tests_unit_ledger_split_unit_LDADD = $(test_libs)
tests_unit_payment_state_unit_SOURCES = tests/unit/payment_state.c \
	fcgi/payments/engine/payment_state.c
tests_unit_payment_state_unit_LDADD = $(test_libs)
tests_unit_refund_state_unit_SOURCES = tests/unit/refund_state.c \
	fcgi/payments/engine/refund_state.c
tests_unit_refund_state_unit_LDADD = $(test_libs)

db_tests += tests/db/payments.db tests/db/payments_ledger.db \
	tests/db/sandbox_stripe.db
some_payment = tests/db/some_payment.c tests/db/some_payment.h \
	db/payments/attempts.c db/payments/payments.c
tests_db_payments_db_SOURCES = tests/db/payments.c $(some_payment)
tests_db_payments_db_LDADD = $(test_libs)
tests_db_payments_ledger_db_SOURCES = tests/db/payments_ledger.c \
	db/payments/ledger.c db/payments/refunds.c $(some_payment)
tests_db_payments_ledger_db_LDADD = $(test_libs)
tests_db_sandbox_stripe_db_SOURCES = tests/db/sandbox_stripe.c \
	db/sandbox/stripe.c
tests_db_sandbox_stripe_db_LDADD = $(test_libs)

# What tests/db/with-postgres.sh keeps between runs.
clean-local: clean-catalogues
	rm -f tests/db/cluster-*.tar tests/db/lock
	rm -rf lint sanitize cover *.began
