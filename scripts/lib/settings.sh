# SPDX-License-Identifier: ISC
# Settings: environment variables win over DIR/farmstand.env, which the first "up"
# writes. The file is read, not executed. A line is NAME=value; the value extends to
# the end of the line.

# random_hex BYTES
random_hex()
{
	od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

upper()
{
	echo "$1" | tr '[:lower:]' '[:upper:]'
}

lower()
{
	echo "$1" | tr '[:upper:]' '[:lower:]'
}

settings_load()
{
	[ -e "$SETTINGS" ] || return 0
	while IFS= read -r line || [ -n "$line" ]; do
		case $line in
		'' | '#'*) continue ;;
		esac
		name=${line%%=*}
		case $name in
		"$line" | '' | [!A-Z]* | *[!A-Z0-9_]*)
			die "$SETTINGS: this line is not NAME=value: $name" \
			    'Correct the line. Nothing was started.'
			;;
		esac
		eval "S_$name=\${line#*=}"
	done <"$SETTINGS"
	settings_read_files
	services_choose "$(farm_mode)"
}

# A setting NAME may be given as NAME_FILE: the value is the content of that
# file. The environment wins over farmstand.env, whichever form it uses. Variables
# of other programs may end in _FILE, too.
settings_read_files()
{
	while read -r name; do
		[ -n "$name" ] || continue
		eval "path=\$${name}_FILE"
		[ -r "$path" ] || ! setting_is_written "$name" ||
			die "${name}_FILE=$path: the file cannot be read"
		[ ! -f "$path" ] || eval "S_$name=\$(cat -- \"\$path\")"
	done <<END
$(env | sed -n 's/^\([A-Z][A-Z0-9_]*\)_FILE=.*/\1/p')
END
	while read -r name; do
		[ -n "$name" ] || continue
		eval "[ -z \"\${${name}_FILE+x}\" ]" || continue
		! grep -q "^$name=" "$SETTINGS" ||
			die "$name and ${name}_FILE are both set" \
			    "Remove one of them from $SETTINGS."
		eval "path=\$S_${name}_FILE"
		[ -r "$path" ] ||
			die "${name}_FILE=$path: the file cannot be read"
		eval "S_$name=\$(cat -- \"\$path\")"
	done <<END
$(sed -n 's/^\([A-Z][A-Z0-9_]*\)_FILE=.*/\1/p' "$SETTINGS")
END
}

# setting_is_written NAME: it is one of those that the first "up" writes.
setting_is_written()
{
	settings_defaults 0 | grep -q "^$1="
}

# setting NAME [DEFAULT]: prints its value.
setting()
{
	eval "printf '%s\n' \"\${$1-\${S_$1-\${2-}}}\""
}

setting_exists()
{
	eval "[ -n \"\${$1+x}\${S_$1+x}\" ]"
}

# setting_put NAME VALUE: writes it to the file.
setting_put()
{
	new=$SETTINGS.new
	(
		umask 077
		grep -v "^$1=" "$SETTINGS" || true
		printf '%s=%s\n' "$1" "$2"
	) >"$new"
	chmod 0600 "$new"
	mv -f "$new" "$SETTINGS"
	eval "S_$1=\$2"
}

# settings_follow_move: when the farm's directory was moved or copied, changes the
# paths in the file.
settings_follow_move()
{
	home=$(setting FARM_HOME "$FARM")
	[ "$home" != "$FARM" ] || return 0
	sed "s|$home|$FARM|g" "$SETTINGS" >"$SETTINGS.new"
	chmod 0600 "$SETTINGS.new"
	mv -f "$SETTINGS.new" "$SETTINGS"
	settings_load
}

# settings_defaults PORT: prints the defaults as NAME=value. Secrets are random.
settings_defaults()
{
	port=$1
	cat <<END
FARM_HOME=$FARM
FARM_MODE=$(farm_mode)
FARM_LISTEN=127.0.0.1
FARM_PORT=$port
PUBLIC_URL=http://127.0.0.1:$port
CURRENCY=${CURRENCY-USD}
LANGUAGES=en de
LOG_LEVEL=info
RATE_LIMIT=on
PAGE_CACHE=on
REDIS_URL=unix:$RUN/redis.sock
JWT_ACCESS_SECRET=$(random_hex 32)
JWT_REFRESH_SECRET=$(random_hex 32)
INTERNAL_KEY=$(random_hex 32)
MAIL_URL=maildir:$FARM/mail
MAIL_FROM=Farmstand <shop@farmstand.example>
COMMISSION_PERCENT=10
ESCROW_DAYS=7
RESERVATION_MINUTES=30
TAX_PERCENT=10
TIMER_SECONDS=5
END
	[ "$(farm_mode)" = production ] || settings_sandbox
	services_table | while read -r service processes _; do
		echo "WORKERS_$(upper "$service")=$processes"
		settings_database "$service"
	done
}

# settings_database SERVICE: a database has three roles. The program uses the first,
# migrations the second, the owner. The third is the worker's: it can read the
# outbox only and is the same in all databases.
settings_database()
{
	database="${1}_db?host=$RUN"
	name=$(upper "$1")
	: "${outbox_password:=$(random_hex 24)}"
	worker=$outbox_password
	echo "DATABASE_URL_$name=postgresql://farm_$1:$(random_hex 24)@/$database"
	echo "OWNER_DATABASE_URL_$name=postgresql://farm_${1}_owner:$(
		random_hex 24
	)@/$database"
	echo "OUTBOX_DATABASE_URL_$name=postgresql://farm_outbox:$worker@/$database"
}

