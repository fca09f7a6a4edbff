# SPDX-License-Identifier: ISC
# Processes without a service manager: start one in a session of its own, recognise
# it later, and stop it and nothing else.
#
# A pid file contains "PID START BOOT FARM": START is the start time of the process
# in ticks, BOOT the boot id of the kernel. After a reboot, in a copy of the
# directory or for a reused pid it does not match.

BOOT_ID=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo unknown)

# process_stat PID: sets state, session and started, from /proc.
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

# spawn PART USER COMMAND...: runs it in the background, with its output in
# PART.log. The log is opened as USER, so that root does not follow a link that USER
# made.
#
# LIBFCGI_OS_CLOSE_POLL_TIMEOUT=0: after its answer a program does not wait until
# nginx closes the connection. In an overload this wait was most of a request's time.
# LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT=200: a connection without a request is
# closed after 200 ms.
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

# part_record PART: sets pid and was_started from its pid file.
part_record()
{
	pid='' was_started=''
	[ -r "$PIDS/$1.pid" ] || return 1
	read -r pid was_started was_boot was_farm <"$PIDS/$1.pid" || return 1
	[ "$was_boot" = "$BOOT_ID" ] && [ "$was_farm" = "$FARM" ]
}

# part_alive PART: its first process runs. Sets pid.
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

# part_members PART: the processes in its session, even when the first one was
# killed. The kernel does not reuse the id of a session that has members.
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

# wait_until SECONDS COMMAND...: repeats it every 50 ms until it succeeds.
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

# part_stop PART SIGNAL SECONDS: sends the signal, waits, then kills.
part_stop()
{
	part_signal "$2" "$1" || true
	if ! wait_until "$3" part_gone "$1"; then
		echo "$1 did not stop within $3 s and is killed"
		part_sweep "$1"
	fi
	part_sweep "$1"
}

# part_sweep PART: kills the processes that are left in its session.
part_sweep()
{
	for member in $(part_members "$1"); do
		kill -KILL "$member" 2>/dev/null || true
	done
	wait_until 5 part_gone "$1" || true
	rm -f "$PIDS/$1.pid"
}

# part_uptime PID: prints 3d 4h, 4h 5m, 5m 6s or 6s.
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

# process_memory PID...: prints the sum of their proportional shares (PSS).
process_memory()
{
	for member; do
		cat "/proc/$member/smaps_rollup" 2>/dev/null || true
	done | awk '/^Pss:/ { kb += $2 } END { printf "%.1f MB\n", kb / 1024 }'
}
