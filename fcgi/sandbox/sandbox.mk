# SPDX-License-Identifier: ISC
# What farm-sandbox is made of.

farm_sandbox_SOURCES = \
	db/sandbox/stripe.c db/sandbox/stripe.h \
	fcgi/sandbox/amounts.c \
	fcgi/sandbox/answer.c \
	fcgi/sandbox/cards.c \
	fcgi/sandbox/events.c \
	fcgi/sandbox/intents.c \
	fcgi/sandbox/main.c \
	fcgi/sandbox/pages.c \
	fcgi/sandbox/refunds.c \
	fcgi/sandbox/sandbox.h \
	fcgi/sandbox/sessions.c
farm_sandbox_LDADD = $(farm_libs)
