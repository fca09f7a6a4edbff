/* SPDX-License-Identifier: ISC */
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/crypto.h"

void
random_bytes(void *p, size_t n)
{
	if (n > INT_MAX || RAND_bytes(p, (int)n) != 1)
		abort();
}

void
random_token(char out[static TOKEN_SIZE])
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char     b[TOKEN_SIZE - 1];

	/* 43 characters of 6 bits: 258 random bits. */
	random_bytes(b, sizeof(b));
	for (size_t i = 0; i < sizeof(b); i++)
		out[i] = alphabet[b[i] & 63];
	out[sizeof(b)] = '\0';
}

void
sha256(const void *p, size_t n, unsigned char out[static SHA256_SIZE])
{
	if (SHA256(p, n, out) == NULL)
		abort();
}

void
sha256_hex(const void *p, size_t n, char out[static SHA256_HEX_SIZE])
{
	unsigned char digest[SHA256_SIZE];

	sha256(p, n, digest);
	hex_encode(digest, sizeof(digest), out);
}

void
hmac_sha256_hex(const char *key, const void *p, size_t n,
    char out[static SHA256_HEX_SIZE])
{
	unsigned char digest[SHA256_SIZE];
	unsigned int  len = 0;

	if (HMAC(EVP_sha256(), key, (int)strlen(key), p, n, digest, &len) ==
		NULL ||
	    len != sizeof(digest))
		abort();
	hex_encode(digest, sizeof(digest), out);
}

void
hex_encode(const unsigned char *p, size_t n, char *out)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = hex[p[i] >> 4];
		*out++ = hex[p[i] & 15];
	}
	*out = '\0';
}

bool
secret_equal(const char *a, const char *b)
{
	size_t n = strlen(a);

	return n == strlen(b) && CRYPTO_memcmp(a, b, n) == 0;
}
