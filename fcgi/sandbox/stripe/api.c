/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/crypto.h"
#include "common/base/text.h"
#include "common/model/json_write.h"
#include "fcgi/sandbox/stripe/stripe_sandbox.h"

struct error_object {
	const char           *type, *code, *decline_code, *message, *param;
	struct stripe_intent *payment_intent;
};
SPEC_VERBATIM_STATIC(error_object, FIELD(type), FIELD(code),
    FIELD(decline_code), FIELD(message), FIELD(param),
    FIELD_PTR(payment_intent, stripe_intent));

struct error_answer {
	struct error_object error;
};
SPEC_VERBATIM_STATIC(error_answer, FIELD_SUB(error, error_object));

enum err
stripe_api_answer(struct stripe_api_call *c, struct spec *spec,
    const void *object)
{
	c->json = json_object_text_spec(c->rq->arena, spec, object);
	if (c->status == 0)
		c->status = 200;
	return ERR_OK;
}

enum err
stripe_api_fail(struct stripe_api_call *c, int status,
    const struct stripe_failure *f)
{
	struct error_answer answer = { .error = {
					   .type = f->type,
					   .code = f->code,
					   .decline_code = f->decline_code,
					   .message = f->message,
					   .param = f->param,
				       } };

	if (f->intent != NULL) {
		answer.error.payment_intent = arena_alloc(c->rq->arena,
		    sizeof(*f->intent));
		*answer.error.payment_intent = *f->intent;
	}
	c->status = status;
	c->is_refused = status == 400 || status == 401 || status == 404;
	return stripe_api_answer(c, &error_answer_spec, &answer);
}

enum err
stripe_api_missing(struct stripe_api_call *c, const char *param)
{
	return stripe_api_fail(c, 400,
	    &(struct stripe_failure){ .type = "invalid_request_error",
		.code = "parameter_missing",
		.param = param,
		.message = arena_printf(c->rq->arena,
		    "Missing or invalid required param: %s.", param) });
}

enum err
stripe_api_no_such(struct stripe_api_call *c, const char *what)
{
	return stripe_api_fail(c, 404,
	    &(struct stripe_failure){ .type = "invalid_request_error",
		.code = "resource_missing",
		.param = "id",
		.message = arena_printf(c->rq->arena, "No such %s: '%s'", what,
		    c->id) });
}

/* ---- parameters ---------------------------------------------------------- */

const char *
stripe_api_text(const struct stripe_api_call *c, const char *name)
{
	const char *s = params_get(&c->rq->params, name);

	return s == NULL || *s == '\0' ? NULL : s;
}

const char *
stripe_api_url(const struct stripe_api_call *c, const char *name)
{
	static const struct field web = { .type = TYPE_TEXT,
		.min = 1,
		.max = 2048,
		.format = TEXT_URL };
	const char               *s = stripe_api_text(c, name), *url;
	int64_t                   bound;

	return s != NULL &&
		field_read_text(c->rq->arena, &web, s, strlen(s), &url,
		    &bound) == -1 ?
	    url :
	    NULL;
}

bool
stripe_api_number(const struct stripe_api_call *c, const char *name,
    int64_t *out)
{
	const char *s = stripe_api_text(c, name);
	char       *end;

	if (s == NULL || *s < '0' || *s > '9' || strlen(s) > 12)
		return false;
	*out = strtoll(s, &end, 10);
	return *end == '\0' && *out > 0;
}

struct raw_json
stripe_api_marks(const struct stripe_api_call *c, const char *name)
{
	const struct params *p = &c->rq->params;
	size_t               n = strlen(name);
	struct buf           b = { 0 };
	struct raw_json      out;

	buf_char(&b, '{');
	for (size_t i = 0; i < p->n; i++) {
		const char *s = p->items[i].name;

		if (strncmp(s, name, n) != 0 || s[n] != '.')
			continue;
		if (b.len > 1)
			buf_char(&b, ',');
		json_text(&b, s + n + 1, strlen(s + n + 1));
		buf_char(&b, ':');
		json_text(&b, p->items[i].value, strlen(p->items[i].value));
	}
	buf_char(&b, '}');
	out.text = buf_keep(&b, c->rq->arena);
	return out;
}

