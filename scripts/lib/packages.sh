# SPDX-License-Identifier: ISC
# Debian packages. Only missing ones are installed, without questions, and without
# starting the servers that they contain.

PACKAGES_BUILD='gcc make autoconf automake pkg-config gettext libc6-dev libfcgi-dev
libpq-dev libhiredis-dev libjson-c-dev libjwt-dev libssl-dev
libcurl4-openssl-dev libargon2-dev libcmark-dev libyaml-dev'
PACKAGES_RUN='nginx-light spawn-fcgi multiwatch postgresql redis-server curl
ca-certificates procps'
PACKAGES_TEST='libcunit1-dev'
PACKAGES_BROWSER=chromium
PACKAGES_BENCH=wrk

# packages_missing NAME...: prints those that are not installed, one a line.
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
	FAIL_HINT='Packages come from the Debian mirror. Check the network and
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

# A policy that exists already belongs to the administrator and is kept.
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

# Servers that were installed for the farm must not start at the next boot: nginx,
# for example, would occupy port 80.
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
