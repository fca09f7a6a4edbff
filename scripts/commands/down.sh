# SPDX-License-Identifier: ISC
# down - stop what "up" started; the data stay

down_usage()
{
	cat <<END
usage: farmstand down [--dir DIR]

Stops nginx first, so that running requests can finish, then the pools, the
worker, Redis and PostgreSQL. Stops only processes that this farm started.
END
}

down_main()
{
	parse_options '' "$@"
	arguments_at_most 0
	layout_open
	layout_lock
	STEPS=4
	: >>"$STEP_LOG"
	step 'nginx' nginx_down
	step 'Pools and worker' pools_down
	step 'Redis' redis_down
	step 'PostgreSQL' postgres_down
}
