# SPDX-License-Identifier: ISC
# What farm-sandbox is made of.

farm_sandbox_SOURCES = \
	db/sandbox/stripe.c db/sandbox/stripe.h \
	fcgi/sandbox/main.c fcgi/sandbox/sandbox.h \
	fcgi/sandbox/stripe/amounts.c \
	fcgi/sandbox/stripe/api.c \
	fcgi/sandbox/stripe/cards.c \
	fcgi/sandbox/stripe/events.c \
	fcgi/sandbox/stripe/intents.c \
	fcgi/sandbox/stripe/pages.c \
	fcgi/sandbox/stripe/refunds.c \
	fcgi/sandbox/stripe/sessions.c \
	fcgi/sandbox/stripe/stripe_sandbox.h \
	fcgi/sandbox/webhook.c
farm_sandbox_LDADD = $(farm_libs)
