# SPDX-License-Identifier: ISC
# restart - new code and settings go live and no request fails

restart_usage()
{
	cat <<END
usage: farmstand restart [PART] [--dir DIR]

Builds the tree, installs it as a new release, migrates, lets every program of
the new release check itself, and only then makes it the current one. Programs
are replaced one at a time, after the request they are at; nginx reloads.

PART is one of: nginx $PROGRAMS
Only that part is replaced then. PostgreSQL and Redis are not restarted.
END
}

restart_main()
{
	parse_options '' "$@"
	arguments_at_most 1
	layout_open
	restart_parts
	layout_lock
	settings_complete
	settings_check
	part_alive postgres || die 'the farm is not running' \
		'Start it with "farmstand up".'
	postgres_find
	STEPS=$((4 + $(echo "$parts" | wc -w)))
	: >"$STEP_LOG"
	step 'Build' build_make
	step 'Migrations' restart_migrate
	step 'Check of the new programs' programs_prepare
	step 'Release' release_flip
	for part in $parts; do
		if [ "$part" = nginx ]; then
			step nginx nginx_up
		else
			step "$part" restart_pool "$part"
		fi
	done
	release_prune
}

restart_parts()
{
	parts="$PROGRAMS nginx"
	[ -n "$ARGUMENT_1" ] || return 0
	case " $parts " in
	*" $ARGUMENT_1 "*) parts=$ARGUMENT_1 ;;
	*) usage_error "there is no part $ARGUMENT_1 to restart" ;;
	esac
}

restart_migrate()
{
	postgres_roles
	migrate_all
}

# A pool that is stopped or crippled is started, any other one rolled.
restart_pool()
{
	if part_alive "$1" && pool_complete "$1"; then
		pool_roll "$1"
	elif [ "$1" = worker ]; then
		worker_start
	else
		pool_start "$1"
	fi
	wait_until 10 pool_complete "$1"
}
