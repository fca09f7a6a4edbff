/* SPDX-License-Identifier: ISC */
/*
 * call.h - how services call each other.
 *
 * A service declares the calls that it answers in NAME_calls.h: the structs of
 * input and answer with their specs, and one macro for each call that names
 * service, method, path, input and answer.
 *
 *	#define CALL_ORDER_PAID \
 *		"orders", POST, "/internal/orders/:id/paid", order_paid_in, none
 *
 * The caller and the row of the service that answers use the same macro, so
 * that a wrong type on either side does not compile:
 *
 *	e = service_call(rq, CALL_ORDER_PAID, &in, NONE);
 *
 *	const struct route orders_internal_routes[] = {
 *		SERVES(CALL_ORDER_PAID, order_paid),
 *		{ 0 },
 *	};
 *
 * The captures of a path (":id") are members of the input.
 *
 * While programs are replaced, the old and the new ones talk to each other.
 * A new member must be optional.  A member keeps its name and its meaning.
 */
#ifndef FARM_CONTRACT_CALL_H
#define FARM_CONTRACT_CALL_H

#include "common/base/method.h"
#include "common/model/spec.h"

/* The input of a call about one thing. */
struct id_in {
	struct uuid id;
};
SPEC_DECLARE(id_in);

/* ---- calls that every service answers ------------------------------------ */

/* ERR_UNAVAILABLE: the service cannot work. */
#define CALL_HEALTH(service) service, GET, "/internal/health", none, none

struct retention_done {
	int64_t     removed; /* rows */
	int64_t     failed;  /* tables */
	const char *table;   /* the last one that failed */
	bool        more;    /* a batch was full: call again */
};
SPEC_DECLARE(retention_done);

/* Remove one batch of old rows from each table of db/retention.def. */
#define CALL_RETENTION(service) \
	service, POST, "/internal/retention", none, retention_done

#endif
