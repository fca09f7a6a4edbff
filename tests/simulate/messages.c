/* SPDX-License-Identifier: ISC */
/*
 * messages.c - the provider's webhooks as they are sent.
 */
#include <stdlib.h>
#include <string.h>

#include "common/base/crypto.h"
#include "tests/simulate/provider.h"

struct message_row *
message_of(const char *id)
{
	for (int i = 0; i < there.nmessages; i++)
		if (strcmp(there.messages[i].id, id) == 0)
			return &there.messages[i].row;
	abort();
}

const char *
message_body(struct arena *a, const struct message *m)
{
	bool is_refund = uuid_given(m->refund_id);

	return arena_printf(a,
	    "{\"id\":\"%s\",\"type\":\"%s\",\"data\":{\"object\":{\"id\":"
	    "\"%s\",\"metadata\":{\"%s\":\"%s\"}}}}",
	    m->id, m->type, m->object_id,
	    is_refund ? "refund_id" : "attempt_id",
	    is_refund ? m->refund_id.text : m->attempt_id.text);
}

const char *
message_signature(struct arena *a, const char *body, const char *secret,
    int64_t age_s)
{
	char        hex[SHA256_HEX_SIZE];
	long long   t = world.now_us / SECOND_US - age_s;
	const char *text = arena_printf(a, "%lld.%s", t, body);

	hmac_sha256_hex(secret, text, strlen(text), hex);
	return arena_printf(a, "t=%lld,v1=%s", t, hex);
}
