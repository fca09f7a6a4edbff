# SPDX-License-Identifier: ISC
# The directory of a farm, and the paths in it.

# layout_default: "var" in the tree. For an installed command, the farm that it is
# installed in, else "var" in the working directory.
layout_default()
{
	home=${TREE%/release/*}
	if [ -e "$TREE/configure.ac" ]; then
		echo "$TREE/var"
	elif [ -e "$home/farmstand.env" ]; then
		echo "$home"
	else
		echo "$PWD/var"
	fi
}

# layout_find: sets FARM to the absolute path of the farm's directory.
layout_find()
{
	dir=${OPT_DIR:-${FARM_DIR:-$(layout_default)}}
	case $dir in
	/*) ;;
	*) dir=$PWD/$dir ;;
	esac
	FARM=$(readlink -m -- "$dir")
	case $FARM in
	/ | *[!A-Za-z0-9._/+-]*)
		die "--dir $dir: use only letters, digits and . _ + - /" \
		    'Other characters are not safe in configuration files.'
		;;
	esac
}

layout_name()
{
	RUN=$FARM/run
	LOGS=$FARM/log
	PIDS=$RUN/pids
	START=$RUN/start
	RELEASES=$FARM/release
	CURRENT=$RELEASES/current
	SETTINGS=$FARM/farmstand.env
	STEP_LOG=$LOGS/up.log
	# The longest path of a socket has to fit into sun_path, with a NUL.
	longest=$RUN/.s.PGSQL.5432
	[ ${#longest} -le 107 ] ||
		die "the path $FARM is too long for unix sockets" \
		    'Choose a --dir of at most 89 characters.'
}

# layout_open: for every command but up. The farm has to exist.
layout_open()
{
	layout_find
	[ -e "$FARM/farmstand.env" ] || [ -d "$FARM/run" ] ||
		die "there is no farm in $FARM" \
		    'Start one with "farmstand up", or name its --dir.'
	layout_name
	if [ ! -w "$FARM" ] || [ ! -r "$SETTINGS" ]; then
		die "the farm in $FARM belongs to another user" \
		    'Run this command as the user who ran "farmstand up".'
	fi
	settings_load
}

# layout_lock: one farmstand command at a time may change a farm. Servers do not
# inherit fd 9 (see spawn), so the lock ends with this command.
layout_lock()
{
	exec 9>"$FARM/.lock"
	flock -n 9 && return
	echo "Waiting for another farmstand command on $FARM." >&3
	flock -w 300 9 || die "$FARM is still locked after 5 minutes"
}

# own USER MODE DIRECTORY
own()
{
	[ -d "$3" ] || mkdir -m 0700 "$3"
	[ -z "$IS_ROOT" ] || chown "$1:$FARM_GROUP" "$3"
	chmod "$2" "$3"
}

# layout_relocate: a directory that the farm's user cannot reach, such as a tree
# below /root, becomes a link to one below /var/lib.
layout_relocate()
{
	[ -n "$IS_ROOT" ] || return 0
	parent=${FARM%/*}
	mkdir -p "${parent:-/}"
	run_as "$FARM_USER" test -x "${parent:-/}" && return
	[ ! -e "$FARM" ] || [ -z "$(ls -A "$FARM")" ] ||
		die "user $FARM_USER cannot enter $parent" \
		    'Choose a --dir outside of private directories.'
	link=$FARM
	FARM=/var/lib/farmstand/$(echo "$link" | cksum | cut -d' ' -f1)
	mkdir -p "$FARM"
	[ ! -d "$link" ] || rmdir "$link"
	ln -s "$FARM" "$link"
	echo "$link is private to root. The farm's data are in $FARM."
}

# layout_create: directories into which servers write belong to them. What root
# executes or reads (programs, start scripts, pid files) belongs to root. The sticky
# bit keeps the farm's user from replacing such a file.
layout_create()
{
	layout_relocate
	layout_name
	if [ -d "$FARM" ] && [ ! -e "$SETTINGS" ] && [ ! -d "$RUN" ] &&
	    [ -n "$(ls -A "$FARM")" ]; then
		die "$FARM is not empty and not a farm" \
		    'Choose another --dir.'
	fi
	if ! mkdir -p "$FARM" || [ ! -w "$FARM" ]; then
		die "cannot write to $FARM" 'Choose another --dir.'
	fi
	root_or_me=$(id -un)
	own "$root_or_me" 0750 "$FARM"
	own "$root_or_me" 1770 "$RUN"
	own "$root_or_me" 0755 "$PIDS"
	own "$root_or_me" 0750 "$START"
	own "$root_or_me" 1770 "$LOGS"
	own "$root_or_me" 0755 "$RELEASES"
	own "$root_or_me" 0750 "$FARM/nginx"
	own "$FARM_USER" 0700 "$FARM/nginx/tmp"
	own "$root_or_me" 0750 "$FARM/redis"
	own "$FARM_USER" 0700 "$FARM/redis/data"
	own "$FARM_USER" 0750 "$RUN/metrics"
	own "$FARM_USER" 0750 "$FARM/media"
	own "$FARM_USER" 0750 "$FARM/private"
	own "$FARM_USER" 0700 "$FARM/mail"
}
