# SPDX-License-Identifier: ISC
# Pools: spawn-fcgi opens the socket, multiwatch keeps N programs running on it.
#
# A script in DIR/run/start starts a program. It exports the settings that the
# program declares, and no others. So secrets are never on a command line, and a
# program that multiwatch restarts gets the present settings, even new ones.
#
# multiwatch -t 1000: only children that end within one second count as failing.
# With the default of 10 s a few quick restarts would empty the pool.
#
# With PROGRAM_WRAPPER="valgrind ..." each program runs below this command, except
# for its checks.

pool_size()
{
	setting "WORKERS_$(upper "$1")"
}

# quote TEXT: prints it in single quotes, for the shell.
quote()
{
	printf "'"
	case $1 in
	*\'*) printf '%s' "$1" | sed "s/'/'\\\\''/g" ;;
	*) printf '%s' "$1" ;;
	esac
	printf "'"
}

# program_settings PROGRAM: the names that it declares, in release $RELEASE.
program_settings()
{
	run_as "$FARM_USER" env -i "PATH=$PATH" LANG=C.UTF-8 \
	    "$RELEASE/libexec/farmstand/farm-$1" --settings |
		sed -n 's|^\([A-Z][A-Z0-9_]*\).*|\1|p'
}

start_exports()
{
	names=$(program_settings "$1")
	for name in $names; do
		[ "$name" != TEMPLATE_DIR ] || continue
		program_setting_exists "$name" || continue
		echo "export $name=$(quote "$(program_setting "$name")")"
	done
}

# start_script PROGRAM: FARM_SETTINGS_SUM shows later whether a running program has
# the present settings. GnuTLS is loaded by the LDAP code of libpq and curl. Nobody
# uses it, so its initialisation is switched off to save memory.
start_script()
{
	exports=$(start_exports "$1")
	wrapper=$(setting PROGRAM_WRAPPER)
	cat <<END
#!/bin/sh
# Written by farmstand; changes are lost.
$exports
export FARM_SETTINGS_SUM=$(echo "$exports" | sha256sum | cut -d' ' -f1)
release=\${FARM_RELEASE:-$CURRENT}
export TEMPLATE_DIR="\$release/share/farmstand/templates"
export GNUTLS_NO_IMPLICIT_INIT=1
program=\$release/libexec/farmstand/farm-$1
${wrapper:+[ \$# -gt 0 ] || exec $wrapper "\$program"}
exec "\$program" "\$@"
END
}

# programs_prepare: writes the start scripts and lets every program of $RELEASE
# check itself (settings, templates, queries).
programs_prepare()
{
	settings_spelling
	clock_create
	for program in $PROGRAMS; do
		file=$START/$program
		start_script "$program" >"$file.new"
		[ -z "$IS_ROOT" ] || chown "root:$FARM_GROUP" "$file.new"
		chmod 0640 "$file.new"
		program_check "$program" "$file.new"
		if cmp -s "$file.new" "$file"; then
			rm -f "$file.new"
		else
			mv -f "$file.new" "$file"
		fi
	done
}

# clock_create: in a demo all programs add the number in this file to the time
# (tests/clock).
clock_create()
{
	[ "$(farm_mode)" = demo ] || return 0
	[ -e "$FARM/clock" ] || head -c 8 /dev/zero >"$FARM/clock"
	[ -z "$IS_ROOT" ] || chown "root:$FARM_GROUP" "$FARM/clock"
	chmod 0640 "$FARM/clock"
}

program_check()
{
	said=$(run_as "$FARM_USER" env -i "PATH=$PATH" HOME=/nonexistent \
	    LANG=C.UTF-8 TZ=UTC "FARM_RELEASE=$RELEASE" \
	    timeout 30 sh "$2" --check 2>&1) && return
	echo "${said:=no answer within 30 s}"
	die "farm-$1 does not start: $(echo "$said" | tail -n 1)" \
	    "Settings are in $SETTINGS; environment variables win."
}

pool_start()
{
	want=$(pool_size "$1")
	pool_settle "$1"
	if part_alive "$1"; then
		if [ "$(pool_forks "$pid")" = "$want" ] &&
		    wait_until 3 pool_complete "$1"; then
			return 0
		fi
		echo "$1: the size has changed, or multiwatch gave up programs"
		pool_replace "$1"
		return
	fi
	part_sweep "$1"
	pool_spawn "$1" "$RUN/$1.sock"
}

# pool_spawn POOL SOCKET
pool_spawn()
{
	spawn "$1" "$FARM_USER" spawn-fcgi -n -s "$2" -M 0660 -b 1024 -- \
	    "$(command -v multiwatch)" -t 1000 -f "$(pool_size "$1")" -- \
	    /bin/sh "$START/$1"
}

# pool_replace POOL: starts a pool of the right size and lets it take the place of
# the running one when it is complete.
pool_replace()
{
	mv -f "$PIDS/$1.pid" "$PIDS/$1.old.pid"
	pool_spawn "$1" "$RUN/$1.new.sock"
	if wait_until 10 pool_complete "$1"; then
		pool_take_place "$1"
		return 0
	fi
	part_stop "$1" TERM 20
	mv -f "$PIDS/$1.old.pid" "$PIDS/$1.pid"
	FAIL_LOG=$LOGS/$1.log
	FAIL_HINT="The programs of $1 do not stay up."
	return 1
}

# pool_take_place POOL: renames the new socket over the old one. The old programs
# go on for a second, to answer requests that wait at the old socket.
pool_take_place()
{
	mv -f "$RUN/$1.new.sock" "$RUN/$1.sock"
	sleep 1
	part_stop "$1.old" TERM 20
}

# pool_settle POOL: completes or undoes an interrupted pool_replace.
pool_settle()
{
	part_alive "$1.old" || return 0
	if ! part_alive "$1"; then
		mv -f "$PIDS/$1.old.pid" "$PIDS/$1.pid"
	elif [ -S "$RUN/$1.new.sock" ]; then
		pool_take_place "$1"
	else
		part_stop "$1.old" TERM 20
	fi
}

# pool_forks PID: the number of programs that this multiwatch keeps running.
pool_forks()
{
	tr '\0' '\n' <"/proc/$1/cmdline" | sed -n '/^-f$/{n;p;}'
}

# part_children PART: the pids of the children of its first process.
part_children()
{
	part_alive "$1" || return 0
	for child in $(pgrep -P "$pid" || true); do
		! process_alive "$child" || echo "$child"
	done
}

# program_path PID: the program that it runs. Of a PROGRAM_WRAPPER such as
# valgrind, the program in its arguments.
program_path()
{
	exe=$(readlink "/proc/$1/exe") || return 1
	case $exe in
	*/libexec/farmstand/farm-*) echo "$exe" ;;
	*) tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null |
		grep -x '/.*/libexec/farmstand/farm-[a-z]*' ;;
	esac
}

