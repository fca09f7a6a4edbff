/* SPDX-License-Identifier: ISC */
/*
 * tea.h - a service of the tests' own, and how to ask it: a whole request
 * through the dispatcher, without nginx, PostgreSQL or Redis.
 *
 * Its routes and handlers are in tea.c.  Each test begins with fresh().
 */
#ifndef FARM_TESTS_UNIT_TEA_H
#define FARM_TESTS_UNIT_TEA_H

#include "common/http/response.h"
#include "common/http/store.h"
#include "tests/tap_cunit.h"

#define SECRET "0123456789abcdef0123456789abcdef"
#define KEY    "fedcba9876543210fedcba9876543210"
#define USER   "0192f3a0-7c4e-7abc-8def-0123456789ab"

extern int      calls;      /* of handlers that write */
extern enum err next_error; /* what the next write answers */

/* The store knows one idempotency key. */
extern struct once kept; /* ->key NULL: the key is free */
extern bool        running;
extern enum err    store_error, flush_error;
extern int         releases, flushes;

/* Sessions are looked up here in place of auth. */
extern enum err  find_error;
extern enum role found_role;

extern struct response rs; /* the last answer */

/* As after start: no variables, no key, no errors, a buyer. */
void fresh(void);

/* The request's variables: "NAME=value". */
void with(const char *variable);
void without(void);

/* Of the next body this many announced bytes never come. */
void lose(int64_t n);
/* What the function of a streamed answer said. */
extern enum err stream_error;

/* The answer is in "rs"; its status is returned. */
int ask(const char *method, const char *path, const char *body);
int ask_json(const char *method, const char *path, const char *body);
int ask_form(const char *path, const char *body);

const char *body(void);
const char *headers(void);

/* A problem of this slug in RFC 9457's form. */
void check_problem(const char *slug);

/* An access token made at "at", in seconds; a cookie with a fresh one. */
const char *token_of(enum role, int64_t at);
void        sign_in(enum role);

/* Runs the tests with templates of its own; what main() returns. */
int tea_run(const char *name, const struct test *);

#endif
