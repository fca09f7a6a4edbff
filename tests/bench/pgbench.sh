# SPDX-License-Identifier: ISC
# What PostgreSQL alone makes of a case: some of its requests are sent while
# the server writes down every statement, and pgbench repeats these, prepared,
# with the values they had, those of a request in one message.

RECORDED=20

# statements_record CASE: writes CASE.pgbench.N.
statements_record()
{
	log=$LOGS/postgres.log
	at_exit statements_quiet
	psql_admin -d postgres -c "ALTER SYSTEM SET log_statement = 'all'" \
	    -c 'ALTER SYSTEM SET log_parameter_max_length = -1' \
	    -c 'SELECT pg_reload_conf()' >/dev/null
	wait_until 5 statements_heard "$1" ||
		die "PostgreSQL writes nothing of $1 down"
	rm -f "$WORK/prepare" "$WORK/$1".pgbench.*
	all=$(wc -l <"$WORK/$1.requests")
	most=$((all < RECORDED ? all : RECORDED))
	n=0
	while [ $n -lt $most ]; do
		n=$((n + 1))
		request_send "$1" $(((n - 1) * all / most + 1))
		statements_since >"$WORK/$1.script.$n"
	done
	statements_quiet
	for script in "$WORK/$1".script.*; do
		[ -s "$script" ] || continue
		{
			printf '%s\n' '\if :ready = 0'
			sort -u "$WORK/prepare"
			printf '%s\n' '\set ready 1' '\endif'
			cat "$script"
		} >"$WORK/$1.pgbench.${script##*.}"
	done
	[ -e "$WORK/$1.pgbench.1" ] || die "$1 asks PostgreSQL for nothing"
}

statements_quiet()
{
	psql_admin -d postgres -c 'ALTER SYSTEM RESET log_statement' \
	    -c 'ALTER SYSTEM RESET log_parameter_max_length' \
	    -c 'SELECT pg_reload_conf()' >/dev/null
}

# request_send CASE N: the Nth request, once, and where the log was before.
request_send()
{
	from=$(stat -c %s "$log")
	request_curl "$1" "$2" -o /dev/null
}

# What was executed since then.
statements_since()
{
	tail -c +$((from + 1)) "$log" | awk -v "user=farm_$SERVICE" \
	    -v "prepared=$WORK/prepare" -f "$BENCH/statements.awk"
}

# A process takes note of a setting before the next statement it gets.
statements_heard()
{
	request_send "$1" 1
	[ -n "$(statements_since)" ]
}

# pgbench_run CASE URL CLIENTS: as the program's role, or the owner's;
# plans are made as db/pg/connection.c has them made.
pgbench_run()
{
	set -- "$1" "$(setting "$2_$(upper "$SERVICE")")" "$3"
	scripts=
	for script in "$WORK/$1".pgbench.*; do
		scripts="$scripts -f $script"
	done
	(
		url_connect "$2"
		# As db/pg/connection.c.
		PGOPTIONS='-c plan_cache_mode=force_generic_plan'
		PGOPTIONS="$PGOPTIONS -c enable_seqscan=off"
		export PGOPTIONS
		# shellcheck disable=SC2086 # a list of files
		"$PGBIN/pgbench" -n -M simple -c "$3" -j 2 -D ready=0 \
		    -T $CEILING_SECONDS $scripts >"$WORK/pgbench.out" 2>&1
	) || {
		grep -m 3 -i error "$WORK/pgbench.out" >&3
		return 1
	}
	sed -n 's/^tps = \([0-9.]*\).*/rps \1/p
	    s/^number of transactions actually processed: /requests /p' \
	    "$WORK/pgbench.out"
}