# part_programs PART: the children that run the program already.
part_programs()
{
	for child in $(part_children "$1"); do
		case $(program_path "$child") in
		*/farm-"$1"*) echo "$child" ;;
		esac
	done
}

pool_complete()
{
	[ "$(part_programs "$1" | wc -l)" -eq "$(part_size "$1")" ]
}

part_size()
{
	if [ "$1" = worker ]; then
		echo 1
	else
		pool_size "$1"
	fi
}

# pools_sweep: stops the pools of services that the farm no longer has.
pools_sweep()
{
	for service in $(services_list); do
		if ! service_is_ours "$service" && part_alive "$service"; then
			part_stop "$service" TERM 20
			rm -f "$RUN/$service.sock" "$START/$service"
		fi
	done
}

pools_up()
{
	pools_sweep
	for pool in $SERVICES; do
		pool_start "$pool"
	done
	worker_start
	for part in $PROGRAMS; do
		if ! wait_until 10 pool_complete "$part"; then
			FAIL_LOG=$LOGS/$part.log
			FAIL_HINT="The programs of $part do not stay up."
			return 1
		fi
	done
}

# The worker is not a FastCGI program. multiwatch would give up after four quick
# failures, but a worker has to come back when the database does. So a loop with a
# growing delay keeps it running.
worker_start()
{
	! part_alive worker || return 0
	part_sweep worker
	cp "$SCRIPTS/keep-running" "$START/keep-running"
	[ -z "$IS_ROOT" ] || chown "root:$FARM_GROUP" "$START/keep-running"
	chmod 0640 "$START/keep-running"
	spawn worker "$FARM_USER" /bin/sh "$START/keep-running" "$START/worker"
}

# part_is_old PART: one of its programs belongs to another release, or was started
# before its settings changed.
part_is_old()
{
	for child in $(part_programs "$1"); do
		! program_is_old "$1" "$child" || return 0
	done
	return 1
}

program_is_old()
{
	path=$(program_path "$2") || return 1
	now=$(readlink -f "$CURRENT")/libexec/farmstand/farm-$1
	[ "$(readlink -f "$path")" = "$now" ] || return 0
	sum=$(sed -n 's/^export FARM_SETTINGS_SUM=//p' "$START/$1")
	! tr '\0' '\n' <"/proc/$2/environ" | grep -qx "FARM_SETTINGS_SUM=$sum"
}

# pool_roll PART: replaces its programs one by one. On USR2 a program ends after its
# present request, and multiwatch (or the loop) starts the next one from
# release/current. The socket stays open.
pool_roll()
{
	signal=USR2
	[ "$1" != worker ] || signal=TERM
	for old in $(part_children "$1"); do
		kill "-$signal" "$old" 2>/dev/null || true
		if ! wait_until 40 program_replaced "$1" "$old"; then
			FAIL_LOG=$LOGS/$1.log
			FAIL_HINT="A new program of $1 did not come up in 40 s."
			return 1
		fi
	done
}

program_replaced()
{
	! process_alive "$2" && pool_complete "$1"
}

pools_roll_old()
{
	for part in $PROGRAMS; do
		! part_is_old "$part" || pool_roll "$part"
	done
}

pools_down()
{
	all="$(services_list) worker"
	for part in $all; do
		part_signal TERM "$part" || true
	done
	for part in $all; do
		part_stop "$part" TERM 20
		part_stop "$part.old" TERM 20
		rm -f "$RUN/$part.sock" "$RUN/$part.new.sock"
	done
}
