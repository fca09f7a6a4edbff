# SPDX-License-Identifier: ISC
# Who runs what. As root every server drops to a system user of its own
# kind; as anybody else everything runs as that person.
#
# PostgreSQL has a user apart: a program of the farm that was taken over can
# then neither read the cluster's files nor become its superuser by peer.

if [ "$(id -u)" -eq 0 ]; then
	IS_ROOT=yes
	FARM_USER=farmstand
	DB_USER=farmstand-db
	FARM_GROUP=farmstand
else
	IS_ROOT=
	FARM_USER=$(id -un)
	DB_USER=$FARM_USER
	FARM_GROUP=$(id -gn)
fi

users_create()
{
	[ -n "$IS_ROOT" ] || return 0
	getent group "$FARM_GROUP" >/dev/null || groupadd --system "$FARM_GROUP"
	for user in "$FARM_USER" "$DB_USER"; do
		getent passwd "$user" >/dev/null ||
			useradd --system --gid "$FARM_GROUP" --no-create-home \
			    --home-dir /nonexistent \
			    --shell /usr/sbin/nologin "$user"
	done
}

# exec_as USER COMMAND...: replaces this shell.
exec_as()
{
	as_user=$1
	shift
	if [ -n "$IS_ROOT" ] && [ "$as_user" != root ]; then
		exec setpriv --reuid="$as_user" --regid="$FARM_GROUP" \
		    --init-groups --no-new-privs -- "$@"
	fi
	exec "$@"
}

# The same, and come back. From / because the caller's directory may be one
# that the user cannot enter.
run_as()
{
	(cd / && exec_as "$@")
}

# For the few things that need root: apt-get, and nothing else.
as_root()
{
	if [ -n "$IS_ROOT" ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo -n "$@" || sudo "$@"
	else
		die "this needs root once: $*" \
		    'Run it as root, or install sudo.'
	fi
}
