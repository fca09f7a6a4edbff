# SPDX-License-Identifier: ISC
# Migrations: db/common/NNNN_*.sql, then db/SERVICE/NNNN_*.sql, applied to
# each service's database by its owner, each in one transaction, forward
# only. A file that was applied is history: it neither changes nor goes.

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

# owner_psql ARGUMENT...: as the owner, within migrate_service.
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

# Every applied migration is still there, unchanged.
migrate_verify()
{
	echo "$applied" | while read -r file sum; do
		[ -n "$file" ] || continue
		[ -e "$TREE/db/$file" ] ||
			die "$PGDATABASE: applied migration $file is missing" \
			    'Bring the file back; history is never removed.'
		[ "$sum" = "$(migration_sum "$file")" ] ||
			die "$PGDATABASE: $file was changed after it was applied" \
			    'Undo the change and write a new migration instead.'
	done
}
