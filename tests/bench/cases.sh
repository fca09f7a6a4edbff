# SPDX-License-Identifier: ISC
# The cases. Each has a function case_NAME that says what it is made of:
#   SERVICE   whose statements pgbench runs (pgbench/NAME.sql)
#   CLIENTS   connections at a time
#   CEILINGS  hello, static, pgbench, argon2
#   GOAL      "ratio.hello>=0.55", "rps>=2000", "p99<=30000" (microseconds)
# and writes its requests, see load.lua, to standard output.

bench_cases()
{
	cat <<END
catalogue  hello           nothing but FastCGI: the ceiling of all others
catalogue  product         GET /api/products/ID, many of them
END
}

bench_list()
{
	bench_cases | while read -r group name summary; do
		[ "$group" = "${last-}" ] || echo "$group"
		last=$group
		printf '  %-14s  %s\n' "$name" "$summary"
	done
}

# bench_choose NAME: sets CASES.
bench_choose()
{
	CASES=$(bench_cases | awk -v name="$1" \
	    'name == "" || $1 == name || $2 == name { print $2 }')
	[ -n "$CASES" ] || usage_error "there is no case or group called $1"
}

case_prepare()
{
	SERVICE=products CLIENTS=32 CEILINGS='' GOAL=''
	"case_$(echo "$1" | tr - _)" >"$WORK/$1.requests"
	case $CEILINGS in
	*pgbench*) pgbench_script "$1" >"$WORK/$1.pgbench" ;;
	esac
	printf 'GET\t/_bench/hello\t\n' >"$WORK/hello.requests"
}

# bench_id KIND: an awk expression's text for the id of row n.
product_numbers()
{
	awk -v most="$PRODUCTS" -v want="$1" 'BEGIN {
		for (n = 1; want > 0; n = (n * 7919 + 104729) % most) {
			want--
			print n + 1
		}
	}'
}

case_hello()
{
	printf 'GET\t/_bench/hello\t\n'
}

case_product()
{
	CEILINGS='hello pgbench' GOAL='ratio.hello>=0.55'
	product_numbers 5000 | awk '$1 % 30 != 11 {
		printf "GET\t/api/products/01900000-0000-7000-8000-04%010d\t\n", $1
	}'
}

# ---- all of it --------------------------------------------------------------

bench_head()
{
	printf '\n%-14s %8s %7s %7s  %s\n' '' '' 'p50' 'p99' \
	    'processor time, µs a request'
	printf '%-14s %8s %7s %7s  %6s %6s %6s %6s %6s %6s  %-8s %8s  %5s  %s\n' \
	    case req/s ms ms nginx pools pgsql redis worker wrk ceiling \
	    req/s ratio goal
}

bench_run()
{
	WRONG=
	echo "$PRODUCTS products, $(nproc) processors," \
	    "load before $(cut -d' ' -f1 /proc/loadavg)"
	bench_head
	for case in $CASES; do
		case_run "$case"
	done
}

bench_end()
{
	[ -z "$WRONG" ] || exit 1
}
