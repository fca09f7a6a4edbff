# SPDX-License-Identifier: ISC
# The currencies, read from common/base/currencies.def.

# currency_read CODE: sets CURRENCY_EXPONENT and CURRENCY_STEP (currency.h).
currency_read()
{
	# shellcheck disable=SC2034 # for the caller
	IFS=', ' read -r CURRENCY_EXPONENT CURRENCY_STEP <<END
$(sed -n "s/^CURRENCY($1, \\([0-9]*\\), \\([0-9]*\\), .*/\\1, \\2/p" \
	    "$TREE/common/base/currencies.def")
END
	[ -n "$CURRENCY_EXPONENT" ] ||
		die "CURRENCY=$1: there is no such currency" \
		    'Use a code of ISO 4217, such as USD.'
}
