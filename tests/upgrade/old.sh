# SPDX-License-Identifier: ISC
# Databases of earlier days. Needs the libraries of scripts/lib.

OLD=$TREE/tests/upgrade

# in_each COMMAND...: for every service, connected as its owner.
in_each()
{
	for service in $SERVICES; do
		(
			url_connect "$(setting \
			    "OWNER_DATABASE_URL_$(upper "$service")")"
			"$@"
		)
	done
}

# old_file NAME: the version of its time.
old_file()
{
	if [ -e "$OLD/earlier/$1" ]; then
		echo "$OLD/earlier/$1"
	else
		echo "$TREE/db/$1"
	fi
}

# old_migrate LIST: one service's, unless it is younger than the list.
old_migrate()
{
	grep -q "^$service/" "$OLD/$1" || return 0
	owner_psql -f "$TREE/db/setup/migrations.sql" >/dev/null
	grep -E "^(common|$service)/" "$OLD/$1" | while read -r name; do
		file=$(old_file "$name")
		owner_psql --single-transaction -f "$file" -v "name=$name" \
		    -v "checksum=$(sha256sum <"$file" | cut -d' ' -f1)" \
		    -f "$TREE/db/setup/applied.sql"
	done
	for data in common "$service"; do
		owner_psql --single-transaction -f "$OLD/data/$data.sql"
	done
}

# old_databases LIST: fills the databases, which are empty.
old_databases()
{
	in_each old_migrate "$1"
}
