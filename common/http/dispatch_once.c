/* SPDX-License-Identifier: ISC */
/*
 * dispatch_once.c - the Idempotency-Key (in forms: a hidden field).  A caller
 * that did not get the answer repeats the request with the same key.  The work
 * is done once, and the repeat gets the first answer.
 */
#include <string.h>

#include "common/base/crypto.h"
#include "common/http/dispatch_impl.h"

static bool
once_key_valid(const char *key)
{
	size_t n = strlen(key);

	for (const char *s = key; *s != '\0'; s++)
		if (*s < 0x20 || *s > 0x7e)
			return false;
	return n > 0 && n <= 255;
}

static const char *
request_fingerprint(struct req *rq)
{
	char       hex[SHA256_HEX_SIZE];
	struct buf b = { 0 };

	buf_printf(&b, "%d %s ", rq->method, rq->path);
	buf_add(&b, rq->body, rq->body_len);
	sha256_hex(b.data, b.len, hex);
	buf_free(&b);
	return arena_strdup(rq->arena, hex);
}

enum err
once_begin(struct pass *p)
{
	struct req *rq = p->rq;
	const char *key = rq->api ? req_env(rq, "HTTP_IDEMPOTENCY_KEY") :
				    params_get(&rq->params, "idempotencyKey");
	enum err    e;

	if (!p->route->once)
		return ERR_OK;
	rq->once_id = uuid_new();
	if (key == NULL || p->service->store == NULL)
		return ERR_OK;
	if (!once_key_valid(key))
		return ERR_BAD_IDEMPOTENCY_KEY;
	p->once = (struct once){
		.scope = arena_printf(rq->arena, "%s %s",
		    session_given(&rq->session) ? rq->session.user_id.text :
						  rq->remote,
		    p->route->path),
		.key = key,
		.fingerprint = request_fingerprint(rq),
		.id = rq->once_id,
	};
	if ((e = p->service->store->once_take(rq->db, &p->once)) != ERR_OK) {
		if (e != ERR_UNCERTAIN) /* else once_end() releases it */
			p->once.key = NULL;
		return e;
	}
	rq->once_again = !uuid_equal(rq->once_id, p->once.id);
	rq->once_id = p->once.id;
	return ERR_OK;
}

void
once_replay(struct pass *p)
{
	p->rs->status = p->once.status;
	if (p->once.location != NULL)
		buf_printf(&p->rs->headers, "Location: %s\r\n",
		    p->once.location);
	if (p->once.body != NULL) {
		p->rs->content_type = "application/json";
		buf_str(&p->rs->body, p->once.body);
	}
	buf_str(&p->rs->headers, "Idempotent-Replayed: true\r\n");
}

/*
 * The answer to a success is kept for a repeat.  After an error the key is
 * released, so that the caller can correct the request and use it again.  After
 * an error of ours, and when nobody knows what was done, it keeps its id: a
 * repeat finds what was made.
 */
void
once_end(struct pass *p, enum err e)
{
	const struct store *store = p->service->store;

	if (p->once.key == NULL || p->once.replay)
		return;
	if (e != ERR_OK) {
		store->once_release(p->rq->db, &p->once, err_status(e) >= 500);
		return;
	}
	p->once.status = p->rs->status;
	p->once.location = p->rq->api ? NULL : p->rq->next;
	p->once.body = p->rq->api ?
	    arena_dup(p->rq->arena, p->rs->body.data, p->rs->body.len) :
	    NULL;
	store->once_record(p->rq->db, &p->once);
}
