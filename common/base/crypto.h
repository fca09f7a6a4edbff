/* SPDX-License-Identifier: ISC */
/*
 * crypto.h - random bytes, digests and their text forms, by OpenSSL.
 *
 * A failure of the random source or of a digest is abort(): there is no way
 * to go on safely.
 */
#ifndef FARM_BASE_CRYPTO_H
#define FARM_BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>

#define SHA256_SIZE     32
#define SHA256_HEX_SIZE 65 /* with its NUL */
#define TOKEN_SIZE      44 /* 256 bits in base64url, with its NUL */

void random_bytes(void *, size_t);
/* An opaque secret of 256 bits for tokens and cookies. */
void random_token(char out[static TOKEN_SIZE]);

void sha256(const void *, size_t, unsigned char out[static SHA256_SIZE]);
void sha256_hex(const void *, size_t, char out[static SHA256_HEX_SIZE]);
void hmac_sha256_hex(const char *key, const void *, size_t,
    char                         out[static SHA256_HEX_SIZE]);

void hex_encode(const unsigned char *, size_t, char *out);
/* Compare two texts.  The time tells only their lengths. */
bool secret_equal(const char *, const char *);

#endif
