/* SPDX-License-Identifier: ISC */
#include "common/contract/sandbox_calls.h"

SPEC(webhook,
    FIELD(path),
    FIELD(body),
    FIELD(headers));
