/* SPDX-License-Identifier: ISC */
/*
 * store.h - what the HTTP layer needs of a database.  db/pg/store.c implements
 * it with PostgreSQL.
 */
#ifndef FARM_HTTP_STORE_H
#define FARM_HTTP_STORE_H

#include <stdbool.h>

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/base/uuid.h"

struct db;
struct retention_done;

/* One use of an Idempotency-Key. */
struct once {
	const char *scope; /* user or address, and route */
	const char *key;
	const char *fingerprint; /* of the request, hexadecimal */
	struct uuid id;          /* of what is made; kept by the key */
	struct uuid taker;       /* this use of it; set by once_take */
	bool        replay;      /* the answer below is the first one's */
	int         status;
	const char *body, *location;
};

struct store {
	struct db *(*open)(const char *url);
	void (*close)(struct db **);
	/* Memory for results from now on. */
	void (*attach)(struct db *, struct arena *);
	/* Send what a handler collected and did not send. */
	enum err (*flush)(struct db *);
	/* Undo what a request left open. */
	void (*detach)(struct db *);
	/*
	 * PREPARE every query of this service; false, and a line for each that
	 * fails.
	 */
	bool (*check)(struct db *, const char *service);
	enum err (*ping)(struct db *);
	/* Remove old rows from the tables of this service: CALL_RETENTION. */
	enum err (*retain)(struct db *, const char *service,
	    struct retention_done *);
	/* Print the names and texts of all queries. */
	void (*queries)(void);
	/*
	 * Take the key: ERR_OK (with ->replay or not), ERR_KEY_IN_USE or
	 * ERR_KEY_REUSED.  Then record the answer, or release the key.  With
	 * "keep_id" its next use gets the same id, for work that may be done
	 * or half done.  A key that another use has taken since stays with it.
	 */
	enum err (*once_take)(struct db *, struct once *);
	enum err (*once_record)(struct db *, const struct once *);
	enum err (*once_release)(struct db *, const struct once *,
	    bool keep_id);
};

#endif
