# SPDX-License-Identifier: ISC
# migrate - apply new migrations to all databases

migrate_usage()
{
	cat <<END
usage: farmstand migrate [--dir DIR]

Applies the migrations in db/common and db/SERVICE that a database does not have
yet, each in one transaction, as the owner of the database. "up" and "restart" do
this too.
END
}

migrate_main()
{
	parse_options '' "$@"
	arguments_at_most 0
	layout_open
	layout_lock
	postgres_find
	part_alive postgres || die 'PostgreSQL is not running' \
		'Start the farm with "farmstand up".'
	STEPS=1
	: >"$STEP_LOG"
	step 'Migrations' migrate_all
	cat "$STEP_LOG"
}
