/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "fcgi/payments/stripe.h"

/* Where the setting of this name does not lead elsewhere. */
#define STRIPE_API_BASE "https://api.stripe.com"

/* Answers have the shape of this version, whatever the account's default. */
#define STRIPE_VERSION "2024-06-20"

/* Two calls, each sent twice, end before nginx gives up on us (15 s). */
#define CONNECT_MS 2000
#define ANSWER_MS  5000
#define QUICK_MS   1000 /* a refusal that came this fast is repeated */

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

/* What an answer means for sending it again. */
static enum sight
sight_of(const struct http_answer *answer)
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
	struct arena *a = rq->arena;
	const char *base = settings.stripe_api_base;
	struct http_call call = {
		.method = c->method,
		.url = arena_printf(a, "%s%s",
		    base != NULL ? base : STRIPE_API_BASE, c->path),
		.headers = {
			arena_printf(a, "Authorization: Bearer %s",
			    settings.stripe_secret_key),
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
		call.body = arena_dup(a, c->form->data, c->form->len);
		call.body_len = c->form->len;
		buf_free(c->form);
	}
	http_call(a, &call, out);
	first = sight_of(out);
	if (first == SIGHT_WAITING || clock_ms() - from > QUICK_MS)
		return first;
	log_write(LOG_WARN, "asking the provider again", "path", c->path, NULL);
	http_call(a, &call, out);
	second = sight_of(out);
	/* What may have arrived at first is not undone by a silence now. */
	return second == SIGHT_NOTHING ? first : second;
}
