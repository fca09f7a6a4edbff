/* SPDX-License-Identifier: ISC */
#include "common/contract/call.h"

SPEC(id_in, FIELD(id, REQUIRED));

SPEC(retention_done,
    FIELD(removed),
    FIELD(failed),
    FIELD(table),
    FIELD(more));
