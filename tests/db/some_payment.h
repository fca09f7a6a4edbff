/* SPDX-License-Identifier: ISC */
/*
 * some_payment.h - what tests of payments begin with.
 */
#ifndef FARM_TESTS_DB_SOME_PAYMENT_H
#define FARM_TESTS_DB_SOME_PAYMENT_H

#include "db/payments/attempts.h"
#include "db/payments/payments.h"
#include "tests/cents.h"
#include "tests/db/tap_db.h"

/*
 * The payment of 11.00 that some_payment() leaves in an empty database: 10.00
 * for the goods of one vendor and 1.00 of tax.
 */
extern struct payment pay;
extern struct uuid    vendor;
void                  some_payment(void);

/* Another order's payment of this amount. */
struct payment another_payment(int64_t cents);
/* A new attempt at "stripe", not stored yet. */
struct attempt some_attempt(const char *key);
/* The attempt of this key is stored, named, and has paid by "transaction". */
struct attempt some_paid_attempt(const char *key, const char *transaction);

#endif
