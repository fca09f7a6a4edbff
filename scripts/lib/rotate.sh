# SPDX-License-Identifier: ISC
# Old logs: LOG.1.gz is the newest. nginx reopens access.log on a signal, so it is
# renamed. Other programs keep their logs open, so these are copied and emptied.
#
# The servers can write into the directory, so each step runs as the owner of the
# file.

LOGS_KEPT=14

# log_as FILE COMMAND...: runs it as the owner of the file.
log_as()
{
	owner=$(stat -c %U "$1")
	shift
	run_as "$owner" "$@"
}

# log_shift FILE: renames the old logs, so that FILE.1.gz is free.
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

# nginx_let_go: no process of nginx has the renamed log open.
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

# log_set_aside FILE: moves its content to FILE.0. When a file is copied and
# emptied, a line that is written in between is lost.
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

# logs_rotate FILE...: rotates those that are not empty. It first finishes what an
# interrupted command has set aside.
logs_rotate()
{
	for file; do
		if [ -s "$file" ] && [ ! -e "$file.0" ]; then
			log_set_aside "$file"
		fi
	done
	if part_signal USR1 nginx; then
		wait_until 40 nginx_let_go ||
			die 'nginx still writes to its old log, access.log.0' \
			    'Try again.'
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
