/* SPDX-License-Identifier: ISC */
#include <argon2.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/crypto.h"
#include "fcgi/auth/auth.h"

#define PASSES       2
#define MEMORY_KIB   19456
#define LANES        1
#define HASH_SIZE    32
#define SALT_SIZE    16
#define ENCODED_SIZE 128

static void
hash_encode(const char *password, char out[static ENCODED_SIZE])
{
	unsigned char salt[SALT_SIZE];

	random_bytes(salt, sizeof(salt));
	if (argon2id_hash_encoded(PASSES, MEMORY_KIB, LANES, password,
		strlen(password), salt, sizeof(salt), HASH_SIZE, out,
		ENCODED_SIZE) != ARGON2_OK)
		abort(); /* out of memory */
}

const char *
password_hash(struct arena *a, const char *password)
{
	char *out = arena_alloc(a, ENCODED_SIZE);

	hash_encode(password, out);
	return out;
}

bool
password_verify(const char *hash, const char *password)
{
	/* Made once: to compare with when there is no such user. */
	static char nobody[ENCODED_SIZE];
	bool        ok;

	if (*nobody == '\0')
		hash_encode("nobody has this password", nobody);
	ok = argon2id_verify(hash != NULL ? hash : nobody, password,
		 strlen(password)) == ARGON2_OK;
	return ok && hash != NULL;
}

bool
password_is_common(const char *password)
{
	static const char *const common[] = { "1234567890", "12345678910",
		"0123456789", "9876543210", "0987654321", "1111111111",
		"0000000000", "123456789a", "a123456789", "1q2w3e4r5t",
		"q1w2e3r4t5", "qwertyuiop", "qwerty12345", "qwerty123456",
		"asdfghjkl1", "1qaz2wsx3edc", "zaq12wsx34", "password12",
		"password123", "password1234", "passw0rd123", "iloveyou12",
		"iloveyou123", "letmein123", "welcome123", "princess123",
		"football123", "baseball123", "superman123", "abcdefghij",
		"abc1234567", "abcd123456", "administrator", "changeme123",
		"1234512345", "1122334455", "147258369a", "unknown123",
		"sunshine123", "monkey12345", NULL };

	for (int i = 0; common[i] != NULL; i++)
		if (strcasecmp(common[i], password) == 0)
			return true;
	return false;
}
