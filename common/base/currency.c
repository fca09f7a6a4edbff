/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "common/base/currency.h"

static const struct currency currencies[] = {
#define CURRENCY(code, exponent, step, sign) { #code, exponent, step, sign },
#include "common/base/currencies.def"
#undef CURRENCY
};

static int
code_compare(const void *code, const void *currency)
{
	return strcmp(code, ((const struct currency *)currency)->code);
}

const struct currency *
currency_find(const char *code)
{
	return bsearch(code, currencies,
	    sizeof(currencies) / sizeof(*currencies), sizeof(*currencies),
	    code_compare);
}
