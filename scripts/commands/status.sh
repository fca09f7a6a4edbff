# SPDX-License-Identifier: ISC
# status - the mode, and one row a part: state, pids, uptime, memory, version

status_usage()
{
	cat <<END
usage: farmstand status [--dir DIR]

Shows FARM_MODE and a row for each part. The exit status is 0 only when every
part is healthy: a pool has all its programs and answers, a server answers.
Memory is the proportional share of each process (PSS), added up.
END
}

status_main()
{
	parse_options '' "$@"
	arguments_at_most 0
	layout_open
	postgres_find
	unhealthy=0
	echo "mode $(farm_mode), $(setting PUBLIC_URL)"
	status_row PART STATE PIDS UPTIME MEMORY VERSION
	for part in $PARTS; do
		status_part "$part"
	done
	[ $unhealthy -eq 0 ] || exit 1
}

status_row()
{
	printf '%-9s %-14s %-24s %-9s %10s  %s\n' "$@"
}

status_part()
{
	health=$(part_health "$1")
	[ "$health" = healthy ] || unhealthy=1
	if ! part_alive "$1"; then
		status_row "$1" "$health" - - - -
		return 0
	fi
	uptime=$(part_uptime "$pid")
	pids=$(status_pids "$1")
	# shellcheck disable=SC2046 # pids
	status_row "$1" "$health" "$pids" "$uptime" \
	    "$(process_memory $(status_all_pids "$1"))" \
	    "$(status_version "$1")"
}

# PostgreSQL starts a process for each connection, so show its first one only.
status_pids()
{
	case $1 in
	nginx | postgres | redis) echo "$pid" ;;
	*) part_children "$1" | tr '\n' ' ' | sed 's/ $//' ;;
	esac
}

status_all_pids()
{
	echo "$pid"
	pgrep -P "$pid" || true
}

status_version()
{
	case $1 in
	nginx) nginx -v 2>&1 | sed 's|.*/||' ;;
	postgres) "$PGBIN/postgres" --version | awk '{ print $3 }' ;;
	redis) redis-server --version | sed 's/.*v=\([^ ]*\).*/\1/' ;;
	*) status_releases "$1" ;;
	esac
}

# During a restart the programs of a pool are of two releases.
status_releases()
{
	for child in $(part_programs "$1"); do
		readlink "/proc/$child/exe"
	done | sed "s|^$RELEASES/||; s|/.*||" | sort -nu | tr '\n' ' ' |
		sed 's/^/release /; s/ $//'
}
