/* SPDX-License-Identifier: ISC */
#include "common/contract/call.h"

SPEC(id_in, FIELD(id, REQUIRED));
