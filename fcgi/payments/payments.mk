# SPDX-License-Identifier: ISC
# What farm-payments is made of.

payments_queries = \
	db/payments/attempts.c db/payments/attempts.h \
	db/payments/ledger.c db/payments/ledger.h \
	db/payments/payments.c db/payments/payments.h \
	db/payments/refunds.c db/payments/refunds.h
payments_program = \
	fcgi/payments/admin.c \
	fcgi/payments/attempt.c \
	fcgi/payments/internal.c \
	fcgi/payments/ledger_split.c fcgi/payments/ledger_split.h \
	fcgi/payments/main.c \
	fcgi/payments/pay.c \
	fcgi/payments/payment.c \
	fcgi/payments/payment_state.c fcgi/payments/payment_state.h \
	fcgi/payments/payments.h \
	fcgi/payments/provider.c fcgi/payments/provider.h \
	fcgi/payments/refund.c \
	fcgi/payments/refund_state.c fcgi/payments/refund_state.h \
	fcgi/payments/settle.c \
	fcgi/payments/stripe.c fcgi/payments/stripe.h \
	fcgi/payments/stripe_amount.c \
	fcgi/payments/stripe_call.c \
	fcgi/payments/stripe_message.c \
	fcgi/payments/stripe_refund.c \
	fcgi/payments/webhook.c
farm_payments_SOURCES = $(payments_queries) $(payments_program)
farm_payments_LDADD = $(farm_libs)
