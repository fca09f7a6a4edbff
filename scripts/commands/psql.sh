# SPDX-License-Identifier: ISC
# psql - connect to the database of a service

psql_usage()
{
	cat <<END
usage: farmstand psql SERVICE [--owner] [--dir DIR]

SERVICE is one of: $SERVICES
Connects with the role of the running program, or with --owner as the owner of
the database. Executes SQL from standard input.
END
}

psql_main()
{
	parse_options '--owner' "$@"
	arguments_at_most 1
	case " $SERVICES " in
	*" ${ARGUMENT_1:-none} "*) ;;
	*) usage_error "SERVICE is one of: $SERVICES" ;;
	esac
	layout_open
	postgres_find
	name=DATABASE_URL_$(upper "$ARGUMENT_1")
	[ -z "$OPT_OWNER" ] || name=OWNER_$name
	url_connect "$(setting "$name")"
	exec "$PGBIN/psql" -v ON_ERROR_STOP=1
}
