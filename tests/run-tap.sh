#!/bin/sh
# SPDX-License-Identifier: ISC
#
# run-tap.sh PROGRAM... - runs programs that print TAP, one after the other,
# and adds up. Ends with "# PASS: n", "# FAIL: n" and "# SKIP: n"; status 0
# only when something ran and nothing failed.
#
# A test finds the farm it may use in the environment: FARM_URL its address,
# FARM_DIR its directory, FARM the farmstand command.

tests=${0%/*}
pass=0 fail=0 skip=0

out=$(mktemp)
trap 'rm -f "$out"' EXIT

# The counts of one program, "pass fail skip". A plan that was not kept, and
# a program that ends badly, count as one failure more.
count()
{
	awk -v status="$1" '
	/^1\.\.[0-9]+/ {
		planned = 1
		plan = substr($1, 4) + 0
		next
	}
	/^not ok/ { seen++; fail++; next }
	/^ok/ { seen++; if (/# *(SKIP|skip)/) skip++; else pass++; next }
	/^Bail out!/ { bail = 1 }
	END {
		if (!planned || plan != seen || bail || (status && !fail))
			fail++
		print pass + 0, fail + 0, skip + 0
	}' "$out"
}

for program; do
	echo "# ${program#"$tests/"}"
	"$program" >"$out"
	status=$?
	cat "$out"
	# shellcheck disable=SC2046 # three numbers
	set -- $(count $status)
	[ "$2" -eq 0 ] || echo "# FAILED: ${program#"$tests/"} (status $status)"
	pass=$((pass + $1)) fail=$((fail + $2)) skip=$((skip + $3))
done

echo "# PASS: $pass"
echo "# FAIL: $fail"
echo "# SKIP: $skip"
[ $fail -eq 0 ] && [ $pass -gt 0 ]
