# SPDX-License-Identifier: ISC
# Old logs: LOG.1.gz is the youngest of them. nginx opens access.log anew when
# it is told to. All others are appended to by who was started with them, so
# they are copied and emptied.
#
# The directory is the servers' to write in: every step is its file's owner's.

LOGS_KEPT=14

# log_as FILE COMMAND...
log_as()
{
	owner=$(stat -c %U "$1")
	shift
	run_as "$owner" "$@"
}

# log_shift FILE: makes room for FILE.1.gz.
log_shift()
{
	old=$LOGS_KEPT
	while [ $old -gt 1 ]; do
		young=$((old - 1))
		if [ -e "$1.$young.gz" ]; then
			log_as "$1.$young.gz" mv -f "$1.$young.gz" "$1.$old.gz"
		fi
		old=$young
	done
}

# No program of nginx writes to what was set aside.
nginx_let_go()
{
	for member in $(part_members nginx); do
		for fd in "/proc/$member/fd"/*; do
			case $(readlink "$fd") in
			"$LOGS/access.log.0") return 1 ;;
			esac
		done
	done
}

# log_set_aside FILE: as FILE.0. Of what is copied and emptied a line may be
# lost that is written in this very moment.
log_set_aside()
{
	case ${1##*/} in
	access.log) log_as "$1" mv "$1" "$1.0" ;;
	*)
		# shellcheck disable=SC2016 # for the inner shell
		log_as "$1" sh -c 'cp -p "$0" "$0.0" && : >"$0"' "$1"
		;;
	esac
}

# logs_rotate FILE...: those that hold something. What an earlier command set
# aside and could not finish goes first.
logs_rotate()
{
	for file; do
		if [ -s "$file" ] && [ ! -e "$file.0" ]; then
			log_set_aside "$file"
		fi
	done
	if part_signal USR1 nginx; then
		wait_until 40 nginx_let_go ||
			die 'nginx does not let go of its old log' \
			    'It is access.log.0; try again.'
	fi
	for file; do
		[ -e "$file.0" ] || continue
		log_shift "$file"
		# shellcheck disable=SC2016 # for the inner shell
		log_as "$file.0" sh -c 'gzip -f "$0" && mv -f "$0.gz" "$1"' \
		    "$file.0" "$file.1.gz"
		echo "${file##*/}.1.gz"
	done
}
