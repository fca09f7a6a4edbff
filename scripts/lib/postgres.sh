# SPDX-License-Identifier: ISC
# A private PostgreSQL cluster in DIR/pg, which listens on a unix socket only.

# postgres_find: sets PGBIN, for the version of the cluster if there is one.
postgres_find()
{
	if [ -r "$FARM/pg/PG_VERSION" ]; then
		read -r version <"$FARM/pg/PG_VERSION"
	else
		version=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 \
		    -printf '%f\n' 2>/dev/null | sort -n | tail -n 1)
	fi
	PGBIN=/usr/lib/postgresql/$version/bin
	[ -x "$PGBIN/postgres" ] ||
		die "PostgreSQL $version is not installed" \
		    'apt-get install postgresql'
}

# postgres_create: the cluster gets its name when it is complete. An interrupted
# first start is repeated from the beginning.
postgres_create()
{
	[ ! -e "$FARM/pg/PG_VERSION" ] || return 0
	rm -rf "$FARM/pg.new"
	own "$DB_USER" 0700 "$FARM/pg.new"
	run_as "$DB_USER" env -i "PATH=$PATH" LANG=C.UTF-8 TZ=UTC \
	    "$PGBIN/initdb" --pgdata="$FARM/pg.new" --username=farm_admin \
	    --data-checksums --encoding=UTF8 --locale=C.UTF-8 --auth=peer
	mv "$FARM/pg.new" "$FARM/pg"
}

postgres_conf()
{
	cat <<END
# Written by farmstand; changes are lost.
listen_addresses = ''
unix_socket_directories = '$RUN'
unix_socket_permissions = 0770
max_connections = 200
shared_buffers = 64MB
effective_cache_size = 256MB
work_mem = 4MB
maintenance_work_mem = 32MB
max_wal_size = 512MB
wal_compression = on
random_page_cost = 1.1
jit = off
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m %d %u %p '
log_lock_waits = on
log_min_duration_statement = 500ms
log_parameter_max_length = 0
END
}

# The superuser has no password: only the owner of the cluster and root may connect
# as farm_admin.
postgres_hba()
{
	cat <<END
local all         farm_admin peer map=farm
local replication farm_admin peer map=farm
local all         all        scram-sha-256
END
}

# postgres_put FILE: writes standard input to it. Sets changed if it differs.
postgres_put()
{
	text=$(cat)
	[ "$text" != "$(cat "$FARM/pg/$1" 2>/dev/null)" ] || return 0
	changed=yes
	# shellcheck disable=SC2016 # for the inner shell
	echo "$text" | run_as "$DB_USER" sh -c 'umask 077; cat >"$0"' \
	    "$FARM/pg/$1"
}

postgres_configure()
{
	changed=
	postgres_conf >"$RUN/start/postgresql.conf"
	postgres_put farmstand.conf <"$RUN/start/postgresql.conf"
	postgres_hba >"$RUN/start/pg_hba.conf"
	postgres_put pg_hba.conf <"$RUN/start/pg_hba.conf"
	printf 'farm %s farm_admin\nfarm root farm_admin\n' "$DB_USER" \
	    >"$RUN/start/pg_ident.conf"
	postgres_put pg_ident.conf <"$RUN/start/pg_ident.conf"
	grep -qs "^include = 'farmstand.conf'" "$FARM/pg/postgresql.conf" ||
		echo "include = 'farmstand.conf'" |
		run_as "$DB_USER" tee -a "$FARM/pg/postgresql.conf" >/dev/null
	[ -z "$changed" ] || part_signal HUP postgres || true
}

# postgres_unlock: after a crash or a reboot a lock file may contain the pid of
# another process, and PostgreSQL would refuse to start.
postgres_unlock()
{
	for lock in "$FARM/pg/postmaster.pid" "$RUN/.s.PGSQL.5432.lock"; do
		[ -e "$lock" ] || continue
		read -r holder <"$lock" || holder=
		postgres_runs "$holder" || rm -f "$lock"
	done
}

postgres_runs()
{
	process_alive "${1:-0}" &&
		[ "$(cat "/proc/$1/comm" 2>/dev/null)" = postgres ]
}

# postgres_start: right after a kill the old processes may still exist, and
# PostgreSQL refuses to start beside them. So it tries several times.
postgres_start()
{
	for try in 1 2 3 4 5; do
		postgres_unlock
		spawn postgres "$DB_USER" "$PGBIN/postgres" -D "$FARM/pg"
		sleep 0.2
		! part_alive postgres || return 0
		echo "PostgreSQL ended at once (try $try)"
		sleep 1
	done
}

postgres_up()
{
	FAIL_HINT="$LOGS/postgres.log may say more."
	postgres_find
	postgres_create
	postgres_configure
	part_alive postgres || postgres_start
	if ! wait_until 60 postgres_answers; then
		FAIL_LOG=$LOGS/postgres.log
		return 1
	fi
	postgres_roles
	FAIL_HINT=
}

postgres_answers()
{
	part_alive postgres || return 1
	"$PGBIN/pg_isready" -q -h "$RUN"
}

# INT is a "fast" shutdown: open transactions are rolled back.
postgres_down()
{
	part_stop postgres INT 60
}

# psql_admin ARGUMENT...: psql as the superuser of the cluster.
psql_admin()
{
	env -i "PATH=$PATH" LANG=C.UTF-8 "PGHOST=$RUN" PGUSER=farm_admin \
	    "$PGBIN/psql" -X -q -v ON_ERROR_STOP=1 "$@"
}

# url_connect URL: exports the connection as PG* variables, because every user can
# read a password on a command line.
url_connect()
{
	rest=${1#*://}
	PGUSER=${rest%%:*}
	rest=${rest#*:}
	PGPASSWORD=${rest%%@*}
	rest=${rest#*@}
	PGDATABASE=${rest#*/}
	PGDATABASE=${PGDATABASE%%\?*}
	PGHOST=${rest##*host=}
	PGHOST=${PGHOST%%&*}
	export PGUSER PGPASSWORD PGDATABASE PGHOST
}

url_password()
{
	(url_connect "$1" && printf '%s\n' "$PGPASSWORD")
}

# postgres_roles: makes the roles and databases of all services. psql reads
# passwords from standard input. It does nothing when neither passwords nor SQL have
# changed.
postgres_roles()
{
	sql=$TREE/db/setup
	stamp=$FARM/pg.roles
	text=$(postgres_roles_input)
	sum=$({
		echo "$text"
		cat "$sql"/*.sql
	} | sha256sum)
	[ "$sum" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
	echo "$text" | psql_admin -d postgres -f -
	echo "$sum" >"$stamp"
}

postgres_roles_input()
{
	echo "\\set outbox_password '$(
		url_password "$(setting OUTBOX_DATABASE_URL_AUTH)"
	)'"
	echo "\\i $sql/cluster.sql"
	for service in $SERVICES; do
		name=$(upper "$service")
		url=$(setting "DATABASE_URL_$name")
		owner=$(setting "OWNER_DATABASE_URL_$name")
		cat <<END
\\set database ${service}_db
\\set runtime_role farm_${service}
\\set runtime_password '$(url_password "$url")'
\\set owner_role farm_${service}_owner
\\set owner_password '$(url_password "$owner")'
\\i $sql/service.sql
END
	done
}
