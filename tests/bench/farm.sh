# SPDX-License-Identifier: ISC
# The farm that is measured: a scratch one, or one of the benchmark's own
# that stays in --dir. Limits by rate are off; the page cache is on only
# where a case says so.

# A larger catalogue is measured against one of so many.
FEW=10000

bench_farm()
{
	PRODUCTS=${OPT_PRODUCTS:-$FEW}
	PEER=
	RATE_LIMIT=off PAGE_CACHE=off
	export RATE_LIMIT PAGE_CACHE
	if [ -n "$OPT_DIR" ]; then
		bench_keep
	else
		scratch_begin 5
	fi
	[ "$PRODUCTS" -le $FEW ] || STEPS=6
	# shellcheck disable=SC2086 # lists of plain words
	scratch_build $PACKAGES_BUILD $PACKAGES_RUN $PACKAGES_BENCH
	step 'Tools' bench_tools
	exec 9>&-
	step 'Farm' "$self" up --dir "$FARM" --no-demo
	settings_load
	postgres_find
	step 'Catalogue' bench_catalogue
	[ "$PRODUCTS" -le $FEW ] || step 'A small farm beside it' peer_begin
	[ "$CASES" = ready ] || bench_begin
}

# Rows of a benchmark have no place among those of a shop.
bench_keep()
{
	users_create
	layout_find
	[ ! -e "$FARM/farmstand.env" ] || [ -e "$FARM/bench.loaded" ] ||
		die "the farm in $FARM is not a benchmark's" \
		    'Choose another --dir: it would be filled with goods.'
	[ -e "$FARM/farmstand.env" ] || OPT_PORT=$(free_port)
	layout_create
	layout_lock
	: >>"$FARM/bench.loaded"
	: >"$STEP_LOG"
	[ "$CASES" = ready ] || part_alive nginx ||
		at_exit "'$self' down --dir '$FARM' >/dev/null 2>&1"
	STEPS=5
}

bench_tools()
{
	TOOLS=$BUILD/tests/bench
	exec 8<"$SOURCE/configure.ac"
	flock 8
	make -s -C "$BUILD" -j"$(nproc)" bench-programs
	exec 8<&-
}

# What was loaded: how many products, by which SQL.
bench_loaded()
{
	echo "$PRODUCTS $(cat "$BENCH"/sql/*.sql | sha256sum | cut -d' ' -f1)"
}

bench_catalogue()
{
	wanted=$(bench_loaded)
	loaded=$(cat "$FARM/bench.loaded" 2>/dev/null || true)
	[ "$loaded" != "$wanted" ] || return 0
	[ -z "$loaded" ] || die "$FARM holds another catalogue" \
		'Choose another --dir, or remove this one.'
	for service in $SERVICES; do
		[ -e "$BENCH/sql/$service.sql" ] || continue
		(
			name=$(upper "$service")
			url_connect "$(setting "OWNER_DATABASE_URL_$name")"
			owner_psql -v "products=$PRODUCTS" \
			    -f "$BENCH/sql/$service.sql"
		)
	done
	echo "$wanted" >"$FARM/bench.loaded"
}

# What every case needs: a place for its files, and a pool that says hello.
bench_begin()
{
	URL=$(public_address)
	WORK=$(mktemp -d "${TMPDIR:-/tmp}/farmstand-work.XXXXXX")
	at_exit "rm -rf '$WORK'"
	mkdir -p "$FARM/media/bench"
	cp "$TOOLS/hello" "$RUN/start/hello"
	[ -z "$IS_ROOT" ] || chown "root:$FARM_GROUP" "$RUN/start/hello"
	chmod 0750 "$RUN/start/hello"
	part_stop hello TERM 5
	spawn hello "$FARM_USER" spawn-fcgi -n -s "$RUN/hello.sock" -M 0660 \
	    -b 1024 -- "$(command -v multiwatch)" -t 1000 \
	    -f "$(pool_size products)" -- "$START/hello"
	at_exit 'part_stop hello TERM 5'
	wait_until 5 test -S "$RUN/hello.sock"
	bench_nginx off
}

# bench_nginx on|off: the farm's nginx as it always is, with the page cache
# or without, and beside its own addresses those of tests/bench/nginx.conf.
bench_nginx()
{
	PAGE_CACHE=$1
	conf=$FARM/nginx/conf
	{
		nginx_render
		sed -f "$START/nginx.sed" "$BENCH/nginx.conf" \
		    >"$conf.new/bench.conf"
		sed -i 's|include parts.conf;|&\ninclude bench.conf;|' \
		    "$conf.new/nginx.conf"
		[ -z "$IS_ROOT" ] || chown -R "root:$FARM_GROUP" "$conf.new"
		nginx_run run_as "$conf.new" -t
	} >>"$STEP_LOG" 2>&1
	! diff -rq "$conf" "$conf.new" >/dev/null || return 0
	part_alive nginx
	workers=$(pgrep -P "$pid")
	nginx_take_conf
	part_signal HUP nginx
	wait_until 35 nginx_replaced "$workers"
}

# No worker of before is left.
nginx_replaced()
{
	part_alive nginx
	for worker in $1; do
		! process_alive "$worker" || return 1
	done
	nginx_answers
}

# ---- the small farm beside a large one --------------------------------------

peer_begin()
{
	PEER=$FARM.small
	[ -n "$OPT_DIR" ] || at_exit "rm -rf '$PEER'"
	at_exit "'$self' down --dir '$PEER' >/dev/null 2>&1"
	"$self" bench ready --products $FEW --dir "$PEER"
}

# peer COMMAND...: as if the small farm were ours.
peer()
{
	(
		FARM=$PEER PRODUCTS=$FEW
		layout_name
		settings_load
		URL=$(public_address)
		"$@"
	)
}
