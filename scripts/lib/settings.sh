# SPDX-License-Identifier: ISC
# Settings: environment variables win over DIR/farmstand.env, which is
# written by the first "up". The file is read line by line, never executed:
# NAME=value, the value as it stands up to the end of the line.

# random_hex BYTES
random_hex()
{
	od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

upper()
{
	echo "$1" | tr '[:lower:]' '[:upper:]'
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
			    'Mend the line; nothing was started.'
			;;
		esac
		eval "S_$name=\${line#*=}"
	done <"$SETTINGS"
}

# setting NAME [DEFAULT]
setting()
{
	eval "printf '%s\n' \"\${$1-\${S_$1-\${2-}}}\""
}

setting_exists()
{
	eval "[ -n \"\${$1+x}\${S_$1+x}\" ]"
}

# setting_put NAME VALUE: writes it to the file, whole or not at all.
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

# A farm's directory may be moved or copied: paths in the file follow it.
settings_follow_move()
{
	home=$(setting FARM_HOME "$FARM")
	[ "$home" != "$FARM" ] || return 0
	sed "s|$home|$FARM|g" "$SETTINGS" >"$SETTINGS.new"
	chmod 0600 "$SETTINGS.new"
	mv -f "$SETTINGS.new" "$SETTINGS"
	settings_load
}

# Whose key it is tells who is asked: Stripe, or the sandbox for its own.
stripe_api_base()
{
	case $(setting STRIPE_SECRET_KEY) in
	sk_live_* | sk_test_* | rk_live_* | rk_test_*)
		echo https://api.stripe.com
		;;
	*) echo "$1/sandbox/stripe" ;;
	esac
}

# Defaults as NAME=value. Secrets are random: none has a usable default.
settings_defaults()
{
	port=$1
	here=http://127.0.0.1:$port
	cat <<END
FARM_HOME=$FARM
FARM_LISTEN=127.0.0.1
FARM_PORT=$port
PUBLIC_URL=$here
CURRENCY=USD
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
SHIPPING_AMOUNT=4.90
TAX_PERCENT=10
TIMER_SECONDS=5
STRIPE_API_BASE=$(stripe_api_base "$here")
STRIPE_SECRET_KEY=sk_sandbox_$(random_hex 16)
STRIPE_WEBHOOK_SECRET=whsec_$(random_hex 24)
RAZORPAY_API_BASE=$here/sandbox/razorpay
RAZORPAY_KEY_ID=rzp_sandbox_$(random_hex 8)
RAZORPAY_KEY_SECRET=$(random_hex 16)
RAZORPAY_WEBHOOK_SECRET=$(random_hex 24)
PAYPAL_API_BASE=$here/sandbox/paypal
PAYPAL_CLIENT_ID=sandbox_$(random_hex 16)
PAYPAL_CLIENT_SECRET=$(random_hex 24)
PAYPAL_WEBHOOK_ID=WH-$(random_hex 12)
END
	services_table | while read -r service processes _; do
		echo "WORKERS_$(upper "$service")=$processes"
		settings_database "$service"
	done
}

# Three roles a database: the program's, the owner's (migrations), and the
# worker's, which sees the outbox alone and is the same everywhere.
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

# Writes the file at first, and later adds what a newer version introduced.
settings_complete()
{
	outbox_password=$(setting OUTBOX_DATABASE_URL_AUTH)
	outbox_password=${outbox_password#*://*:}
	outbox_password=${outbox_password%%@*}
	new=$SETTINGS.new
	(
		umask 077
		if [ -e "$SETTINGS" ]; then
			cat "$SETTINGS"
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

# --port and --workers are remembered: a later "up" without them is the same.
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

# The addresses that were made from the old port follow the new one.
settings_move_port()
{
	setting_put FARM_PORT "$2"
	for name in PUBLIC_URL STRIPE_API_BASE RAZORPAY_API_BASE \
	    PAYPAL_API_BASE; do
		value=$(setting "$name")
		case $value in
		"http://127.0.0.1:$1" | "http://127.0.0.1:$1/"*)
			rest=${value#"http://127.0.0.1:$1"}
			setting_put "$name" "http://127.0.0.1:$2$rest"
			;;
		esac
	done
}

# The few settings that this command itself has to understand, and one that no
# program reads yet.
settings_check()
{
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
	case $(setting FARM_LISTEN) in
	'' | *[!0-9a-fA-F.:\[\]]*)
		die "FARM_LISTEN=$(setting FARM_LISTEN): an address such as" \
		    '127.0.0.1, 0.0.0.0 or [::]'
		;;
	esac
	case $(setting PUBLIC_URL) in
	http://?* | https://?*) ;;
	*) die "PUBLIC_URL=$(setting PUBLIC_URL): http://... or https://..." ;;
	esac
}

# payment_methods: the setting PAYMENT_METHODS. Without it, the methods whose
# provider has all its settings, but for an API base, which has a default.
payment_methods()
{
	if setting_exists PAYMENT_METHODS; then
		setting PAYMENT_METHODS
		return
	fi
	names=$(program_settings payments)
	sed -n 's/^PAYMENT_METHOD(\(.*\))$/\1/p' \
	    "$TREE/common/contract/payment_methods.def" |
		while read -r method; do
			needs=$(echo "$names" | grep "^${method}_" |
				grep -v '_API_BASE$') || continue
			for name in $needs; do
				[ -n "$(setting "$name")" ] || continue 2
			done
			echo "$method"
		done | paste -sd ' ' -
}

# What a program gets under NAME: what the farm itself decides, else the
# setting.
program_setting()
{
	case $1 in
	PAYMENT_METHODS) payment_methods ;;
	MEDIA_DIR) echo "$FARM/media" ;;
	INTERNAL_SOCKET) echo "$RUN/internal.sock" ;;
	METRICS_DIR) echo "$RUN/metrics" ;;
	*) setting "$1" ;;
	esac
}

program_setting_exists()
{
	case $1 in
	MEDIA_DIR | INTERNAL_SOCKET | METRICS_DIR | PAYMENT_METHODS) return 0 ;;
	*) setting_exists "$1" ;;
	esac
}
