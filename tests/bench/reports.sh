# SPDX-License-Identifier: ISC
# What is measured without load: how fast the farm comes up, what memory it
# takes, how often a page waits for somebody.

# report_goal VALUE GOAL: "ok" or "missed", and the goal.
report_goal()
{
	awk -v value="$1" -v goal="$2" 'BEGIN {
		print "<=" goal, (value <= goal ? "ok" : "missed")
	}'
}

# ---- start ------------------------------------------------------------------

report_start()
{
	pools_down
	start=$(now_ms)
	for part in $SERVICES; do
		pool_start "$part"
	done
	worker_start
	for part in $SERVICES; do
		wait_until 10 pool_answers "$part"
	done
	pools=$(($(now_ms) - start))
	for time in first again; do
		start=$(now_ms)
		"$self" up --dir "$FARM" --no-demo >/dev/null
		up=$(($(now_ms) - start))
	done
	printf '\nstart\n'
	printf '  all pools, until each has answered  %7.2f s   %s\n' \
	    "$(seconds_of "$pools")" "$(report_goal "$(seconds_of "$pools")" 1)"
	printf '  "up" of what is up                  %7.2f s   %s\n' \
	    "$(seconds_of "$up")" "$(report_goal "$(seconds_of "$up")" 10)"
	bench_nginx off
}

pool_answers()
{
	case $(curl_status curl_internal "/$1/internal/health") in
	2??) return 0 ;;
	*) return 1 ;;
	esac
}

seconds_of()
{
	awk -v ms="$1" 'BEGIN { printf "%.3f", ms / 1000 }'
}

# ---- memory -----------------------------------------------------------------

# PART PID KB-PRIVATE KB-SHARE of every process.
memory_rows()
{
	for part in $PARTS; do
		part_alive "$part" || continue
		for member in $pid $(pgrep -P "$pid"); do
			awk -v part="$part" -v leader="$([ "$member" = "$pid" ] &&
			    echo 1)" '
			/^Private_(Clean|Dirty):/ { private += $2 }
			/^Pss:/ { share = $2 }
			END { print part, leader + 0, private + 0, share + 0 }' \
			    "/proc/$member/smaps_rollup" 2>/dev/null || true
		done
	done
}

report_memory()
{
	printf '\nmemory, MB (%s)\n' "$1"
	memory_rows | awk -v pools=" $SERVICES " -f "$BENCH/memory.awk"
}

# ---- round trips ------------------------------------------------------------

# One line a page: name, path, who ("-": nobody; a number of sql/auth.sql;
# 1002 has two things in the cart).
trips_pages()
{
	slug=$(product_slugs 1)
	cat <<END
home / -
product /products/$slug -
list /products -
category /c/bench-bowls -
search /search?search=kitchen -
search-typo /search?search=lantren -
vendors /vendors -
shop /vendors/bench-vendor-1 -
home,signed-in / 1001
product,signed-in /products/$slug 1001
cart /cart 1002
checkout /checkout 1002
orders /orders 1001
order /orders/01900000-0000-7000-8000-060000013994 1001
account /account 1001
notifications /notifications 1001
vendor /vendor 1
vendor-products /vendor/products 1
vendor-orders /vendor/orders 1
api-product /api/products/01900000-0000-7000-8000-040000000001 -
api-list /api/products?limit=20 -
api-cart /api/cart 1002
api-orders /api/orders 1001
END
}

# trips_read: "KIND SERVICE COUNT" of all programs but the worker.
trips_read()
{
	curl -q -sS "$URL/metrics" | awk -F '[{}"]' '
	$3 != "worker" &&
	    /^farm_(db_round_trips|redis_round_trips|calls)_total/ {
		sub(/^farm_/, "", $1)
		sub(/_total$/, "", $1)
		print $1, $3, $5
	}'
}

# trips_between CURL OPTION...: what one request adds. A timer may come in
# between, so the least of five.
trips_between()
{
	for try in 1 2 3 4 5; do
		trips_read | sed "s/^/before $try /"
		[ $# -eq 0 ] || curl -q -sS -o /dev/null "$@"
		trips_read | sed "s/^/after $try /"
	done
}

report_trips()
{
	tokens 1 1001 1002 >"$WORK/tokens"
	carts_fill
	printf '\nround trips of a request, over all pools\n'
	printf '  %-18s %10s %6s %6s\n' page PostgreSQL Redis calls
	trips_between >"$WORK/trips.none"
	trips_pages | while read -r name path who; do
		set --
		[ "$who" = - ] || set -- -H "Cookie: accessToken=$(
			sed -n "s/^$who //p" "$WORK/tokens")"
		curl -q -sS -o /dev/null --fail "$@" "$URL$path" ||
			echo "  $name does not answer"
		trips_between "$@" "$URL$path" >"$WORK/trips"
		awk -v name="$name" -f "$BENCH/trips.awk" \
		    "$WORK/trips.none" "$WORK/trips"
	done
}
