/* SPDX-License-Identifier: ISC */
/*
 * payment_method.h - how an order can be paid.
 *
 * The setting PAYMENT_METHODS names the methods that the shop offers.  Orders
 * asks for it at checkout and payments when a payment begins, both by
 * payment_method_offered(); so an order never waits for a payment that
 * payments would refuse.
 */
#ifndef FARM_CONTRACT_PAYMENT_METHOD_H
#define FARM_CONTRACT_PAYMENT_METHOD_H

#include "common/base/err.h"
#include "common/model/complaint.h"
#include "common/model/spec.h"

enum payment_method {
#define PAYMENT_METHOD(name) PAY_##name,
#include "common/contract/payment_methods.def"
#undef PAYMENT_METHOD
	PAY__COUNT
};
extern const char *const payment_method_words[];

/* Settings of each program that has to know which methods are offered. */
struct payment_offer {
	const char *payment_methods; /* words with spaces between; or NULL */
};
SPEC_DECLARE(payment_offer);

/* -1, as an input that names no method has it, is not offered. */
bool payment_method_offered(const struct payment_offer *, int method);

/* One of the methods that are offered, as a page lists them. */
struct payment_choice {
	enum payment_method method;
};
SPEC_DECLARE(payment_choice);
void payment_choices(const struct payment_offer *, struct arena *,
    LIST(payment_choice) *out);

/*
 * Can so much be paid by this method?  ERR_AMOUNT_TOO_SMALL: it is less than
 * the method takes.  ERR_AMOUNT_STEP: it is no multiple of the step of the
 * currency (currency.h).  Nothing is to be paid for 0, which is fine.
 */
enum err payment_amount_check(enum payment_method, struct money,
    const char *currency);

/* Complain about the input's "field": its method is not offered. */
void payment_method_complain(struct complaints *, const char *field);

/*
 * Does the setting name methods only?  If not, says on standard error which
 * word is none.
 */
bool payment_offer_check(const struct payment_offer *, const char *program);

#endif
