/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "common/base/currency.h"

/* In the order of their codes. */
/* clang-format off */
static const struct currency currencies[] = {
	{ "AED", 2, 1, NULL }, { "AFN", 2, 1, NULL }, { "ALL", 2, 1, NULL },
	{ "AMD", 2, 1, NULL }, { "AOA", 2, 1, NULL }, { "ARS", 2, 1, NULL },
	{ "AUD", 2, 1, NULL }, { "AWG", 2, 1, NULL }, { "AZN", 2, 1, NULL },
	{ "BAM", 2, 1, NULL }, { "BBD", 2, 1, NULL }, { "BDT", 2, 1, NULL },
	{ "BHD", 3, 10, NULL }, { "BIF", 0, 1, NULL }, { "BMD", 2, 1, NULL },
	{ "BND", 2, 1, NULL }, { "BOB", 2, 1, NULL }, { "BRL", 2, 1, NULL },
	{ "BSD", 2, 1, NULL }, { "BTN", 2, 1, NULL }, { "BWP", 2, 1, NULL },
	{ "BYN", 2, 1, NULL }, { "BZD", 2, 1, NULL }, { "CAD", 2, 1, NULL },
	{ "CDF", 2, 1, NULL }, { "CHF", 2, 1, NULL }, { "CLP", 0, 1, NULL },
	{ "CNY", 2, 1, NULL }, { "COP", 2, 1, NULL }, { "CRC", 2, 1, NULL },
	{ "CUP", 2, 1, NULL }, { "CVE", 2, 1, NULL }, { "CZK", 2, 1, NULL },
	{ "DJF", 0, 1, NULL }, { "DKK", 2, 1, NULL }, { "DOP", 2, 1, NULL },
	{ "DZD", 2, 1, NULL }, { "EGP", 2, 1, NULL }, { "ERN", 2, 1, NULL },
	{ "ETB", 2, 1, NULL }, { "EUR", 2, 1, "€" }, { "FJD", 2, 1, NULL },
	{ "FKP", 2, 1, NULL }, { "GBP", 2, 1, "£" }, { "GEL", 2, 1, NULL },
	{ "GHS", 2, 1, NULL }, { "GIP", 2, 1, NULL }, { "GMD", 2, 1, NULL },
	{ "GNF", 0, 1, NULL }, { "GTQ", 2, 1, NULL }, { "GYD", 2, 1, NULL },
	{ "HKD", 2, 1, NULL }, { "HNL", 2, 1, NULL }, { "HTG", 2, 1, NULL },
	{ "HUF", 2, 1, NULL }, { "IDR", 2, 1, NULL }, { "ILS", 2, 1, NULL },
	{ "INR", 2, 1, "₹" }, { "IQD", 3, 10, NULL }, { "IRR", 2, 1, NULL },
	{ "ISK", 0, 1, NULL }, { "JMD", 2, 1, NULL }, { "JOD", 3, 10, NULL },
	{ "JPY", 0, 1, "¥" }, { "KES", 2, 1, NULL }, { "KGS", 2, 1, NULL },
	{ "KHR", 2, 1, NULL }, { "KMF", 0, 1, NULL }, { "KPW", 2, 1, NULL },
	{ "KRW", 0, 1, NULL }, { "KWD", 3, 10, NULL }, { "KYD", 2, 1, NULL },
	{ "KZT", 2, 1, NULL }, { "LAK", 2, 1, NULL }, { "LBP", 2, 1, NULL },
	{ "LKR", 2, 1, NULL }, { "LRD", 2, 1, NULL }, { "LSL", 2, 1, NULL },
	{ "LYD", 3, 10, NULL }, { "MAD", 2, 1, NULL }, { "MDL", 2, 1, NULL },
	{ "MGA", 2, 100, NULL }, { "MKD", 2, 1, NULL }, { "MMK", 2, 1, NULL },
	{ "MNT", 2, 1, NULL }, { "MOP", 2, 1, NULL }, { "MRU", 2, 1, NULL },
	{ "MUR", 2, 1, NULL }, { "MVR", 2, 1, NULL }, { "MWK", 2, 1, NULL },
	{ "MXN", 2, 1, NULL }, { "MYR", 2, 1, NULL }, { "MZN", 2, 1, NULL },
	{ "NAD", 2, 1, NULL }, { "NGN", 2, 1, NULL }, { "NIO", 2, 1, NULL },
	{ "NOK", 2, 1, NULL }, { "NPR", 2, 1, NULL }, { "NZD", 2, 1, NULL },
	{ "OMR", 3, 10, NULL }, { "PAB", 2, 1, NULL }, { "PEN", 2, 1, NULL },
	{ "PGK", 2, 1, NULL }, { "PHP", 2, 1, NULL }, { "PKR", 2, 1, NULL },
	{ "PLN", 2, 1, NULL }, { "PYG", 0, 1, NULL }, { "QAR", 2, 1, NULL },
	{ "RON", 2, 1, NULL }, { "RSD", 2, 1, NULL }, { "RUB", 2, 1, NULL },
	{ "RWF", 0, 1, NULL }, { "SAR", 2, 1, NULL }, { "SBD", 2, 1, NULL },
	{ "SCR", 2, 1, NULL }, { "SDG", 2, 1, NULL }, { "SEK", 2, 1, NULL },
	{ "SGD", 2, 1, NULL }, { "SHP", 2, 1, NULL }, { "SLE", 2, 1, NULL },
	{ "SOS", 2, 1, NULL }, { "SRD", 2, 1, NULL }, { "SSP", 2, 1, NULL },
	{ "STN", 2, 1, NULL }, { "SVC", 2, 1, NULL }, { "SYP", 2, 1, NULL },
	{ "SZL", 2, 1, NULL }, { "THB", 2, 1, NULL }, { "TJS", 2, 1, NULL },
	{ "TMT", 2, 1, NULL }, { "TND", 3, 10, NULL }, { "TOP", 2, 1, NULL },
	{ "TRY", 2, 1, NULL }, { "TTD", 2, 1, NULL }, { "TWD", 2, 1, NULL },
	{ "TZS", 2, 1, NULL }, { "UAH", 2, 1, NULL }, { "UGX", 0, 1, NULL },
	{ "USD", 2, 1, "$" }, { "UYU", 2, 1, NULL }, { "UZS", 2, 1, NULL },
	{ "VED", 2, 1, NULL }, { "VES", 2, 1, NULL }, { "VND", 0, 1, NULL },
	{ "VUV", 0, 1, NULL }, { "WST", 2, 1, NULL }, { "XAF", 0, 1, NULL },
	{ "XCD", 2, 1, NULL }, { "XCG", 2, 1, NULL }, { "XOF", 0, 1, NULL },
	{ "XPF", 0, 1, NULL }, { "YER", 2, 1, NULL }, { "ZAR", 2, 1, NULL },
	{ "ZMW", 2, 1, NULL }, { "ZWG", 2, 1, NULL },
};
/* clang-format on */

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
