# SPDX-License-Identifier: ISC
# make simulate: the services' own code under a seeded scheduler. Their files
# are compiled once more: with simulated databases (tests/simulate/names.h), and
# with names of their own where programs share them.

simulated = -include $(top_srcdir)/tests/simulate/names.h

simulated_libs = \
	tests/simulate/liborders.a tests/simulate/liborders_db.a \
	tests/simulate/libpayments.a tests/simulate/libpayments_db.a \
	tests/simulate/libproducts.a tests/simulate/libproducts_db.a \
	tests/simulate/libworker.a
check_LIBRARIES = $(simulated_libs) tests/simulate/libmodel.a \
	tests/simulate/libunsimulated.a
tests_simulate_libunsimulated_a_SOURCES = tests/simulate/unsimulated.c

tests_simulate_liborders_a_SOURCES = $(orders_program)
tests_simulate_liborders_a_CPPFLAGS = $(AM_CPPFLAGS) -DPROGRAM=orders $(simulated)
tests_simulate_liborders_db_a_SOURCES = $(orders_queries)
tests_simulate_liborders_db_a_CPPFLAGS = $(AM_CPPFLAGS) -DPROGRAM=orders -DREAL \
	$(simulated)
tests_simulate_libpayments_a_SOURCES = $(payments_program) \
	tests/simulate/approver_client.c tests/simulate/approver_provider.h \
	tests/simulate/overlay/fcgi/payments/providers/list.h
tests_simulate_libpayments_a_CPPFLAGS = -iquote $(top_srcdir)/tests/simulate/overlay \
	$(AM_CPPFLAGS) -DPROGRAM=payments $(simulated)
tests_simulate_libpayments_db_a_SOURCES = $(payments_queries)
tests_simulate_libpayments_db_a_CPPFLAGS = $(AM_CPPFLAGS) -DPROGRAM=payments -DREAL \
	$(simulated)
tests_simulate_libproducts_a_SOURCES = $(products_program)
tests_simulate_libproducts_a_CPPFLAGS = $(AM_CPPFLAGS) -DPROGRAM=products $(simulated)
tests_simulate_libproducts_db_a_SOURCES = $(products_queries)
tests_simulate_libproducts_db_a_CPPFLAGS = $(AM_CPPFLAGS) -DPROGRAM=products -DREAL \
	$(simulated)
tests_simulate_libworker_a_SOURCES = \
	fcgi/worker/calls.c fcgi/worker/jobs.c fcgi/worker/run.c
tests_simulate_libworker_a_CPPFLAGS = $(AM_CPPFLAGS) $(simulated)

unit_tests += tests/simulate/simulate.unit
tests_simulate_simulate_unit_SOURCES = \
	tests/simulate/at_approver.c \
	tests/simulate/at_stripe.c tests/simulate/at_stripe.h \
	tests/simulate/breaks.c tests/simulate/breaks.h \
	tests/simulate/calls.c \
	tests/simulate/db.h tests/simulate/db_common.c \
	tests/simulate/db_desk.c \
	tests/simulate/db_events.c tests/simulate/db_events.h \
	tests/simulate/db_ledger.c tests/simulate/db_orders.c \
	tests/simulate/db_payments.c tests/simulate/db_payments.h \
	tests/simulate/db_stock.c \
	tests/simulate/events.c tests/simulate/events.h \
	tests/simulate/life.c tests/simulate/life.h \
	tests/simulate/main.c \
	tests/simulate/names.h \
	tests/simulate/people.c tests/simulate/people.h \
	tests/simulate/programs.c \
	tests/simulate/provider.c tests/simulate/provider.h \
	tests/simulate/random.c tests/simulate/random.h \
	tests/simulate/rules.c tests/simulate/rules.h \
	tests/simulate/scenes.c tests/simulate/scenes.h \
	tests/simulate/schedule.c tests/simulate/schedule.h \
	tests/simulate/task.c tests/simulate/task.h \
	tests/simulate/world.c tests/simulate/world.h
