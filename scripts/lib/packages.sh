# SPDX-License-Identifier: ISC
# Debian packages: only what is missing, without a question, and without
# starting a server of the distribution's own.

PACKAGES_BUILD='gcc make autoconf automake pkg-config gettext libc6-dev libfcgi-dev
libpq-dev libhiredis-dev libjson-c-dev libjwt-dev libssl-dev
libcurl4-openssl-dev libargon2-dev libcmark-dev libyaml-dev'
PACKAGES_RUN='nginx-light spawn-fcgi multiwatch postgresql redis-server curl
ca-certificates procps'
PACKAGES_TEST='libcunit1-dev'
PACKAGES_BROWSER=chromium
PACKAGES_BENCH=wrk

# packages_missing NAME...: those not installed, one a line.
packages_missing()
{
	for package; do
		state=$(dpkg-query -W -f '${db:Status-Status}' "$package" \
		    2>/dev/null || true)
		[ "$state" = installed ] || echo "$package"
	done
}

# packages_install NAME...
packages_install()
{
	missing=$(packages_missing "$@")
	[ -n "$missing" ] || return 0
	# shellcheck disable=SC2086 # a list of plain words
	set -- $missing
	echo "installing: $*"
	FAIL_HINT='Packages come from the Debian mirror: check the network and
  /etc/apt/sources.list*, then run the same command again.'
	packages_quiet_servers
	packages_apt update
	packages_apt install --no-install-recommends "$@"
	packages_disable_servers "$@"
	packages_loud_servers
	FAIL_HINT=
}

packages_apt()
{
	as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
	    apt-get -y -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 \
	    -o Dpkg::Options::=--force-confold "$@" </dev/null
}

# A policy that is there already is the administrator's and stays.
POLICY=/usr/sbin/policy-rc.d
CLUSTER_CONF=/etc/postgresql-common/createcluster.conf

packages_quiet_servers()
{
	at_exit packages_loud_servers
	if [ ! -e "$POLICY" ]; then
		printf '#!/bin/sh\n# farmstand: temporary\nexit 101\n' |
			as_root sh -c "cat >$POLICY && chmod 755 $POLICY"
	fi
	if [ ! -e "$CLUSTER_CONF" ]; then
		as_root mkdir -p "${CLUSTER_CONF%/*}"
		echo 'create_main_cluster = false' |
			as_root sh -c "cat >$CLUSTER_CONF"
	fi
}

packages_loud_servers()
{
	! grep -qs '^# farmstand: temporary' "$POLICY" ||
		as_root rm -f "$POLICY"
}

# What was installed for the farm only shall not come up by itself at the
# next boot either: it would take port 80 for a page nobody asked for.
packages_disable_servers()
{
	command -v systemctl >/dev/null || return 0
	for package; do
		case $package in
		nginx-light) unit=nginx ;;
		redis-server) unit=redis-server ;;
		*) continue ;;
		esac
		as_root systemctl disable "$unit" || true
	done
}
