/* SPDX-License-Identifier: ISC */
/*
 * tokens.c - access tokens for many people, as auth would sign them.
 *
 * Standard input: SESSION USER EMAIL ROLE, a line each.  Standard output: the
 * token of each.  The secret is JWT_ACCESS_SECRET, as for the programs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/text.h"
#include "common/session/jwt.h"

#define ARENA_MAX ((size_t)1024 * 1024)

static int
role_of(const char *word)
{
	for (int i = 0; role_words[i] != NULL; i++)
		if (strcmp(role_words[i], word) == 0)
			return i;
	return -1;
}

static bool
token_print(struct arena *a, const char *secret, char *line)
{
	struct session s;
	char           id[64], user[64], email[200], role[32];
	int            r;

	if (sscanf(line, "%63s %63s %199s %31s", id, user, email, role) != 4 ||
	    !uuid_parse(id, strlen(id), &s.id) ||
	    !uuid_parse(user, strlen(user), &s.user_id) ||
	    (r = role_of(role)) == -1)
		return false;
	s.email = email;
	s.role = (enum role)r;
	puts(jwt_sign(a, secret, &s, clock_now().us / 1000000));
	return true;
}

int
main(void)
{
	const char   *secret = getenv("JWT_ACCESS_SECRET");
	struct arena *a = arena_new(ARENA_MAX);
	char          line[500];

	if (secret == NULL)
		return 2;
	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (!token_print(a, secret, line))
			return EXIT_FAILURE;
		arena_reset(a);
	}
	arena_free(&a);
	return EXIT_SUCCESS;
}
