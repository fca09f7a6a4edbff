# SPDX-License-Identifier: ISC
# What farm-payments is made of.

payments_queries = \
	db/payments/attempts.c db/payments/attempts.h \
	db/payments/ledger.c db/payments/ledger.h \
	db/payments/payments.c db/payments/payments.h \
	db/payments/refunds.c db/payments/refunds.h
payments_program = \
	fcgi/payments/engine/attempt.c fcgi/payments/engine/attempt.h \
	fcgi/payments/engine/effects.c fcgi/payments/engine/effects.h \
	fcgi/payments/engine/event.c fcgi/payments/engine/event.h \
	fcgi/payments/engine/internal.c \
	fcgi/payments/engine/message.c fcgi/payments/engine/message.h \
	fcgi/payments/engine/payment_state.c fcgi/payments/engine/payment_state.h \
	fcgi/payments/engine/provider.c fcgi/payments/engine/provider.h \
	fcgi/payments/engine/refund.c fcgi/payments/engine/refund.h \
	fcgi/payments/engine/refund_state.c fcgi/payments/engine/refund_state.h \
	fcgi/payments/engine/settle.c fcgi/payments/engine/settle.h \
	fcgi/payments/ledger/ledger_split.c fcgi/payments/ledger/ledger_split.h \
	fcgi/payments/ledger/posting.c fcgi/payments/ledger/posting.h \
	fcgi/payments/main.c fcgi/payments/payments.h \
	fcgi/payments/pages/admin.c \
	fcgi/payments/pages/bill.c fcgi/payments/pages/bill.h \
	fcgi/payments/pages/pay.c \
	fcgi/payments/pages/payment.c \
	fcgi/payments/providers/list.h \
	fcgi/payments/providers/providers.h \
	fcgi/payments/providers/stripe/stripe.h \
	fcgi/payments/providers/stripe/stripe_amount.c \
	fcgi/payments/providers/stripe/stripe_amount.h \
	fcgi/payments/providers/stripe/stripe_attempt.c \
	fcgi/payments/providers/stripe/stripe_call.c \
	fcgi/payments/providers/stripe/stripe_message.c \
	fcgi/payments/providers/stripe/stripe_provider.h \
	fcgi/payments/providers/stripe/stripe_refund.c \
	fcgi/payments/providers/stripe/stripe_settings.c
farm_payments_SOURCES = $(payments_queries) $(payments_program)
farm_payments_LDADD = $(farm_libs)
