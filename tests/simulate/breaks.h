/* SPDX-License-Identifier: ISC */
/*
 * breaks.h - rules broken on purpose, to see that the simulation finds it.
 * Each is a mistake somebody could make in a service or in its SQL.
 */
#ifndef FARM_TESTS_SIMULATE_BREAKS_H
#define FARM_TESTS_SIMULATE_BREAKS_H

#include <stdbool.h>

enum a_break {
	BREAK_NOTHING,
	BREAK_READ_THEN_WRITE,
	BREAK_RELEASE_TWICE,
	BREAK_NO_LOCK,
	BREAK_NO_KEY,
	BREAK_TWO_ATTEMPTS,
	BREAK_LEDGER_LINE,
	BREAK_PAID_TWICE,
	BREAK_EVENT_LOST,
	BREAK_NO_REFUND,
	BREAK_EXPIRY,
	BREAK_LATE_PAYMENT,
	BREAK_GUESS,
	BREAK_STOCK_RESTORED,
	BREAK_OLD_FORM
};

/* A name of the list, and what it does, in one line. */
extern const struct break_row {
	enum a_break what;
	const char  *name, *does;
} break_rows[];

void break_this(enum a_break);
bool breaks(enum a_break);

#endif
