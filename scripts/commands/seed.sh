# SPDX-License-Identifier: ISC
# seed - load the demo shop

seed_usage()
{
	cat <<END
usage: farmstand seed demo [--dir DIR]

Loads accounts, vendors, categories, products with pictures, and orders in every
state. You can repeat it: rows that exist are kept.
END
}

seed_main()
{
	parse_options '' "$@"
	arguments_at_most 1
	[ "$ARGUMENT_1" = demo ] || usage_error 'there is only the seed "demo"'
	layout_open
	[ "$(farm_mode)" = demo ] ||
		die 'a production farm has no demo shop' \
		    'FARM_MODE=demo is for trying things out.'
	layout_lock
	postgres_find
	part_alive postgres || die 'PostgreSQL is not running' \
		'Start the farm with "farmstand up".'
	STEPS=1
	: >"$STEP_LOG"
	step 'Demo shop' demo_load
}
