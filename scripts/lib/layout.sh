# SPDX-License-Identifier: ISC
# Where a farm keeps its things. Everything lies below one directory.

# Unless told: var in the tree; for an installed command the farm it is
# installed in, or var where one stands.
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

# layout_find: the farm's directory as asked for, made absolute.
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
		die "--dir $dir: only letters, digits and . _ + - / go into" \
		    'configuration files safely. Choose another directory.'
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
	# The longest socket has to fit into sun_path with its NUL.
	longest=$RUN/.s.PGSQL.5432
	[ ${#longest} -le 107 ] ||
		die "the path $FARM is too long for unix sockets" \
		    'Choose a --dir of at most 89 characters.'
}

# For every command but up: the farm has to be there.
layout_open()
{
	layout_find
	[ -e "$FARM/farmstand.env" ] || [ -d "$FARM/run" ] ||
		die "there is no farm in $FARM" \
		    'Start one with "farmstand up", or name its --dir.'
	layout_name
	if [ ! -w "$FARM" ] || [ ! -r "$SETTINGS" ]; then
		die "the farm in $FARM belongs to somebody else" \
		    'Run this command as the user who ran "farmstand up".'
	fi
	settings_load
}

# One farmstand command at a time may change a farm. Servers do not inherit
# fd 9 (see spawn), so the lock ends with this command.
layout_lock()
{
	exec 9>"$FARM/.lock"
	flock -n 9 && return
	echo "Another farmstand command works on $FARM; waiting for it." >&3
	flock -w 300 9 || die "$FARM is still locked after 5 minutes"
}

# own USER MODE DIRECTORY
own()
{
	[ -d "$3" ] || mkdir -m 0700 "$3"
	[ -z "$IS_ROOT" ] || chown "$1:$FARM_GROUP" "$3"
	chmod "$2" "$3"
}

# A directory that the farm's user cannot reach (a tree below /root, say)
# becomes a link to one below /var/lib, so that no door has to be opened.
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
	echo "$link is private to root: the farm's data go to $FARM."
}

# Directories the servers may write belong to them; what root executes or
# reads (programs, start scripts, pid files) stays root's. The sticky bit
# keeps the farm's user from replacing such a file.
layout_create()
{
	layout_relocate
	layout_name
	if [ -d "$FARM" ] && [ ! -e "$SETTINGS" ] && [ ! -d "$RUN" ] &&
	    [ -n "$(ls -A "$FARM")" ]; then
		die "$FARM is not empty and no farm" \
		    'Choose another --dir: this one holds other things.'
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
