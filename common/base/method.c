/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "common/base/method.h"

const char *const method_words[] = { "GET", "POST", "PUT", "DELETE", NULL };
