/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "fcgi/payments/providers/stripe/stripe.h"

/* The version of the API that we speak, whatever the account's default is. */
#define STRIPE_VERSION "2024-06-20"

/* Two calls, each sent twice, end before nginx gives up (15 s). */
#define CONNECT_MS 2000
#define ANSWER_MS  5000
#define QUICK_MS   1000 /* what failed faster is sent again */

void
stripe_field(struct buf *b, const char *name, const char *value)
{
	if (value == NULL)
		return;
	if (b->len > 0)
		buf_char(b, '&');
	url_text(b, name, strlen(name));
	buf_char(b, '=');
	url_text(b, value, strlen(value));
}

void
stripe_field_int(struct buf *b, const char *name, int64_t value)
{
	struct buf text = { 0 };

	buf_int(&text, value);
	stripe_field(b, name, buf_text(&text));
	buf_free(&text);
}

/* Was the request taken? */
static enum sight
answer_sight(const struct http_answer *answer)
{
	if (answer->outcome == HTTP_NOT_SENT)
		return SIGHT_NOTHING;
	if (answer->outcome == HTTP_UNKNOWN || answer->status >= 500 ||
	    answer->status == 409)
		return SIGHT_UNKNOWN;
	if (answer->status == 429)
		return SIGHT_NOTHING;
	return SIGHT_WAITING;
}

enum sight
stripe_send(struct req *rq, const struct stripe_call *c,
    struct http_answer *out)
{
	const struct stripe_settings *own = &settings.providers.stripe;
	struct arena                 *a = rq->arena;
	struct http_call call = {
		.method = c->method,
		.url = arena_printf(a, "%s%s", stripe_api_base(own),
		    c->path),
		.headers = {
			arena_printf(a, "Authorization: Bearer %s",
			    own->keys.secret_key),
			"Stripe-Version: " STRIPE_VERSION,
			"Content-Type: application/x-www-form-urlencoded",
			c->key == NULL ? NULL :
			    arena_printf(a, "Idempotency-Key: %s", c->key),
		},
		.connect_ms = CONNECT_MS,
		.timeout_ms = ANSWER_MS,
	};
	int64_t    from = clock_ms();
	enum sight first, second;

	if (c->form != NULL) {
		call.body_len = c->form->len;
		call.body = buf_keep(c->form, a);
	}
	http_call(a, &call, out);
	first = answer_sight(out);
	if (first == SIGHT_WAITING || clock_ms() - from > QUICK_MS)
		return first;
	log_write(LOG_WARN, "asking the provider again", "path", c->path, NULL);
	http_call(a, &call, out);
	second = answer_sight(out);
	/* The first request may still have arrived. */
	return second == SIGHT_NOTHING ? first : second;
}
