/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "common/model/spec.h"
#include "common/session/jwt.h"

#define SKEW       60 /* seconds two clocks may differ */
#define SECRET_MIN 32 /* bytes; with none libjwt accepts anything */

static bool
claims_set(jwt_t *jwt, const struct session *s, int64_t now)
{
	return jwt_add_grant(jwt, "sub", s->user_id.text) == 0 &&
	    jwt_add_grant(jwt, "email", s->email) == 0 &&
	    jwt_add_grant(jwt, "role", role_words[s->role]) == 0 &&
	    jwt_add_grant(jwt, "jti", s->id.text) == 0 &&
	    jwt_add_grant_int(jwt, "iat", (long)now) == 0 &&
	    jwt_add_grant_int(jwt, "exp", (long)(now + ACCESS_SECONDS)) == 0;
}

const char *
jwt_sign(struct arena *a, const char *secret, const struct session *s,
    int64_t now)
{
	jwt_t *jwt;
	char  *encoded, *token;
	size_t len = strlen(secret);

	if (len < SECRET_MIN || jwt_new(&jwt) != 0)
		abort();
	if (!claims_set(jwt, s, now) ||
	    jwt_set_alg(jwt, JWT_ALG_HS256, (const unsigned char *)secret,
		(int)len) != 0 ||
	    (encoded = jwt_encode_str(jwt)) == NULL)
		abort(); /* out of memory: nothing else can fail */
	token = arena_strdup(a, encoded);
	free(encoded);
	jwt_free(jwt);
	return token;
}

/* A whole number above zero; libjwt answers 0 or -1 for anything else. */
static int64_t
claim_time(jwt_t *jwt, const char *name)
{
	long v;

	errno = 0;
	v = jwt_get_grant_int(jwt, name);
	return errno == 0 && v > 0 ? v : 0;
}

static bool
claim_uuid(jwt_t *jwt, const char *name, struct uuid *out)
{
	const char *s = jwt_get_grant(jwt, name);

	return s != NULL && uuid_parse(s, strlen(s), out);
}

static bool
claims_get(struct arena *a, jwt_t *jwt, int64_t now, struct session *out)
{
	int64_t     iat = claim_time(jwt, "iat");
	int64_t     exp = claim_time(jwt, "exp");
	const char *role = jwt_get_grant(jwt, "role");
	const char *email = jwt_get_grant(jwt, "email");
	int         i;

	if (jwt_get_alg(jwt) != JWT_ALG_HS256 || iat == 0 || exp <= now ||
	    iat > now + SKEW || exp - iat > ACCESS_SECONDS || role == NULL ||
	    email == NULL)
		return false;
	if ((i = word_index(role_words, role, strlen(role))) == -1)
		return false;
	out->role = (enum role)i;
	out->email = arena_strdup(a, email);
	return claim_uuid(jwt, "sub", &out->user_id) &&
	    claim_uuid(jwt, "jti", &out->id);
}

/*
 * Three parts of base64url's letters.  libjwt would decode an empty part into
 * no memory at all, and writes a byte there.
 */
static bool
has_shape(const char *s)
{
	for (int part = 0; part < 3; part++) {
		size_t n = strspn(s,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "abcdefghijklmnopqrstuvwxyz"
		    "0123456789-_");

		if (n == 0 || s[n] != (part < 2 ? '.' : '\0'))
			return false;
		s += n + 1;
	}
	return true;
}

enum err
jwt_verify(struct arena *a, const char *secret, const char *token, int64_t now,
    struct session *out)
{
	struct session s = { .email = NULL };
	size_t         len = strlen(secret);
	jwt_t         *jwt = NULL;
	bool           ok;

	if (len < SECRET_MIN || strlen(token) > JWT_SIZE_MAX ||
	    !has_shape(token))
		return ERR_NOT_SIGNED_IN;
	if (jwt_decode(&jwt, token, (const unsigned char *)secret, (int)len) !=
	    0)
		return ERR_NOT_SIGNED_IN;
	ok = claims_get(a, jwt, now, &s);
	jwt_free(jwt);
	if (!ok)
		return ERR_NOT_SIGNED_IN;
	*out = s;
	return ERR_OK;
}
