/* SPDX-License-Identifier: ISC */
/*
 * jwt.c - access tokens.  The input is a token, and once more, when it has
 * two lines, a head and claims that are signed with our own secret: what is
 * taken then has every claim there is.
 */
#include <json-c/json.h>
#include <strings.h>

#include "common/base/crypto.h"
#include "common/base/text.h"
#include "common/model/input.h"
#include "common/session/jwt.h"
#include "tests/fuzz/fuzz.h"

#include <openssl/hmac.h>

#define SECRET "0123456789abcdef0123456789abcdef"
#define NOW    INT64_C(1795357380)

static const char *
signed_by_us(struct arena *a, const char *head, const char *claims)
{
	unsigned char mac[32];
	unsigned      n = sizeof(mac);
	const char   *text = arena_printf(a, "%s.%s",
	      base64url(a, head, strlen(head)),
	      base64url(a, claims, strlen(claims)));

	HMAC(EVP_sha256(), SECRET, (int)strlen(SECRET),
	    (const unsigned char *)text, strlen(text), mac, &n);
	return arena_printf(a, "%s.%s", text,
	    base64url(a, (const char *)mac, n));
}

static int64_t
number_of(struct json_object *o, const char *name)
{
	return json_object_get_int64(json_object_object_get(o, name));
}

static void
claims_hold(struct arena *a, const char *head, const char *claims,
    const struct session *s)
{
	struct json_object *h = json_tokener_parse(head);
	struct json_object *c = json_tokener_parse(claims);

	/* libjwt does not look at the case. */
	MUST(strcasecmp(json_object_get_string(json_object_object_get(h,
			    "alg")),
		 "HS256") == 0);
	MUST(number_of(c, "exp") > NOW);
	MUST(number_of(c, "exp") - number_of(c, "iat") <= ACCESS_SECONDS);
	MUST(number_of(c, "iat") <= NOW + 60);
	MUST(uuid_given(s->id) && uuid_given(s->user_id) && s->email != NULL);
	MUST(s->role >= ROLE_BUYER && s->role <= ROLE_ADMIN);
	json_object_put(h);
	json_object_put(c);
	(void)a;
}

/* What it says is signed again, and says the same. */
static void
signed_again(struct arena *a, const struct session *s)
{
	struct session again;

	MUST(jwt_verify(a, SECRET, jwt_sign(a, SECRET, s, NOW), NOW, &again) ==
	    ERR_OK);
	MUST(uuid_equal(again.id, s->id) && again.role == s->role);
	MUST(uuid_equal(again.user_id, s->user_id));
	MUST(strcmp(again.email, s->email) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena  *a = arena_new(FUZZ_ARENA);
	struct input   in = input_of(data, size);
	const char    *whole = arena_dup(a, data, size), *head, *claims;
	struct session s;

	/* The signature of nobody's text can be guessed. */
	MUST(jwt_verify(a, SECRET, whole, NOW, &s) == ERR_NOT_SIGNED_IN);
	head = input_line(a, &in);
	claims = input_line(a, &in);
	if (jwt_verify(a, SECRET, signed_by_us(a, head, claims), NOW, &s) ==
	    ERR_OK) {
		claims_hold(a, head, claims, &s);
		if (strlen(s.email) < 500)
			signed_again(a, &s);
	}
	arena_free(&a);
	return 0;
}
