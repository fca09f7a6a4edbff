# SPDX-License-Identifier: ISC
# up - install, build and start the whole farm; safe to repeat

up_usage()
{
	cat <<END
usage: farmstand up [--port N] [--dir DIR] [--workers N] [--no-demo]

Installs missing Debian packages, builds the programs, starts PostgreSQL, Redis,
the pools, the worker and nginx, migrates the databases, loads the demo shop once
and waits until everything is healthy. Parts that run are kept. Programs that are
out of date are replaced without failing a request.

  --port N      TCP port of nginx; 8080 the first time, then as before
  --dir DIR     the directory of this farm; "var" in the tree
  --workers N   programs in each of the pools $(services_list 3 YES)
  --no-demo     an empty shop

Settings are in DIR/farmstand.env; environment variables win over it
(docs/configuration.md). CFLAGS and CONFIGURE_FLAGS (--enable-sanitizers) go to
configure.
END
}

up_main()
{
	parse_options '--port --workers --no-demo' "$@"
	arguments_at_most 0
	up_farm
	up_goodbye
}

# The steps before the first "step" have no log yet.
up_farm()
{
	users_create
	layout_find
	layout_create
	layout_lock
	settings_load
	settings_follow_move
	settings_complete
	settings_take_options
	settings_check
	port_check
	: >"$STEP_LOG"
	STEPS=9
	step 'Packages' packages_install_all
	step 'Build' build_make
	step 'PostgreSQL' postgres_up
	step 'Redis' redis_up
	step 'Migrations' migrate_all
	step 'Pools and worker' up_pools
	step 'nginx' nginx_up
	step 'Demo shop' up_demo
	step 'Health' up_health
}

packages_install_all()
{
	# shellcheck disable=SC2086 # lists of plain words
	packages_install $PACKAGES_BUILD $PACKAGES_RUN
}

# The programs check themselves before the release becomes the current one. So a
# release that cannot start never does.
up_pools()
{
	programs_prepare
	release_flip
	pools_up
	pools_roll_old
	release_prune
}

up_demo()
{
	if [ "$OPT_DEMO" = no ] || [ "$(farm_mode)" = production ] ||
	    [ -e "$FARM/demo.loaded" ] || [ -e "$FARM/demo.removed" ]; then
		return 0
	fi
	demo_load
}

up_health()
{
	FAIL_HINT='"farmstand status" and "farmstand doctor" say which part.'
	wait_until 60 farm_is_green
}

up_goodbye()
{
	name=$(command_name)
	same=${OPT_DIR:+ --dir $OPT_DIR}
	cat <<END

Farmstand is open at $(setting PUBLIC_URL)

END
	[ "$(farm_mode)" = production ] || cat <<END
This farm is a demo: no real money moves (docs/configuration.md).

END
	[ ! -e "$FARM/demo.loaded" ] || cat <<END
  buyer@example.com     buys
  vendor@example.com    sells        password of each: farmstand-demo
  vendor2@example.com   sells too
  admin@example.com     runs the shop

END
	cat <<END
Try next:
  $name status$same      the state of each part
  $name logs -f$same     the logs
  $name restart$same     use new code without failing a request
  $name down$same        stop; the data stay
END
}

# command_name: how to call this command again.
command_name()
{
	if [ "$PWD" = "$TREE" ]; then
		echo scripts/farmstand
	else
		echo "$self"
	fi
}
