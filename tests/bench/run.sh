# SPDX-License-Identifier: ISC
# All of it: a table, a row a case.

bench_run()
{
	WRONG='' TABLE=''
	[ "$CASES" != ready ] || return 0
	echo
	echo "$PRODUCTS products, $(nproc) processors, load before" \
	    "$(cut -d' ' -f1 /proc/loadavg)"
	for case in $CASES; do
		case $case in
		start | memory | trips)
			"report_$case" 'just started'
			continue
			;;
		esac
		[ -n "$TABLE" ] || bench_head
		case_run "$case"
	done
	case $TABLE$CASES in
	yes*memory*) report_memory 'after all that' ;;
	esac
}

bench_head()
{
	TABLE=yes
	printf '\n%-14s %8s %7s %7s  %s\n' '' '' p50 p99 \
	    'processor time, µs a request'
	printf '%-14s %8s %7s %7s  %6s %6s %6s %6s %6s %6s  %-8s %8s  %5s %5s  %s\n' \
	    case req/s ms ms nginx pools pgsql redis worker wrk ceiling \
	    req/s ratio cpu goal
}

bench_end()
{
	[ -z "$WRONG" ] || exit 1
}
