/* SPDX-License-Identifier: ISC */
/*
 * people.h - who uses the shop: buyers who repeat themselves, vendors, and
 * administrators; and what comes from outside in the provider's name.
 */
#ifndef FARM_TESTS_SIMULATE_PEOPLE_H
#define FARM_TESTS_SIMULATE_PEOPLE_H

#include "tests/simulate/schedule.h"
#include "tests/simulate/task.h"

enum buyer_op {
	BUYER_FILLS,
	BUYER_CHECKS_OUT,
	BUYER_REPEATS, /* the last request, with its key */
	BUYER_ADDS_PAYMENT,
	BUYER_PAYS, /* by the API */
	BUYER_GOES_TO_PAY,
	BUYER_RETURNS,
	BUYER_CANCELS,
	BUYER_OPS
};

enum vendor_op {
	VENDOR_OPENS, /* the form of a product; what it shows may grow old */
	VENDOR_SAVES,
	VENDOR_ADDS, /* by the API, pieces to those that it has read */
	VENDOR_COUNTS,
	VENDOR_REPEATS, /* the last request */
	VENDOR_OPS
};

/* "d" is one of the buyer's orders, or NULL. */
void buyer_acts(const struct step *, struct deal *d);
void seller_acts(const struct step *, struct deal *d);
void vendor_acts(const struct step *);
void admin_acts(const struct step *, struct deal *d);
/* At the provider's page, or at the bank. */
void page_visit(struct deal *d);
/* Message number "m"; NULL: one that somebody made up. */
struct message;
void webhook_send(const struct step *, struct message *m);

#endif
