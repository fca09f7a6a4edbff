/* SPDX-License-Identifier: ISC */
/*
 * cards.c - Stripe's test cards (https://docs.stripe.com/testing): by number
 * for the payment page, by name for the API.
 */
#include <string.h>

#include "fcgi/sandbox/stripe/stripe_sandbox.h"

static const struct test_card cards[] = {
	{ "4242424242424242", "pm_card_visa", CARD_PAYS, NULL, NULL, NULL },
	{ "5555555555554444", "pm_card_mastercard", CARD_PAYS, NULL, NULL,
	    NULL },
	{ "4000000000000002", "pm_card_chargeDeclined", CARD_DECLINES,
	    "card_declined", "generic_decline",
	    SAY_LATER("Your card was declined.") },
	{ "4000000000009995", "pm_card_chargeDeclinedInsufficientFunds",
	    CARD_DECLINES, "card_declined", "insufficient_funds",
	    SAY_LATER("Your card has insufficient funds.") },
	{ "4000000000000069", "pm_card_chargeDeclinedExpiredCard",
	    CARD_DECLINES, "expired_card", NULL,
	    SAY_LATER("Your card has expired.") },
	{ "4000000000000127", "pm_card_chargeDeclinedIncorrectCvc",
	    CARD_DECLINES, "incorrect_cvc", NULL,
	    SAY_LATER("Your card's security code is incorrect.") },
	{ "4000000000000119", "pm_card_chargeDeclinedProcessingError",
	    CARD_DECLINES, "processing_error", NULL,
	    "An error occurred while "
	    "processing your card. Try again in a little bit." },
	{ "4000002760003184", "pm_card_authenticationRequired", CARD_ASKS, NULL,
	    NULL, NULL },
};

static const struct test_card *
card_find(const char *text, bool by_number)
{
	for (size_t i = 0; i < sizeof(cards) / sizeof(*cards); i++)
		if (strcmp(by_number ? cards[i].number : cards[i].method,
			text) == 0)
			return &cards[i];
	return NULL;
}

const struct test_card *
test_card_by_number(const char *digits)
{
	return card_find(digits, true);
}

const struct test_card *
test_card_by_method(const char *method)
{
	return card_find(method, false);
}
