# SPDX-License-Identifier: ISC
# doctor - check the farm and say how to repair it

doctor_usage()
{
	cat <<END
usage: farmstand doctor [--dir DIR]

Checks packages, settings, disk space, permissions, the port and every part, and
says how to repair what is wrong. Changes nothing. The exit status is 0 when all
is well.
END
}

doctor_main()
{
	parse_options '' "$@"
	arguments_at_most 0
	found=0
	doctor_packages
	layout_open
	doctor_check 'settings are private' doctor_private \
	    "chmod 600 $SETTINGS"
	settings_check
	doctor_check 'settings can be read' true ''
	doctor_mode
	doctor_check 'disk has 500 MB left' doctor_disk \
	    "free disk space on the file system of $FARM"
	doctor_check "the farm's user can reach its directory" \
	    run_as "$FARM_USER" test -x "$RUN" "choose another --dir"
	doctor_check "port $(setting FARM_PORT) is ours or free" doctor_port \
	    'farmstand up --port N'
	doctor_parts
	if [ $found -eq 0 ]; then
		echo 'All is well.'
	else
		echo "$found to repair."
		exit 1
	fi
}

# doctor_check TITLE COMMAND... REMEDY: prints whether the command succeeds.
doctor_check()
{
	title=$1
	shift
	words=
	while [ $# -gt 1 ]; do
		words="$words $(quote "$1")"
		shift
	done
	if eval "$words" >/dev/null 2>&1; then
		echo "  ok   $title"
	else
		echo "  BAD  $title: $1"
		found=$((found + 1))
	fi
}

# doctor_note TEXT: for what is not wrong but worth knowing.
doctor_note()
{
	echo "  note $1"
}

doctor_mode()
{
	doctor_check "mode $(farm_mode)" true ''
	RELEASE=$(readlink -f "$CURRENT")
	[ -x "$RELEASE/libexec/farmstand/farm-payments" ] || return 0
	[ -n "$(payment_methods)" ] ||
		doctor_note 'no payment provider has keys: nobody can order'
	settings_unknown | while read -r name like; do
		doctor_note "$name is not a setting${like:+; did you mean $like?}"
	done
}

doctor_packages()
{
	# shellcheck disable=SC2086 # lists of plain words
	missing=$(packages_missing $PACKAGES_BUILD $PACKAGES_RUN | tr '\n' ' ')
	doctor_check 'packages are installed' test -z "$missing" \
	    "apt-get install $missing"
}

doctor_private()
{
	[ "$(stat -c %a "$SETTINGS")" = 600 ]
}

doctor_disk()
{
	[ "$(df -Pk "$FARM" | awk 'NR == 2 { print $4 }')" -ge 512000 ]
}

doctor_port()
{
	part_alive nginx || ! port_listening "$(setting FARM_PORT)"
}

doctor_parts()
{
	postgres_find
	for part in $PARTS; do
		health=$(part_health "$part")
		doctor_check "$part is healthy" test "$health" = healthy \
		    "$health; see \"farmstand logs $part\", then \"farmstand up\""
	done
	doctor_check 'the shop answers' farm_is_green 'farmstand up'
	doctor_check 'old rows are removed' doctor_retention \
	    'see "farmstand logs worker" and the logs of the services it names'
}

# The worker counts failures in a row for each service. One may come of a
# restart.
doctor_retention()
{
	curl -q -s --max-time 5 "$(public_address)/metrics" | awk '
	/^farm_retention_failures[{]/ && $2 > 1 { bad = 1 }
	END { exit bad }'
}