tests_simulate_simulate_unit_CPPFLAGS = $(AM_CPPFLAGS) $(simulated)
tests_simulate_simulate_unit_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=clock_now -Wl,--wrap=clock_ms -Wl,--wrap=uuid_new \
	-Wl,--wrap=random_bytes -Wl,--wrap=usleep -Wl,--wrap=log_write \
	-Wl,--wrap=order_step -Wl,--wrap=payment_step
tests_simulate_simulate_unit_LDADD = $(simulated_libs) \
	tests/simulate/libunsimulated.a $(farm_libs)

unit_tests += tests/simulate/state_tables.unit
tests_simulate_state_tables_unit_SOURCES = tests/simulate/state_tables.c \
	fcgi/orders/state/order_state.c fcgi/payments/engine/payment_state.c \
	fcgi/payments/engine/refund_state.c
tests_simulate_state_tables_unit_LDADD = tests/simulate/liborders_db.a \
	tests/simulate/libpayments_db.a $(test_libs)

# The simulated queries beside those of PostgreSQL.
tests_simulate_libmodel_a_SOURCES = \
	tests/simulate/db_common.c tests/simulate/db_desk.c \
	tests/simulate/db_events.c tests/simulate/db_ledger.c \
	tests/simulate/db_orders.c tests/simulate/db_payments.c \
	tests/simulate/db_stock.c tests/simulate/random.c \
	tests/simulate/task.c tests/simulate/world.c
tests_simulate_libmodel_a_CPPFLAGS = $(AM_CPPFLAGS) $(simulated)
model = tests/simulate/model.c tests/simulate/model.h
model_ldflags = $(AM_LDFLAGS) -Wl,--wrap=clock_now
db_tests += tests/simulate/events_model.db tests/simulate/orders_model.db \
	tests/simulate/payments_model.db tests/simulate/stock_model.db
tests_simulate_events_model_db_SOURCES = tests/simulate/events_model.c \
	db/notify/events.c db/notify/jobs.c db/outbox/outbox.c $(model)
tests_simulate_events_model_db_LDFLAGS = $(model_ldflags)
tests_simulate_events_model_db_LDADD = tests/simulate/libmodel.a $(test_libs)
tests_simulate_orders_model_db_SOURCES = tests/simulate/orders_model.c $(model)
tests_simulate_orders_model_db_LDFLAGS = $(model_ldflags)
tests_simulate_orders_model_db_LDADD = tests/simulate/libmodel.a \
	tests/simulate/liborders_db.a $(test_libs)
tests_simulate_payments_model_db_SOURCES = tests/simulate/payments_model.c \
	tests/simulate/payments_model.h tests/simulate/payments_steps.c \
	$(model)
tests_simulate_payments_model_db_LDFLAGS = $(model_ldflags)
tests_simulate_payments_model_db_LDADD = tests/simulate/libmodel.a \
	tests/simulate/libpayments_db.a $(test_libs)
tests_simulate_stock_model_db_SOURCES = tests/simulate/stock_model.c $(model)
tests_simulate_stock_model_db_LDFLAGS = $(model_ldflags)
tests_simulate_stock_model_db_LDADD = tests/simulate/libmodel.a \
	tests/simulate/libproducts_db.a $(test_libs)

# SEED=n: one seed, V=1: and its history; else SEEDS of them, from FROM on.
simulate: tests/simulate/simulate.unit
	@set -- --seeds $${SEEDS:-1000} $${FROM:+--from $$FROM}; \
	test -z "$$SEED" || set -- --seed $$SEED $${V:+--loud}; \
	tests/simulate/simulate.unit "$$@" $${EVENTS:+--events $$EVENTS} \
		$${JOBS:+--jobs $$JOBS} $${BREAK:+--break $$BREAK}
.PHONY: simulate
deep_checks += simulate
