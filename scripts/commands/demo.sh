# SPDX-License-Identifier: ISC
# demo - remove the demo shop

demo_usage()
{
	cat <<END
usage: farmstand demo remove [--dir DIR]

Removes the demo accounts, their shops, goods, carts, and the orders that they
placed with each other, with the payments for these. All other rows stay: an
order in which somebody else bought or sold is kept, and a product that such an
order holds is only taken off sale. The ledger stays balanced.

May be repeated. "farmstand seed demo" loads the demo shop again.
END
}

demo_main()
{
	parse_options '' "$@"
	arguments_at_most 1
	[ "$ARGUMENT_1" = remove ] || usage_error 'there is only "demo remove"'
	layout_open
	layout_lock
	postgres_find
	part_alive postgres || die 'PostgreSQL is not running' \
		'Start the farm with "farmstand up".'
	STEPS=1
	: >"$STEP_LOG"
	step 'Demo shop' demo_remove
}
