#!/bin/sh
# SPDX-License-Identifier: ISC
#
# with-postgres.sh PROGRAM [ARGUMENT...] - runs a program beside a PostgreSQL
# of its own: a scratch cluster on a unix socket, with the roles, databases
# and migrations of the farm, put there by the farm's own scripts.
#
# The program finds DATABASE_URL_X and OWNER_DATABASE_URL_X of every service,
# and in POSTGRES_CTL a command that takes "restart", "stop", "start",
# "freeze", "thaw" and "kill".
#
# Making a cluster takes seconds, copying one does not: the first run leaves
# one made below the build directory (./tests/db), for as long as db/ does not
# change.

set -eu
LC_ALL=C.UTF-8 TZ=UTC
export LC_ALL TZ

self=$(readlink -f -- "$0")
TREE=${self%/tests/db/*}
SCRIPTS=$TREE/scripts
for file in services output process settings postgres migrate; do
	# shellcheck source=/dev/null
	. "$SCRIPTS/lib/$file.sh"
done
services_choose demo
# shellcheck disable=SC2034 # the libraries set it
FAIL_HINT=

# Root may not run PostgreSQL; its Debian package brings a user who may.
if [ "$(id -u)" -eq 0 ]; then
	as_postgres() { (cd / && exec setpriv --reuid=postgres --regid=postgres \
	    --init-groups -- "$@"); }
else
	as_postgres() { "$@"; }
fi

# ---- for the program: POSTGRES_CTL -------------------------------------------

cluster_start()
{
	as_postgres "$PGBIN/pg_ctl" -s -w -t 30 -D "$SCRATCH/pg" \
	    -l "$SCRATCH/pg/log" start
}

cluster_stop()
{
	as_postgres "$PGBIN/pg_ctl" -s -w -t 30 -D "$SCRATCH/pg" \
	    -m "$1" stop
}

# The postmaster and all that it started.
cluster_signal()
{
	read -r master <"$SCRATCH/pg/postmaster.pid"
	for pid in $(pgrep -P "$master") $master; do
		kill "-$1" "$pid" 2>/dev/null || true
	done
}

cluster_ctl()
{
	case $1 in
	start) cluster_start ;;
	stop) cluster_stop fast ;;
	restart) cluster_stop fast && cluster_start ;;
	kill) cluster_stop immediate && cluster_start ;;
	freeze) cluster_signal STOP ;;
	thaw) cluster_signal CONT ;;
	esac
}

# ---- a cluster as the farm has it -----------------------------------------------

urls()
{
	ADMIN_DATABASE_URL="postgresql://farm_admin@/postgres?host=$RUN"
	export ADMIN_DATABASE_URL
	for service in $SERVICES; do
		name=DATABASE_URL_$(upper "$service")
		database="${service}_db?host=$RUN"
		eval "$name='postgresql://farm_$service:x@/$database'
		      OWNER_$name='postgresql://farm_${service}_owner:x@/$database'
		      OUTBOX_$name='postgresql://farm_outbox:x@/$database'"
		export "${name?}" "OWNER_$name" "OUTBOX_$name"
	done
}

cluster_conf()
{
	cat <<END
listen_addresses = ''
unix_socket_directories = '$RUN'
unix_socket_permissions = 0777
fsync = off
full_page_writes = off
max_connections = 40
shared_buffers = 32MB
timezone = 'UTC'
END
}

# A directory that the user of the cluster may enter.
scratch()
{
	SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/farmstand-pg.XXXXXX")
	chmod 0755 "$SCRATCH"
	[ "$(id -u)" -ne 0 ] || chown postgres: "$SCRATCH"
	trap 'scratch_end' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	RUN=$SCRATCH FARM=$SCRATCH
	urls
}

# shellcheck disable=SC2317 # called by the trap
scratch_end()
{
	trap - EXIT
	cluster_signal CONT 2>/dev/null || true
	cluster_stop immediate >/dev/null 2>&1 || true
	rm -rf "$SCRATCH"
}

cluster_make()
{
	mkdir -p "$SCRATCH/pg"
	[ "$(id -u)" -ne 0 ] || chown postgres: "$SCRATCH/pg"
	as_postgres "$PGBIN/initdb" --pgdata="$SCRATCH/pg" --no-sync --wal-segsize=1 \
	    --username=farm_admin --encoding=UTF8 --locale=C.UTF-8 \
	    --auth=trust
	echo "include_if_exists = '../scratch.conf'" |
		as_postgres tee -a "$SCRATCH/pg/postgresql.conf"
	cluster_conf >"$SCRATCH/scratch.conf"
	cluster_start
	postgres_roles
	migrate_all
	cluster_stop fast
}

# The made cluster is named by what it was made from.
cluster_copy()
{
	sum=$(find "$TREE/db" -name '*.sql' -exec cat {} + |
	    cat - "$self" | sha256sum | cut -c1-16)
	made=${BUILD_DIR:-$PWD}/tests/db/cluster-$sum.tar
	mkdir -p "${made%/*}"
	exec 9>"${made%/*}/lock"
	flock 9
	if [ ! -e "$made" ]; then
		rm -f "${made%/*}"/cluster-*.tar
		# A condition would switch set -e off inside.
		set +e
		(
			set -e
			cluster_make
		) >"$SCRATCH/log" 2>&1
		status=$?
		set -e
		if [ $status -ne 0 ]; then
			cat "$SCRATCH/log" "$SCRATCH/pg/log" >&2 || true
			echo 'Bail out! no PostgreSQL'
			exit 99
		fi
		tar -C "$SCRATCH" -cf "$made.new" pg
		mv "$made.new" "$made"
	else
		tar -C "$SCRATCH" -xpf "$made"
		cluster_conf >"$SCRATCH/scratch.conf"
	fi
	exec 9>&-
	cluster_start
}

# shellcheck disable=SC2034 # for the libraries
FARM=${SCRATCH-}
postgres_find
if [ "${1-}" = --ctl ]; then
	cluster_ctl "$2"
	exit
fi
scratch
cluster_copy
# shellcheck disable=SC2089 # sh reads it, with its quotes
POSTGRES_CTL="SCRATCH='$SCRATCH' sh '$self' --ctl"
# shellcheck disable=SC2090
export POSTGRES_CTL
status=0
"$@" || status=$?
exit $status
