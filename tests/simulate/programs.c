/* SPDX-License-Identifier: ISC */
/*
 * programs.c - the services and the worker as they are, apart from what
 * touches the world: no sockets, no clock, no chance, no pages.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/crypto.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/model/config.h"
#include "fcgi/worker/worker.h"
#include "tests/simulate/task.h"

const struct service *services[3];

int orders_main(int argc, char **argv);
int payments_main(int argc, char **argv);
int products_main(int argc, char **argv);

/* ---- as main() of common/http/service.c ---------------------------------- */

static const char *const values[][2] = {
	{ "DATABASE_URL_ORDERS", "-" },
	{ "DATABASE_URL_PAYMENTS", "-" },
	{ "DATABASE_URL_PRODUCTS", "-" },
	{ "SHIPPING_AMOUNT", "4.90" },
	{ "TAX_PERCENT", "19.00" },
	{ "RESERVATION_MINUTES", "5.00" },
	{ "COMMISSION_PERCENT", "12.50" },
	{ "PAYMENT_METHODS", "STRIPE PAYPAL" },
	{ "APPROVER_SECRET", "approver_simulated" },
	{ "STRIPE_API_BASE", "https://stripe" },
	{ "STRIPE_SECRET_KEY", "sk_test_simulated" },
	{ "STRIPE_WEBHOOK_SECRET", "whsec_simulated" },
	{ NULL, NULL },
};

int
service_main(struct service *service, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	for (int p = PROGRAM_ORDERS; p <= PROGRAM_PRODUCTS; p++)
		if (strcmp(service->name, program_words[p]) == 0)
			services[p] = service;
	return routes_gather(service) &&
		config_read(service->name, service->settings, service->config) ?
	    0 :
	    1;
}

void
programs_begin(void)
{
	for (int i = 0; values[i][0] != NULL; i++)
		setenv(values[i][0], values[i][1], 1);
	config.public_url = "https://shop";
	config.currency = "EUR";
	config.internal_socket = "internal";
	config.internal_key = "-";
	if (orders_main(0, NULL) != 0 || payments_main(0, NULL) != 0 ||
	    products_main(0, NULL) != 0)
		exit(2);
}

/* ---- who asks is who the letter says ------------------------------------- */

enum err
guard_who(const struct service *service, const struct route *r, struct req *rq)
{
	(void)service;
	if (r->who == ANYONE || r->who == SERVICE)
		return ERR_OK;
	if (!session_given(&rq->session))
		return ERR_NOT_SIGNED_IN;
	return (r->who == VENDOR && rq->session.role != ROLE_VENDOR) ||
		(r->who == ADMIN && rq->session.role != ROLE_ADMIN) ?
	    ERR_FORBIDDEN :
	    ERR_OK;
}

enum err
guard_cross_site(const struct req *rq)
{
	(void)rq;
	return ERR_OK;
}

enum err
guard_rate(const struct route *r, struct req *rq)
{
	(void)r;
	(void)rq;
	return ERR_OK;
}

void
page_write(const struct service *service, const struct route *r, struct req *rq,
    struct response *rs, enum err refused)
{
	(void)service;
	(void)r;
	(void)rq;
	(void)rs;
	(void)refused;
}

const char *
page_etag(struct req *rq)
{
	return rq->etag;
}

bool
page_shows_errors(const struct service *service, const struct route *r)
{
	(void)service;
	(void)r;
	return false;
}

void
page_write_error(struct req *rq, struct response *rs, enum err e,
    const char *detail)
{
	(void)rq;
	(void)rs;
	(void)e;
	(void)detail;
}

/* ---- the worker's other halves ------------------------------------------- */

int64_t
heart_beat(struct worker *w)
{
	(void)w;
	return 0;
}

/* Only the lane of calls is simulated. */
const struct job mail_jobs[] = { { 0 } };
const struct job notice_jobs[] = { { 0 } };

/* ---- clock and chance: "-Wl,--wrap" leads here --------------------------- */

struct timestamp __wrap_clock_now(void);
int64_t          __wrap_clock_ms(void);
struct uuid      __wrap_uuid_new(void);
void             __wrap_random_bytes(void *, size_t);
int              __wrap_usleep(useconds_t);
void             __wrap_log_write(enum log_level, const char *message, ...);

struct timestamp
__wrap_clock_now(void)
{
	return (struct timestamp){ world.now_us };
}

int64_t
__wrap_clock_ms(void)
{
	return world.now_us / 1000;
}

void
__wrap_random_bytes(void *to, size_t n)
{
	for (unsigned char *b = to; n > 0; n--)
		*b++ = (unsigned char)(rng_next(&world.dice) >> 56);
}

struct uuid
__wrap_uuid_new(void)
{
	struct uuid id;

	snprintf(id.text, sizeof(id.text), "%08x-%04x-7%03x-8%03x-%08x%04x",
	    rng_below(&world.dice, 1u << 31), rng_below(&world.dice, 1u << 16),
	    rng_below(&world.dice, 1u << 12), rng_below(&world.dice, 1u << 12),
	    rng_below(&world.dice, 1u << 31), rng_below(&world.dice, 1u << 16));
	return id;
}

int
__wrap_usleep(useconds_t us)
{
	world.now_us += us;
	task_wait(TASK_READY);
	return 0;
}

void
__wrap_log_write(enum log_level level, const char *message, ...)
{
	if (level >= LOG_WARN && task_now != NULL)
		say("%s %s logs: %s", task_now->name,
		    program_words[task_now->program], message);
}
