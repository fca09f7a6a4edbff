/* SPDX-License-Identifier: ISC */
/*
 * auth_calls.h - the calls that auth answers.
 */
#ifndef FARM_CONTRACT_AUTH_CALLS_H
#define FARM_CONTRACT_AUTH_CALLS_H

#include "common/contract/call.h"

enum role { ROLE_BUYER, ROLE_VENDOR, ROLE_ADMIN };
extern const char *const role_words[];

struct session_role {
	enum role role;
};
SPEC_DECLARE(session_role);

/* The present role of a session's user. ERR_NOT_FOUND: the session ended. */
#define CALL_SESSION_ROLE \
	"auth", GET, "/internal/sessions/:id", id_in, session_role

#endif
