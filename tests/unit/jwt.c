/* SPDX-License-Identifier: ISC */
/*
 * jwt.c - access tokens, and everything that only looks like one.  Forged
 * tokens are made by libjwt itself, so that their signatures hold.
 */
#include <jwt.h>

#include "common/session/jwt.h"
#include "tests/tap_cunit.h"

#define SECRET "0123456789abcdef0123456789abcdef"
#define OTHER  "another secret of thirty-two byte"
#define NOW    INT64_C(1795357380)
#define USER   "0192f3a0-7c4e-7abc-8def-0123456789ab"
#define ID     "0192f3a0-7c4e-7abc-8def-ffffffffffff"

static enum err
verify_at(const char *token, int64_t now)
{
	struct session s = { .id = { "" } };
	enum err       e = jwt_verify(ta, SECRET, token, now, &s);

	/* Nothing is learnt from a bad one. */
	CHECK((e == ERR_OK) == uuid_given(s.id));
	CHECK((e == ERR_OK) == (s.email != NULL));
	return e;
}

static enum err
verify(const char *token)
{
	return verify_at(token, NOW);
}

static const char *
good(void)
{
	struct session s = { .id = { ID },
		.user_id = { USER },
		.email = "a@b.de",
		.role = ROLE_VENDOR };

	return jwt_sign(ta, SECRET, &s, NOW);
}

/*
 * A token of these claims (JSON), signed by "secret" with "alg".
 */
static const char *
token_of(const char *claims, jwt_alg_t alg, const char *secret)
{
	const char *out;
	char       *text;
	jwt_t      *jwt;

	CHECK(jwt_new(&jwt) == 0);
	CHECK(jwt_add_grants_json(jwt, claims) == 0);
	CHECK(jwt_set_alg(jwt, alg,
		  alg == JWT_ALG_NONE ? NULL : (const unsigned char *)secret,
		  alg == JWT_ALG_NONE ? 0 : (int)strlen(secret)) == 0);
	text = jwt_encode_str(jwt);
	out = arena_strdup(ta, text);
	free(text);
	jwt_free(jwt);
	return out;
}

#define SUB   "\"sub\":\"" USER "\","
#define EMAIL "\"email\":\"a@b.de\","
#define ROLE  "\"role\":\"VENDOR\","
#define JTI   "\"jti\":\"" ID "\","
#define IAT   "\"iat\":1795357380,"
#define EXP   "\"exp\":1795358280"

static enum err
verify_claims(const char *claims)
{
	return verify(token_of(claims, JWT_ALG_HS256, SECRET));
}

static void
our_own_token_says_who(void)
{
	struct session s;

	CHECK_INT(jwt_verify(ta, SECRET, good(), NOW, &s), ERR_OK);
	CHECK_TEXT(s.id.text, ID);
	CHECK_TEXT(s.user_id.text, USER);
	CHECK_TEXT(s.email, "a@b.de");
	CHECK_INT(s.role, ROLE_VENDOR);
}

static void
it_lives_fifteen_minutes(void)
{
	CHECK_INT(verify_at(good(), NOW + 899), ERR_OK);
	CHECK_INT(verify_at(good(), NOW + 900), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify_at(good(), NOW + 100000), ERR_NOT_SIGNED_IN);
}

static void
one_from_the_future_is_refused(void)
{
	CHECK_INT(verify_at(good(), NOW - 60), ERR_OK);
	CHECK_INT(verify_at(good(), NOW - 61), ERR_NOT_SIGNED_IN);
}

static void
another_secret_is_refused(void)
{
	CHECK_INT(verify(token_of("{" SUB EMAIL ROLE JTI IAT EXP "}",
		      JWT_ALG_HS256, SECRET)),
	    ERR_OK);
	CHECK_INT(verify(token_of("{" SUB EMAIL ROLE JTI IAT EXP "}",
		      JWT_ALG_HS256, OTHER)),
	    ERR_NOT_SIGNED_IN);
}

static void
another_algorithm_is_refused(void)
{
	const char *claims = "{" SUB EMAIL ROLE JTI IAT EXP "}";

	CHECK_INT(verify(token_of(claims, JWT_ALG_NONE, NULL)),
	    ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(token_of(claims, JWT_ALG_HS384, SECRET)),
	    ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(token_of(claims, JWT_ALG_HS512, SECRET)),
	    ERR_NOT_SIGNED_IN);
}

static void
no_claim_may_be_missing(void)
{
	static const char *const without[] = { "{" EMAIL ROLE JTI IAT EXP "}",
		"{" SUB ROLE JTI IAT EXP "}", "{" SUB EMAIL JTI IAT EXP "}",
		"{" SUB EMAIL ROLE IAT EXP "}", "{" SUB EMAIL ROLE JTI EXP "}",
		"{" SUB EMAIL ROLE JTI "\"iat\":1795357380}", "{}", NULL };

	for (int i = 0; without[i] != NULL; i++)
		CHECK_INT(verify_claims(without[i]), ERR_NOT_SIGNED_IN);
}

