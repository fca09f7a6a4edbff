/* SPDX-License-Identifier: ISC */
/*
 * provider.h - what a payment provider does for us.  Each has a folder of its
 * own below providers/ and is listed in providers/list.h.  Nothing else knows
 * its protocol.
 *
 * A payment is tried by attempts.  An attempt is opened at the provider, which
 * gives it a name, and then takes one of two ways:
 *
 *	directly  the buyer named a card (->method_id): proceed() charges it;
 *	by page	  the buyer pays on the provider's page (->url).  Some providers
 *		  take the money there.  With others the buyer only agrees:
 *		  look() says SIGHT_APPROVED, and proceed() takes the money.
 *
 * No function fails: it says what it saw.  Each may take several seconds and
 * is called outside of transactions.  Each may be called again for the same
 * attempt or refund, and must not charge or refund a second time.
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_PROVIDER_H
#define FARM_FCGI_PAYMENTS_ENGINE_PROVIDER_H

#include "common/http/request.h"
#include "db/payments/attempts.h"
#include "db/payments/payments.h"
#include "db/payments/refunds.h"

enum sight {
	SIGHT_NOTHING,  /* the request did not reach the provider */
	SIGHT_UNKNOWN,  /* no answer: it may have taken effect or not */
	SIGHT_WAITING,  /* for the buyer, or the provider is at work */
	SIGHT_APPROVED, /* the buyer has agreed; proceed() takes the money */
	SIGHT_PAID,
	SIGHT_FAILED, /* declined; this attempt will not be paid */
	SIGHT_ENDED   /* cancelled or expired; it will not be paid either */
};

/* What is known of an attempt now.  Texts live as long as the request. */
struct sighting {
	enum sight   sight;
	const char  *provider_id;    /* the attempt's name; NULL: none yet */
	const char  *transaction_id; /* when paid: what a refund refers to */
	struct money amount;         /* when paid */
	const char  *currency;       /* when paid */
	const char  *url;            /* when waiting: where the buyer goes */
	const char  *code, *message; /* when failed: why; or NULL */
	const char  *json;           /* the provider's answer; or NULL */
};

struct refund_sighting {
	enum sight  sight; /* SIGHT_PAID: the money is on its way back */
	const char *provider_id, *message;
};

/* A message of the provider whose sender has been verified. */
struct provider_message {
	const char *id, *type;
	const char *object_id;             /* what it is about; or NULL */
	struct uuid attempt_id, refund_id; /* ours, when it carries them */
	bool        is_known;              /* of a type that we act on */
};

struct payment_proof; /* providers.h */

struct provider {
	enum payment_method method;
	const char         *name; /* in the database */

	/* The first setting that is missing; NULL: the provider can be used. */
	const char *(*missing)(void);

	/* The card or the like that the buyer named; NULL: none. */
	const char *(*instrument)(const struct payment_proof *);

	/*
	 * Announce an attempt.  ->provider_id says that the provider knows it
	 * from now on.  Nothing is charged by this call.
	 */
	void (*open)(struct req *, const struct payment *,
	    const struct attempt *, struct sighting *);
	/*
	 * Take the money of a direct attempt or of an approved one.  "proof" is
	 * what the buyer brought along, such as a signature of the provider's
	 * page; its members may be missing.
	 */
	void (*proceed)(struct req *, const struct payment *,
	    const struct attempt *, const struct payment_proof *,
	    struct sighting *);
	/* How is the attempt? */
	void (*look)(struct req *, const struct attempt *, struct sighting *);
	/* Make sure that it is not paid.  SIGHT_PAID: it was too late. */
	void (*end)(struct req *, const struct attempt *, struct sighting *);

	/*
	 * Give back ->amount of the attempt's transaction.  A refund that was
	 * requested before is found again, by its id and its number of tries.
	 */
	void (*refund)(struct req *, const struct payment *,
	    const struct refund *, const struct attempt *,
	    struct refund_sighting *);

	/*
	 * Read the request as a message of the provider.  ERR_BAD_SIGNATURE:
	 * it is not, or it is too old.  ERR_BAD_JSON.  ERR_UNAVAILABLE: it
	 * could not be verified now.
	 */
	enum err (*message)(struct req *, struct provider_message *);
};

/* The provider of a method; NULL: none is built or has all its settings. */
const struct provider *provider_of(enum payment_method);
/* The same by the name in the database. */
const struct provider *provider_named(const char *name);
/* Can a new payment or a new attempt use this method? */
bool provider_offers(enum payment_method);

/* Has each method that is offered a provider with all its settings? */
bool providers_check(const char *program);

#endif
