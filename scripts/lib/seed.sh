# SPDX-License-Identifier: ISC
# The demo shop: db/SERVICE/demo.sql in every database, pictures beside it.

demo_load()
{
	FAIL_HINT='Nothing of the failing database was kept; the others are.'
	for service in $SERVICES; do
		[ -e "$TREE/db/$service/demo.sql" ] || continue
		echo "$service: demo.sql"
		(
			name=$(upper "$service")
			url_connect "$(setting "OWNER_DATABASE_URL_$name")"
			owner_psql --single-transaction \
			    -f "$TREE/db/$service/demo.sql"
		)
	done
	demo_pictures
	: >"$FARM/demo.loaded"
	FAIL_HINT=
}
