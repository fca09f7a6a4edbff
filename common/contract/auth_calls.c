/* SPDX-License-Identifier: ISC */
#include "common/contract/auth_calls.h"

const char *const role_words[] = { "BUYER", "VENDOR", "ADMIN", NULL };

SPEC(session_role, FIELD_ENUM(role, role_words));
