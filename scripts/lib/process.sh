# SPDX-License-Identifier: ISC
# Processes without a service manager: start one in a session of its own,
# know it again later, stop it and nothing else.
#
# A pid file holds "PID START BOOT FARM": START is the process's start time in
# ticks, BOOT the kernel's boot id. A reused pid, a reboot or the copy of a
# farm's directory never matches.

BOOT_ID=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo unknown)

# process_stat PID: sets state, session and started from /proc.
process_stat()
{
	stat_line=
	{ read -r stat_line <"/proc/$1/stat"; } 2>/dev/null || return 1
	# shellcheck disable=SC2086 # fields; the name in brackets is cut off
	set -- ${stat_line##*) }
	state=$1
	session=$4
	shift 19
	started=$1
}

process_alive()
{
	process_stat "$1" && [ "$state" != Z ] && [ "$state" != X ]
}

# spawn PART USER COMMAND...: in the background, its output in PART.log. The
# log is opened after the drop: root must not follow a link of the user's.
#
# libfcgi: a program that has answered does not wait until nginx has closed its
# end as well. In an overload, when nginx has much to do, that wait was most of
# a request's time. A connection on which nothing comes is let go after 200 ms.
spawn()
{
	part=$1
	user=$2
	shift 2
	(
		exec 3>&- 8<&- 9>&-
		cd /
		# shellcheck disable=SC2016 # for the inner shell
		exec_as "$user" setsid env -i "PATH=$PATH" HOME=/nonexistent \
		    LANG=C.UTF-8 TZ=UTC LIBFCGI_OS_CLOSE_POLL_TIMEOUT=0 \
		    LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT=200 \
		    sh -c 'umask 027; exec "$@" </dev/null >>"$0" 2>&1' \
		    "$LOGS/$part.log" "$@"
	) &
	process_record "$part" $!
}

process_record()
{
	process_stat "$2" || return 0
	echo "$2 $started $BOOT_ID $FARM" >"$PIDS/$1.pid"
}

# part_record PART: sets pid and was_started from its file.
part_record()
{
	pid='' was_started=''
	[ -r "$PIDS/$1.pid" ] || return 1
	read -r pid was_started was_boot was_farm <"$PIDS/$1.pid" || return 1
	[ "$was_boot" = "$BOOT_ID" ] && [ "$was_farm" = "$FARM" ]
}

# part_alive PART: its first process runs; sets pid.
part_alive()
{
	part_record "$1" && process_alive "$pid" &&
		[ "$started" = "$was_started" ]
}

part_user()
{
	if [ "$1" = postgres ]; then
		echo "$DB_USER"
	else
		echo "$FARM_USER"
	fi
}

# part_members PART: what is left in the part's session. The id of a session
# is not given away again while it has members, so with the same boot id
# these are ours even when the leader was killed.
part_members()
{
	part_record "$1" || return 0
	if process_stat "$pid" && [ "$started" != "$was_started" ]; then
		return 0
	fi
	for member in $(pgrep -s "$pid" -u "$(part_user "$1")" || true); do
		if process_alive "$member" &&
		    [ "$started" -ge "$was_started" ]; then
			echo "$member"
		fi
	done
}

# part_signal SIGNAL PART
part_signal()
{
	part_alive "$2" || return 1
	kill "-$1" "$pid" 2>/dev/null
}

# wait_until SECONDS COMMAND...: tries it twenty times a second.
wait_until()
{
	tries=$(($1 * 20))
	shift
	until "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.05
	done
}

part_gone()
{
	[ -z "$(part_members "$1")" ]
}

# part_stop PART SIGNAL SECONDS: asks, waits, then insists.
part_stop()
{
	part_signal "$2" "$1" || true
	if ! wait_until "$3" part_gone "$1"; then
		echo "$1 did not stop within $3 s and is killed"
		part_sweep "$1"
	fi
	part_sweep "$1"
}

# part_sweep PART: ends what a killed leader left behind.
part_sweep()
{
	for member in $(part_members "$1"); do
		kill -KILL "$member" 2>/dev/null || true
	done
	wait_until 5 part_gone "$1" || true
	rm -f "$PIDS/$1.pid"
}

# part_uptime PID: as 3d 4h, 4h 5m, 5m 6s or 6s.
part_uptime()
{
	process_stat "$1" || return 0
	read -r since_boot _ </proc/uptime
	s=$((${since_boot%%.*} - started / $(getconf CLK_TCK)))
	if [ $s -ge 86400 ]; then
		echo "$((s / 86400))d $((s % 86400 / 3600))h"
	elif [ $s -ge 3600 ]; then
		echo "$((s / 3600))h $((s % 3600 / 60))m"
	elif [ $s -ge 60 ]; then
		echo "$((s / 60))m $((s % 60))s"
	else
		echo "${s}s"
	fi
}

# process_memory PID...: their share of memory (PSS), together.
process_memory()
{
	for member; do
		cat "/proc/$member/smaps_rollup" 2>/dev/null || true
	done | awk '/^Pss:/ { kb += $2 } END { printf "%.1f MB\n", kb / 1024 }'
}
