/* SPDX-License-Identifier: ISC */
/*
 * provider.h - what a payment provider can do for us. Each has a file of its
 * own that fills in a struct provider; nothing else knows its protocol.
 *
 * No function fails: it tells what it saw. Each may take several seconds and
 * is called outside of transactions.
 */
#ifndef FARM_FCGI_PAYMENTS_PROVIDER_H
#define FARM_FCGI_PAYMENTS_PROVIDER_H

#include "common/http/request.h"
#include "db/payments/attempts.h"
#include "db/payments/payments.h"
#include "db/payments/refunds.h"

enum sight {
	SIGHT_NOTHING, /* it did not take the request */
	SIGHT_UNKNOWN, /* no answer: it may have, or not */
	SIGHT_WAITING, /* for the buyer, or for itself */
	SIGHT_PAID,
	SIGHT_FAILED, /* declined; this attempt will not be paid */
	SIGHT_ENDED   /* cancelled or expired, likewise */
};

struct sighting {
	enum sight   sight;
	const char  *provider_id;
	const char  *transaction_id; /* of the money, when paid */
	struct money amount;         /* likewise */
	const char  *currency;
	const char  *url;            /* where the buyer has to go */
	const char  *code, *message; /* why not */
	const char  *json;           /* what it said, or NULL */
};

struct refund_sighting {
	enum sight  sight; /* PAID: the money is on its way back */
	const char *provider_id, *message;
};

/* A message from the provider that is certainly its own. */
struct provider_message {
	const char *id, *type;
	const char *object_id;             /* what it is about; may be NULL */
	struct uuid attempt_id, refund_id; /* as we marked it */
	bool        is_known;              /* of a kind that we act on */
};

struct provider {
	enum payment_method method;
	const char         *name; /* in the database */

	/* The first setting that is missing; NULL: it can be asked. */
	const char *(*missing)(void);

	/*
	 * Announce an attempt: afterwards it has a name (->provider_id) and
	 * nothing has been charged. A checkout session can be paid by the
	 * buyer from now on, who needs its ->url; an intent only by charge().
	 */
	void (*open)(struct req *, const struct payment *,
	    const struct attempt *, struct sighting *);
	void (*charge)(struct req *, const struct payment *,
	    const struct attempt *, struct sighting *);
	/* How is it? */
	void (*look)(struct req *, const struct attempt *, struct sighting *);
	/* Let nobody pay it any more; PAID when it is too late for that. */
	void (*end)(struct req *, const struct attempt *, struct sighting *);

	/* Of ->transaction_id; a refund that was asked for before is found. */
	void (*refund)(struct req *, const struct payment *,
	    const struct refund *, const struct attempt *,
	    struct refund_sighting *);

	/* ERR_BAD_SIGNATURE when it is not the provider's, or too old. */
	enum err (*message)(struct req *, struct provider_message *);
};

extern const struct provider stripe;

/* NULL: there is none that can be asked. */
const struct provider *provider_of(enum payment_method);
/* May a new payment be made, or a new attempt begin, by this method? */
bool provider_offers(enum payment_method);

/* Has each method that is offered a provider with all its settings? */
bool providers_check(const char *program);

#endif
