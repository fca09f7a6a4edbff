# SPDX-License-Identifier: ISC
# Migrations: db/common/NNNN_*.sql, then db/SERVICE/NNNN_*.sql. The owner of
# each database applies them, each in one transaction. There is no way back: an
# applied migration is never changed or removed (tests/lint/migrations).

migrate_all()
{
	FAIL_HINT='The migration was rolled back whole; those before it stay.'
	for service in $SERVICES; do
		(migrate_service "$service")
	done
	FAIL_HINT=
}

migration_files()
{
	for folder in common "$1"; do
		[ ! -d "$TREE/db/$folder" ] ||
			(cd "$TREE/db" && find "$folder" \
			    -name '[0-9][0-9][0-9][0-9]_*.sql' | LC_ALL=C sort)
	done
}

# owner_psql ARGUMENT...: psql as the owner of the database of $service, to which
# url_connect leads.
owner_psql()
{
	"$PGBIN/psql" -X -q -v ON_ERROR_STOP=1 \
	    -v "owner_role=farm_${service}_owner" \
	    -v "runtime_role=farm_$service" -v outbox_role=farm_outbox "$@"
}

migrate_service()
{
	service=$1
	url_connect "$(setting "OWNER_DATABASE_URL_$(upper "$1")")"
	applied=$(owner_psql -At -f "$TREE/db/setup/migrations.sql")
	files=$(migration_files "$1")
	migrate_verify
	for file in $files; do
		case "
$applied" in
		*"
$file "*) continue ;;
		esac
		echo "$PGDATABASE: $file"
		owner_psql --single-transaction -f "$TREE/db/$file" \
		    -v "name=$file" -v "checksum=$(migration_sum "$file")" \
		    -f "$TREE/db/setup/applied.sql"
	done
}

migration_sum()
{
	sha256sum <"$TREE/db/$1" | cut -d' ' -f1
}

# Every applied migration must still be there and unchanged. db/checksums lists
# the few other versions that are accepted.
migrate_verify()
{
	echo "$applied" | while read -r file sum; do
		[ -n "$file" ] || continue
		[ -e "$TREE/db/$file" ] ||
			die "$PGDATABASE: applied migration $file is missing" \
			    'Restore the file: applied migrations are never removed.'
		migration_accepted "$file" "$sum" ||
			die "$PGDATABASE: $file was changed after it was applied" \
			    'Undo the change and write a new migration instead.'
	done
}

# migration_accepted FILE SUM
migration_accepted()
{
	[ "$2" != "$(migration_sum "$1")" ] || return 0
	awk -v name="$1" -v sum="$2" '
	$1 == name { for (i = 3; i <= NF; i++) if ($i == sum) found = 1 }
	END { exit !found }' "$TREE/db/checksums"
}