const char *
stripe_id_new(struct arena *a, const char *prefix)
{
	unsigned char random[16];
	char          hex[33];

	random_bytes(random, sizeof(random));
	hex_encode(random, sizeof(random), hex);
	return arena_printf(a, "%s%s", prefix, hex);
}

/* ---- keys ---------------------------------------------------------------- */

struct api_serving {
	struct stripe_api_call call;
	stripe_api_fn         *fn;
};

static const char *
api_fingerprint(struct req *rq)
{
	struct buf b = { 0 };
	char       hex[SHA256_HEX_SIZE];

	buf_printf(&b, "%d %s ", rq->method, rq->path);
	buf_add(&b, rq->body, rq->body_len);
	sha256_hex(b.data, b.len, hex);
	buf_free(&b);
	return arena_strdup(rq->arena, hex);
}

static enum err
api_replay(struct stripe_api_call *c, const struct stripe_key *k,
    const char *mine)
{
	if (strcmp(k->fingerprint, mine) != 0)
		return stripe_api_fail(c, 400,
		    &(struct stripe_failure){ .type = "idempotency_error",
			.message = "Keys for idempotent requests can only be "
				   "used with the same parameters they were "
				   "first used with." });
	c->status = (int)k->status;
	c->json = k->body;
	buf_str(c->rq->headers, "Idempotent-Replayed: true\r\n");
	return ERR_OK;
}

static enum err
api_serve_tx(struct db *db, void *ctx)
{
	struct api_serving     *s = ctx;
	struct stripe_api_call *c = &s->call;
	struct stripe_key       k = { .key = c->is_write ?
			  req_env(c->rq, "HTTP_IDEMPOTENCY_KEY") :
			  NULL };
	const char             *mine;
	enum err                e;

	c->status = 0;
	c->is_refused = false;
	if (k.key == NULL)
		return s->fn(c);
	k.fingerprint = mine = api_fingerprint(c->rq);
	if ((e = db_stripe_key_take(db, &k)) != ERR_OK)
		return e;
	if (k.status != INT_NONE)
		return api_replay(c, &k, mine);
	if ((e = s->fn(c)) != ERR_OK)
		return e;
	/* The request was refused before it began: the key stays free. */
	if (c->is_refused)
		return ERR_CONFLICT;
	k.status = c->status;
	k.body = c->json;
	return db_stripe_key_keep(db, &k);
}

/* A live key and the sandbox never meet. */
static bool
sandbox_is_open(void)
{
	return stripe_keys_missing(&settings.stripe) == NULL &&
	    !stripe_key_is_live(&settings.stripe);
}

static bool
key_fits(struct req *rq)
{
	const char *header = req_env(rq, "HTTP_AUTHORIZATION");

	return header != NULL && strncasecmp(header, "Bearer ", 7) == 0 &&
	    secret_equal(header + 7, settings.stripe.secret_key);
}

enum err
stripe_api_serve(struct req *rq, stripe_api_fn *fn)
{
	struct api_serving s = { .fn = fn,
		.call = { .rq = rq,
		    .db = rq->db,
		    .id = params_get(&rq->params, "id"),
		    .is_write = rq->method == POST } };
	enum err           e;

	if (!sandbox_is_open())
		return ERR_NOT_FOUND;
	if (!key_fits(rq))
		stripe_api_fail(&s.call, 401,
		    &(struct stripe_failure){ .type = "invalid_request_error",
			.message = "Invalid API Key provided." });
	else if ((e = db_tx(rq->db, api_serve_tx, &s)) != ERR_OK &&
	    !(e == ERR_CONFLICT && s.call.is_refused))
		return e;
	rq->status = s.call.status;
	rq->type = "application/json";
	buf_str(rq->written, s.call.json);
	return ERR_OK;
}
