# SPDX-License-Identifier: ISC
# Measuring. A round is one run of each ceiling and one of the case, back to
# back, so that what else the machine does touches all of them; the table
# shows medians of ROUNDS rounds.

ROUNDS=3
CASE_SECONDS=2
CEILING_SECONDS=1

# load FILE CLIENTS SECONDS [CACHE]: sends the requests of FILE; prints what
# load.lua prints.
load()
{
	threads=2
	[ "$2" -ge 2 ] || threads=1
	wrk -t"$threads" -c"$2" -d"$3"s --timeout 10s -s "$BENCH/load.lua" \
	    "$URL" -- "$1" "$threads" >"$WORK/wrk" 2>&1 || {
		cat "$WORK/wrk" >&3
		return 1
	}
	grep -E '^[a-z0-9]+ [0-9.e+]+$' "$WORK/wrk"
}

# The processor time so far, in ticks: "PART TICKS" for each part of the
# farm, its ended programs included; "load" is what this shell's children
# took, "machine" everybody together.
processor_time()
{
	# Of a subshell $$ would be the parent.
	leaders="load=$(exec sh -c 'echo $PPID')"
	for part in nginx postgres redis worker $SERVICES hello; do
		! part_record "$part" || leaders="$leaders $part=$pid"
	done
	# A process may end while it is read.
	{ cat /proc/stat /proc/[0-9]*/stat 2>/dev/null || true; } |
		awk -v leaders="$leaders" -f "$BENCH/ticks.awk"
}

# measured COMMAND...: what COMMAND prints of a load, and what it cost.
measured()
{
	processor_time >"$WORK/before"
	"$@" >"$WORK/load"
	processor_time >"$WORK/after"
	awk -f "$BENCH/cost.awk" "$WORK/load" "$WORK/before" "$WORK/after"
}

# ---- ceilings ---------------------------------------------------------------

# ceiling KIND CASE: what "measured" prints of it.
ceiling()
{
	case $1 in
	hello | static)
		file=$WORK/hello.requests
		[ "$1" = hello ] || file=$WORK/$2.static
		measured load "$file" "$CLIENTS" $CEILING_SECONDS
		;;
	pgbench)
		measured pgbench_run "$2" DATABASE_URL "$(pool_size "$SERVICE")"
		;;
	one-db) measured pgbench_run "$2" OWNER_DATABASE_URL "$CLIENTS" ;;
	argon2) measured ceiling_argon2 ;;
	uncached)
		bench_nginx off
		measured load "$WORK/$2.requests" "$CLIENTS" $CASE_SECONDS
		bench_nginx on
		;;
	small)
		peer "$ROUND" "$2" >&2
		peer measured load "$WORK/$2.small" "$CLIENTS" $CASE_SECONDS
		;;
	esac
}

# The password's check alone, by as many processes as the pool has.
ceiling_argon2()
{
	"$TOOLS/argon2" "$(sed -n "s/.*\(\$argon2id[^']*\).*/\1/p" \
	    "$BENCH/sql/auth.sql")" farmstand-demo "$(pool_size auth)" \
	    $CASE_SECONDS
}

# ---- one case ---------------------------------------------------------------

# request_curl CASE N OPTION...: the Nth request of a case, by curl.
request_curl()
{
	sed -n "$2p" "$WORK/$1.requests" | awk -F '\t' -v url="$URL" '
	function quoted(s) { gsub(/["\\]/, "\\\\&", s); return "\"" s "\"" }
	{
		print "request = " quoted($1)
		print "url = " quoted(url $2)
		if ($3 != "")
			print "data-binary = " quoted($3)
		for (i = 4; i <= NF; i++)
			print "header = " quoted($i)
	}' >"$WORK/curl"
	shift 2
	curl -q -sS -K "$WORK/curl" "$@"
}

# case_check CASE: is the first request answered as it ought to be?
case_check()
{
	code=$(request_curl "$1" 1 -o "$WORK/answer" -w '%{http_code}')
	[ "$code" = "${EXPECT%% *}" ] &&
		grep -q "$(echo "$EXPECT" | sed -n 's/^... //p')" \
		    "$WORK/answer" && return
	die "$1 does not work: answered $code" "$(head -c 300 "$WORK/answer")"
}

case_round()
{
	for kind in $CEILINGS; do
		ceiling "$kind" "$1" | sed -n "s/^rps /ceiling.$kind /p
		    s/^us /us.$kind /p"
	done
	$ROUND "$1" >&2
	measured load "$WORK/$1.requests" "$CLIENTS" $CASE_SECONDS
}

# case_run NAME: all of it; a row of the table.
case_run()
{
	case_prepare "$1"
	$ROUND "$1" >&2
	case_check "$1"
	load "$WORK/$1.requests" "$CLIENTS" 1 >"$WORK/warm"
	case $CEILINGS in
	*pgbench*) statements_record "$1" ;;
	*one-db*) cp "$BENCH/sql/round/one_db.sql" "$WORK/$1.pgbench.1" ;;
	esac
	rm -f "$WORK/$1".round.*
	round=0
	while [ $round -lt $ROUNDS ]; do
		round=$((round + 1))
		case_round "$1" >"$WORK/$1.round.$round"
	done
	awk -f "$BENCH/median.awk" "$WORK/$1".round.* >"$WORK/$1.result"
	awk -v name="$1" -v goals="$GOAL" -v programs=" $SERVICES hello " \
	    -v once="${ONCE:+$(wc -l <"$WORK/$1.requests")}" \
	    -f "$BENCH/row.awk" "$WORK/$1.result"
	$ENDING >&2
	for kind in $CEILINGS; do
		grep -q "^ceiling.$kind " "$WORK/$1.result" || WRONG=1
	done
	! grep -qE '^(refused|broken) .*[1-9]' "$WORK/$1.result" || WRONG=1
}
