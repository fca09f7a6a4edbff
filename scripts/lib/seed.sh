# SPDX-License-Identifier: ISC
# The demo shop: db/SERVICE/demo.sql in every database, pictures beside it, and
# db/SERVICE/demo_remove.sql to remove it.

demo_load()
{
	currency_read "$(setting CURRENCY)"
	FAIL_HINT='Nothing of the failing database was kept; the others are.'
	for service in $SERVICES; do
		[ -e "$TREE/db/$service/demo.sql" ] || continue
		echo "$service: demo.sql"
		demo_psql "$service" -v currency="$(setting CURRENCY)" \
		    -v exponent="$CURRENCY_EXPONENT" -v step="$CURRENCY_STEP" \
		    -f "$TREE/db/$service/demo.sql"
	done
	demo_pictures
	: >"$FARM/demo.loaded"
	rm -f "$FARM/demo.removed"
	FAIL_HINT=
}

# demo_psql SERVICE ARGUMENT...: in one transaction, as the owner.
demo_psql()
{
	(
		service=$1
		shift
		url_connect "$(setting "OWNER_DATABASE_URL_$(upper "$service")")"
		owner_psql --single-transaction "$@"
	)
}

# demo_remove: the accounts go last, and orders after all that belongs to them.
# So the same command again finishes what was interrupted.
demo_remove()
{
	FAIL_HINT='Nothing of the failing database was removed. Try again.'
	list=$(mktemp)
	at_exit "rm -f '$list'"
	demo_orders_list >"$list"
	chmod 0644 "$list"
	for service in payments notify orders products; do
		echo "$service: demo_remove.sql"
		demo_psql "$service" -f "$TREE/db/setup/demo.sql" -f "$list" \
		    -f "$TREE/db/$service/demo_remove.sql"
	done
	echo 'auth: demo_remove.sql'
	sessions=$(demo_psql auth -At -f "$TREE/db/setup/demo.sql" \
	    -f "$TREE/db/auth/demo_remove.sql")
	demo_sessions_end "$sessions"
	rm -rf "$FARM/media/demo"
	rm -f "$FARM/demo.loaded"
	: >"$FARM/demo.removed"
	FAIL_HINT=
}

# demo_orders_list: the table demo_orders of demo_remove.sql, as SQL.
demo_orders_list()
{
	echo 'CREATE TEMP TABLE demo_orders (id uuid PRIMARY KEY) ON COMMIT DROP;'
	echo 'COPY demo_orders FROM stdin;'
	demo_psql orders -At -f "$TREE/db/setup/demo.sql" \
	    -f "$TREE/db/orders/demo_orders.sql"
	echo '\.'
}

# demo_sessions_end IDS: access tokens end with the records of their sessions.
demo_sessions_end()
{
	for id in $1; do
		run_as "$FARM_USER" redis-cli -s "$RUN/redis.sock" \
		    del "session:$id"
	done
}
