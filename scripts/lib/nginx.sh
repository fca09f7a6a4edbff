# SPDX-License-Identifier: ISC
# A private nginx. Its configuration is made from the templates in nginx/.

nginx_shm()
{
	echo "/dev/shm/farmstand-$(echo "$FARM" | cksum | cut -d' ' -f1)"
}

# is_ours DIRECTORY: it belongs to the farm's user and is not a link.
is_ours()
{
	[ -d "$1" ] && [ ! -L "$1" ] &&
		[ "$(stat -c %U "$1")" = "$FARM_USER" ]
}

# nginx_cache_dir: the micro-cache is in /dev/shm, if that is possible.
nginx_cache_dir()
{
	shm=$(nginx_shm)
	if mkdir -m 0700 "$shm" 2>/dev/null && [ -n "$IS_ROOT" ]; then
		chown "$FARM_USER:$FARM_GROUP" "$shm"
	fi
	if is_ours "$shm"; then
		echo "$shm"
	else
		own "$FARM_USER" 0700 "$FARM/nginx/cache"
		echo "$FARM/nginx/cache"
	fi
}

# Origins to which a form may lead: the farm itself, and the payment pages of
# providers whose own API is used. PAYMENT_HOSTS adds to them.
nginx_form_action()
{
	printf "'self'"
	! provider_is_real STRIPE || printf ' https://checkout.stripe.com'
	! provider_is_real RAZORPAY || printf ' https://api.razorpay.com'
	! provider_is_real PAYPAL ||
		printf ' https://www.paypal.com https://www.sandbox.paypal.com'
	hosts=$(setting PAYMENT_HOSTS)
	[ -z "$hosts" ] || printf ' %s' "$hosts"
}

# So that an expression finds "pt-BR" before "pt".
languages_long_first()
{
	languages | awk '{ print length($0), $0 }' | sort -rn | cut -d ' ' -f 2
}

# The sed commands that fill in a template: every @NAME@ has a value, a line with
# @SERVICE@ is repeated for each service, and one with @DEMO@ is left out in
# production.
nginx_values()
{
	while read -r name value; do
		value=$(printf '%s' "$value" | sed 's/[\\&|]/\\&/g')
		echo "s|@$name@|$value|g"
	done <<END
LISTEN $(setting FARM_LISTEN):$(setting FARM_PORT)
RUN $RUN
LOGS $LOGS
MEDIA $FARM/media
PRIVATE $FARM/private
STATIC $CURRENT/share/farmstand/templates/static
API $CURRENT/share/farmstand/api
NGINX $FARM/nginx
CACHE $(nginx_cache_dir)
PUBLIC_URL $(setting PUBLIC_URL)
RATE_LIMIT $(setting RATE_LIMIT)
PAGE_CACHE $(setting PAGE_CACHE)
FORM_ACTION $(nginx_form_action)
SERVICES $(echo "$SERVICES" | tr ' ' '|')
LANGUAGE $(languages | head -n 1)
LANGUAGES $(languages_long_first | paste -s -d '|')
END
	if [ "$(farm_mode)" = demo ]; then
		echo 's|@DEMO@||'
	else
		echo '/@DEMO@/d'
	fi
	echo '/@SERVICE@/{'
	echo h
	for service in $SERVICES; do
		printf 'g\ns|@SERVICE@|%s|g\np\n' "$service"
	done
	printf 'd\n}\n'
}

# nginx_render: makes the configuration in conf.new and lets nginx test it.
nginx_render()
{
	new=$FARM/nginx/conf.new
	rm -rf "$new"
	cp -R "$TREE/nginx" "$new"
	nginx_values >"$START/nginx.sed"
	find "$new" -type f -name '*.in' | while read -r file; do
		sed -f "$START/nginx.sed" "$file" >"${file%.in}"
		rm -f "$file"
	done
	[ -z "$IS_ROOT" ] || chown -R "root:$FARM_GROUP" "$new"
	chmod -R u=rwX,g=rX,o= "$new"
	nginx_run run_as "$new" -t
}

# nginx_run RUNNER CONFDIR OPTION...: RUNNER is "run_as" or "spawn nginx". For a
# port below 1024 nginx gets the one capability that it needs, if we are root.
nginx_run()
{
	runner=$1
	confdir=$2
	shift 2
	set -- nginx -p "$FARM/nginx/" -c "$confdir/nginx.conf" \
	    -e "$LOGS/nginx.log" "$@"
	if [ -n "$IS_ROOT" ] && [ "$(setting FARM_PORT)" -lt 1024 ]; then
		$runner root setpriv --reuid="$FARM_USER" \
		    --regid="$FARM_GROUP" --init-groups --no-new-privs \
		    --inh-caps=+net_bind_service \
		    --ambient-caps=+net_bind_service -- "$@"
	else
		$runner "$FARM_USER" "$@"
	fi
}

nginx_up()
{
	FAIL_HINT="$LOGS/nginx.log may say more."
	nginx_render
	conf=$FARM/nginx/conf
	if part_alive nginx; then
		! diff -rq "$conf" "$conf.new" >/dev/null || return 0
		nginx_take_conf
		part_signal HUP nginx
	else
		part_sweep nginx
		rm -f "$RUN/internal.sock"
		nginx_take_conf
		nginx_run 'spawn nginx' "$conf" -g 'daemon off;'
	fi
	if ! wait_until 10 nginx_answers; then
		FAIL_LOG=$LOGS/nginx.log
		return 1
	fi
	FAIL_HINT=
}

nginx_take_conf()
{
	rm -rf "$conf.old"
	[ ! -d "$conf" ] || mv "$conf" "$conf.old"
	mv "$conf.new" "$conf"
}

nginx_answers()
{
	part_alive nginx || return 1
	[ "$(curl_status curl -q -s --max-time 5 --unix-socket \
	    "$RUN/internal.sock" http://internal/)" = 404 ]
}

# QUIT lets requests finish. After 10 s nginx is killed.
nginx_down()
{
	part_stop nginx QUIT 10
	rm -f "$RUN/internal.sock"
	! is_ours "$(nginx_shm)" || rm -rf "$(nginx_shm)"
}

# port_listening PORT: a process listens on it, at any address.
port_listening()
{
	awk -v port="$(printf ':%04X' "$1")" '
	$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 }
	END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# port_check: workers whose master was killed still hold the port, so they are
# ended first.
port_check()
{
	part_alive nginx || part_sweep nginx
	if ! part_alive nginx && port_listening "$(setting FARM_PORT)"; then
		die "another program uses port $(setting FARM_PORT)" \
		    'Choose another one: farmstand up --port N'
	fi
}
