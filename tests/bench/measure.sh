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
	leaders="load=$$"
	for part in nginx postgres redis worker $POOLS hello; do
		! part_record "$part" || leaders="$leaders $part=$pid"
	done
	# A process may end while it is read.
	{ cat /proc/stat /proc/[0-9]*/stat 2>/dev/null || true; } |
		awk -v leaders="$leaders" -f "$BENCH/ticks.awk"
}

# measure CASE: one round's load with what it cost.
measure()
{
	processor_time >"$WORK/before"
	load "$WORK/$1.requests" "$CLIENTS" "$CASE_SECONDS" >"$WORK/load"
	processor_time >"$WORK/after"
	awk -f "$BENCH/cost.awk" "$WORK/load" "$WORK/before" "$WORK/after"
}

# ---- ceilings ---------------------------------------------------------------

# ceiling KIND CASE: prints "rps N".
ceiling()
{
	case $1 in
	hello) load "$WORK/hello.requests" "$CLIENTS" $CEILING_SECONDS ;;
	static) load "$WORK/$2.static" "$CLIENTS" $CEILING_SECONDS ;;
	pgbench) ceiling_pgbench "$2" DATABASE_URL "$(pool_size "$SERVICE")" ;;
	one-db) ceiling_pgbench "$2" OWNER_DATABASE_URL "$CLIENTS" ;;
	argon2) ceiling_argon2 ;;
	uncached) ceiling_uncached "$2" ;;
	esac | grep '^rps '
}

# ceiling_pgbench CASE URL CLIENTS: as the program's role, or the owner's.
# The statements are those of the case itself, as its program has them, prepared.
# pgbench sends all of a request in one message, as the program does.
ceiling_pgbench()
{
	(
		url_connect "$(setting "$2_$(upper "$SERVICE")")"
		"$PGBIN/pgbench" -n -M simple -c "$3" -j 2 -T "$CEILING_SECONDS" \
		    -D ready=0 -D own=0 -D "products=$PRODUCTS" \
		    -f "$WORK/$1.pgbench" >"$WORK/pgbench.out" 2>&1
	) || {
		grep -m 3 -i error "$WORK/pgbench.out" >&3
		return 1
	}
	sed -n 's/^tps = \([0-9.]*\).*/rps \1/p' "$WORK/pgbench.out"
}

# pgbench_script CASE: from tests/bench/pgbench/CASE.sql, with a PREPARE for
# each statement that it executes. A connection prepares once. @WORD@ stands
# for the word that :n chooses.
pgbench_script()
{
	"$CURRENT/libexec/farmstand/farm-$SERVICE" --queries >"$WORK/queries"
	printf '%s\n' '\if :ready = 0'
	grep -o 'EXECUTE [a-z_]*' "$BENCH/pgbench/$1.sql" | sort -u |
		while read -r _ name; do
			awk -F '\t' -v name="$name" '$1 == name {
				print "PREPARE " name " AS " $2 ";"
			}' "$WORK/queries"
		done
	printf '%s\n' '\set ready 1' '\endif'
	count=$(echo "$WORDS" | tr , '\n' | wc -l)
	sed "s|@WORD@|('{$WORDS}'::text[])[1 + :n % $count]|g" \
	    "$BENCH/pgbench/$1.sql"
}

# The password's check alone, by as many processes as the pool has.
ceiling_argon2()
{
	"$TOOLS/argon2" "$(sed -n "s/.*\(\$argon2id[^']*\).*/\1/p" \
	    "$BENCH/sql/auth.sql")" farmstand-demo "$(pool_size auth)" \
	    $CASE_SECONDS
}

# The same requests without the page cache.
ceiling_uncached()
{
	bench_nginx off
	load "$WORK/$1.requests" "$CLIENTS" $CASE_SECONDS
	bench_nginx on
}

# ---- one case ---------------------------------------------------------------

# case_check NAME: is the first request answered as it ought to be?
case_check()
{
	head -n 1 "$WORK/$1.requests" | awk -F '\t' -v url="$URL" '
	function quoted(s) { gsub(/["\\]/, "\\\\&", s); return "\"" s "\"" }
	{
		print "request = " quoted($1)
		print "url = " quoted(url $2)
		if ($3 != "")
			print "data-binary = " quoted($3)
		for (i = 4; i <= NF; i++)
			print "header = " quoted($i)
	}' >"$WORK/curl"
	code=$(curl -q -sS -K "$WORK/curl" -o "$WORK/answer" -w '%{http_code}')
	[ "$code" = "${EXPECT%% *}" ] &&
		grep -q "$(echo "$EXPECT" | sed -n 's/^... //p')" \
		    "$WORK/answer" && return
	die "$1 does not work: answered $code" "$(head -c 300 "$WORK/answer")"
}

case_round()
{
	for kind in $CEILINGS; do
		ceiling "$kind" "$1" | sed "s/^rps/ceiling.$kind/"
	done
	$ROUND "$1" >&2
	measure "$1"
}

# case_run NAME: all of it; a row of the table.
case_run()
{
	case_prepare "$1"
	$ROUND "$1" >&2
	case_check "$1"
	load "$WORK/$1.requests" "$CLIENTS" 1 >"$WORK/warm"
	rm -f "$WORK/$1".round.*
	round=0
	while [ $round -lt $ROUNDS ]; do
		round=$((round + 1))
		case_round "$1" >"$WORK/$1.round.$round"
	done
	awk -f "$BENCH/median.awk" "$WORK/$1".round.* >"$WORK/$1.result"
	awk -v name="$1" -v goal="$GOAL" -v clients="$CLIENTS" \
	    -v once="${ONCE:+$(wc -l <"$WORK/$1.requests")}" \
	    -f "$BENCH/row.awk" "$WORK/$1.result"
	$ENDING >&2
	! grep -qE '^(refused|broken) .*[1-9]' "$WORK/$1.result" || WRONG=1
}