static void
claims_have_their_types(void)
{
	static const char *const odd[] = { "{" SUB EMAIL ROLE JTI IAT
					   "\"exp\":\"1795358280\"}",
		"{" SUB EMAIL ROLE JTI IAT "\"exp\":1795358280.5}",
		"{" SUB EMAIL ROLE JTI IAT "\"exp\":null}",
		"{" SUB EMAIL ROLE JTI IAT "\"exp\":true}",
		"{" SUB EMAIL ROLE JTI IAT "\"exp\":-1}",
		"{" SUB EMAIL ROLE JTI IAT "\"exp\":9223372036854775807}",
		"{" SUB EMAIL ROLE     JTI "\"iat\":\"1795357380\"," EXP "}",
		"{" SUB EMAIL "\"role\":\"ROOT\"," JTI IAT EXP "}",
		"{" SUB EMAIL "\"role\":\"vendor\"," JTI IAT EXP "}",
		"{" SUB EMAIL "\"role\":2," JTI IAT  EXP "}",
		"{\"sub\":\"7\"," EMAIL ROLE JTI IAT EXP "}",
		"{\"sub\":7," EMAIL ROLE JTI IAT     EXP "}",
		"{" SUB EMAIL ROLE "\"jti\":\"\"," IAT EXP "}", NULL };

	for (int i = 0; odd[i] != NULL; i++)
		CHECK_INT(verify_claims(odd[i]), ERR_NOT_SIGNED_IN);
}

/* Signed by us, but for longer than we ever sign. */
static void
one_that_lives_too_long_is_refused(void)
{
	CHECK_INT(verify_claims("{" SUB EMAIL ROLE JTI IAT
				"\"exp\":1795358281}"),
	    ERR_NOT_SIGNED_IN);
}

static void
a_changed_byte_is_noticed(void)
{
	const char *token = good();
	size_t      n = strlen(token);

	for (size_t i = 0; i < n; i += 3) {
		char *forged = arena_strdup(ta, token);

		/* The last character holds two bits that mean nothing. */
		if (i == n - 1)
			continue;
		forged[i] = forged[i] == 'A' ? 'B' : 'A';
		if (verify(forged) != ERR_NOT_SIGNED_IN) {
			printf("# byte %zu of %s\n", i, token);
			CHECK(false);
		}
	}
}

static void
what_is_no_token_is_refused(void)
{
	const char *token = good();
	char       *huge = arena_alloc(ta, 100001);

	memset(huge, 'a', 100000);
	CHECK_INT(verify(""), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify("."), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(".."), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify("a.b.c"), ERR_NOT_SIGNED_IN);
	/* Memory that libjwt would write behind: valgrind sees it. */
	CHECK_INT(verify(".b.c"), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify("a..c"), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(strchr(token, '.')), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(huge), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(arena_printf(ta, "%s.x", token)), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(arena_printf(ta, "%s=", token)), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(arena_printf(ta, " %s", token)), ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(arena_dup(ta, token,
		      (size_t)(strrchr(token, '.') - token))),
	    ERR_NOT_SIGNED_IN);
	CHECK_INT(verify(arena_dup(ta, token,
		      (size_t)(strrchr(token, '.') - token) + 1)),
	    ERR_NOT_SIGNED_IN);
}

static void
a_short_secret_verifies_nothing(void)
{
	struct session s;

	CHECK_INT(jwt_verify(ta, "",
		      token_of("{" SUB EMAIL ROLE JTI IAT EXP "}", JWT_ALG_NONE,
			  NULL),
		      NOW, &s),
	    ERR_NOT_SIGNED_IN);
	CHECK_INT(jwt_verify(ta, "short",
		      token_of("{" SUB EMAIL ROLE JTI IAT EXP "}",
			  JWT_ALG_HS256, "short"),
		      NOW, &s),
	    ERR_NOT_SIGNED_IN);
}

static const struct test tests[] = {
	TEST(our_own_token_says_who),
	TEST(it_lives_fifteen_minutes),
	TEST(one_from_the_future_is_refused),
	TEST(another_secret_is_refused),
	TEST(another_algorithm_is_refused),
	TEST(no_claim_may_be_missing),
	TEST(claims_have_their_types),
	TEST(one_that_lives_too_long_is_refused),
	TEST(a_changed_byte_is_noticed),
	TEST(what_is_no_token_is_refused),
	TEST(a_short_secret_verifies_nothing),
	{ 0 },
};

int
main(void)
{
	return tap_run("jwt", tests);
}
