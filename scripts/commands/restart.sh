# SPDX-License-Identifier: ISC
# restart - put new code and settings into use without failing a request

restart_usage()
{
	cat <<END
usage: farmstand restart [PART] [--dir DIR]

Builds the tree, installs it as a new release and migrates the databases. When
every program of the new release has checked itself, it becomes the current
release. Programs are replaced one at a time, each after its present request, and
nginx reloads. PostgreSQL and Redis are not restarted.

PART is one of: nginx $PROGRAMS
With PART only that part is replaced.
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
	step 'Release' restart_release
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
	*) usage_error "no part that can be restarted is called $ARGUMENT_1" ;;
	esac
}

restart_release()
{
	release_flip
	pools_sweep
}

restart_migrate()
{
	postgres_roles
	migrate_all
}

# restart_pool POOL: replaces its programs one by one, or starts the pool when it
# is stopped or incomplete.
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
