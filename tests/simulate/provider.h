/* SPDX-License-Identifier: ISC */
/*
 * provider.h - payment providers as they are at their own place: what they
 * answer, what they remember, and the messages that they send.
 *
 * Each has a file at_NAME.c.  Their clients are the farm's own, except for the
 * approver's (approver_client.c): it stands for providers that only take money
 * when we ask for it after the buyer has approved.
 */
#ifndef FARM_TESTS_SIMULATE_PROVIDER_H
#define FARM_TESTS_SIMULATE_PROVIDER_H

#include "tests/simulate/db_payments.h"

#define MESSAGES_MAX 4000
#define GHOSTS_MAX   400

/* One request: its parameters, and the answer. */
struct provider_call {
	struct arena *arena;
	const char   *form; /* "a=1&b=2", as it came */
	const char   *id;   /* from the path */
	const char   *body; /* the answer */
};

/* A value of the form, or of the query; "" when there is none. */
const char *call_field(struct provider_call *, const char *name);
struct uuid call_uuid(struct provider_call *, const char *name);

struct provider_row {
	const char *method, *begins, *ends;
	int (*serve)(struct provider_call *); /* the answer's status */
};

struct message;

struct provider_at {
	const char *word; /* the payment method: "STRIPE" */
	const char *base; /* "https://stripe" */
	/* Its webhook's path, and the variable of its signature. */
	const char                *webhook, *variable;
	const struct provider_row *rows;

	/* Time goes by: pages close, what takes its time ends. */
	void (*clock)(void);
	void (*work)(void);
	/* The buyer is on its page of this payment, if there is one. */
	void (*visit)(struct uuid payment_id, bool is_good);
	/* Somebody has seen these addresses of pages. */
	void (*seen)(const char *text);
	/* A message as it is sent now; or as somebody forges it. */
	const char *(*body)(struct arena *, const struct message *);
	const char *(*sign)(struct arena *, const char *body, bool is_forged);
	/* What it has of the buyer's money, and how often it charged. */
	int64_t (*has)(struct uuid payment_id, int *charges);
};
extern const struct provider_at        at_stripe, at_approver;
extern const struct provider_at *const providers_at[]; /* ends with NULL */

struct message {
	struct message_row        row; /* as payments_db knows it */
	const struct provider_at *at;
	char                      id[24], object_id[24];
	const char               *type;
	struct uuid               attempt_id, refund_id;
	int                       more; /* times it will be sent at least */
	bool                      taken;
};

/* A request that comes late, when nobody waits for its answer any more. */
struct ghost {
	const struct provider_at *at;
	const char               *method, *path, *key, *form;
	bool                      gone;
};

struct provider_world {
	struct message messages[MESSAGES_MAX];
	struct ghost   ghosts[GHOSTS_MAX];
	int            nmessages, nghosts;
	bool           is_slow;     /* refunds take their time */
	bool           is_refusing; /* or are not given */
};
extern struct provider_world there;

/* The approver's signature of an approval; NULL: there is no order. */
const char *approver_signs(struct arena *, struct uuid payment_id,
    bool is_forged);

/* One request; the answer's status, and its body in the arena. */
int provider_serve(struct arena *, const struct ghost *, const char **body);
/* Send a message. */
void provider_tell(const struct provider_at *, const char *type,
    const char *object_id, struct uuid attempt_id, struct uuid refund_id);
/* A name that nobody has yet: "pi_0f…". */
void provider_name(char id[24], const char *prefix);

void    providers_clock(void);
void    providers_work(void);
int64_t providers_have(struct uuid payment_id, int *charges);

#endif