# settings_without_bases: prints the file without the addresses of the farm's own
# sandbox, which earlier versions wrote. They follow from the keys (provider_base).
settings_without_bases()
{
	while IFS= read -r line || [ -n "$line" ]; do
		case $line in
		*_API_BASE=*) ! base_is_own "${line#*=}" || continue ;;
		esac
		printf '%s\n' "$line"
	done <"$SETTINGS"
}

# settings_complete: writes the file, or adds settings that are new in this version.
settings_complete()
{
	outbox_password=$(setting OUTBOX_DATABASE_URL_AUTH)
	outbox_password=${outbox_password#*://*:}
	outbox_password=${outbox_password%%@*}
	new=$SETTINGS.new
	(
		umask 077
		if [ -e "$SETTINGS" ]; then
			settings_without_bases
		else
			echo '# Settings of this farm. Environment variables win.'
			echo '# After a change: farmstand restart'
		fi
		settings_defaults "$(setting FARM_PORT 8080)" |
			while IFS= read -r line; do
				name=${line%%=*}
				eval "[ -n \"\${S_$name+x}\" ]" || echo "$line"
			done
	) >"$new"
	chmod 0600 "$new"
	if cmp -s "$new" "$SETTINGS"; then
		rm -f "$new"
	else
		mv -f "$new" "$SETTINGS"
	fi
	settings_load
}

# settings_take_options: writes --port and --workers to the file, so that a later
# "up" needs no options.
settings_take_options()
{
	if [ -n "$OPT_PORT" ] && [ "$OPT_PORT" != "$(setting FARM_PORT)" ]; then
		settings_move_port "$(setting FARM_PORT)" "$OPT_PORT"
	fi
	[ -n "$OPT_WORKERS" ] || return 0
	for service in $(services_list 3 YES); do
		setting_put "WORKERS_$(upper "$service")" "$OPT_WORKERS"
	done
}

# settings_move_port OLD NEW: changes the port, and a PUBLIC_URL that contains it.
settings_move_port()
{
	setting_put FARM_PORT "$2"
	[ "$(setting PUBLIC_URL)" != "http://127.0.0.1:$1" ] ||
		setting_put PUBLIC_URL "http://127.0.0.1:$2"
}

# settings_check: checks the settings that this command uses, and one that no
# program reads yet.
settings_check()
{
	mode_check
	for service in $SERVICES; do
		name=WORKERS_$(upper "$service")
		is_number "$(setting "$name")" 1 64 ||
			die "$name=$(setting "$name"): a number from 1 to 64"
	done
	is_number "$(setting FARM_PORT)" 1 65535 ||
		die "FARM_PORT=$(setting FARM_PORT): a number from 1 to 65535"
	is_number "$(setting ESCROW_DAYS)" 0 3650 ||
		die "ESCROW_DAYS=$(setting ESCROW_DAYS): a number from 0 to 3650"
	for name in RATE_LIMIT PAGE_CACHE; do
		case $(setting "$name") in
		on | off) ;;
		*) die "$name=$(setting "$name"): on or off" ;;
		esac
	done
	if [ -z "$(languages)" ] || languages | grep -qv '^[A-Za-z][A-Za-z0-9-]*$'
	then
		die "LANGUAGES=$(setting LANGUAGES): languages such as 'en de'"
	fi
	case $(setting FARM_LISTEN) in
	'' | *[!0-9a-fA-F.:\[\]]*)
		die "FARM_LISTEN=$(setting FARM_LISTEN): an address such as" \
		    '127.0.0.1, 0.0.0.0 or [::]'
		;;
	esac
}

# languages: those of the setting LANGUAGES, one a line.
languages()
{
	setting LANGUAGES | tr -s ' ' '\n' | sed '/^$/d'
}

# program_setting NAME: what a program gets under it: a path of the farm, an
# address that follows from other settings, or the setting itself.
program_setting()
{
	case $1 in
	PAYMENT_METHODS) payment_methods ;;
	PRIVATE_DIR) echo "$FARM/private" ;;
	INTERNAL_SOCKET) echo "$RUN/internal.sock" ;;
	METRICS_DIR) echo "$RUN/metrics" ;;
	CLOCK_PATH) echo "$FARM/clock" ;;
	*_API_BASE) provider_base "${1%_API_BASE}" ;;
	*) setting "$1" ;;
	esac
}

# In production no program gets the clock of tests, or what belongs to a service
# of the demo.
program_setting_exists()
{
	case $1 in
	PRIVATE_DIR | INTERNAL_SOCKET | METRICS_DIR | PAYMENT_METHODS) return 0 ;;
	CLOCK_PATH) [ "$(farm_mode)" = demo ] ;;
	*_API_BASE) [ -n "$(provider_base "${1%_API_BASE}")" ] ;;
	OUTBOX_DATABASE_URL_*) service_is_ours "${1#OUTBOX_DATABASE_URL_}" &&
		setting_exists "$1" ;;
	*) setting_exists "$1" ;;
	esac
}
