# SPDX-License-Identifier: ISC
# What farm-auth is made of.

farm_auth_SOURCES = \
	db/auth/sessions.c db/auth/sessions.h \
	db/auth/users.c db/auth/users.h \
	fcgi/auth/account.c fcgi/auth/auth.h \
	fcgi/auth/internal.c \
	fcgi/auth/language.c \
	fcgi/auth/main.c \
	fcgi/auth/password.c \
	fcgi/auth/session.c
farm_auth_LDADD = $(farm_libs) $(ARGON2_LIBS)
