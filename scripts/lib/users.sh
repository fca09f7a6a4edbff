# SPDX-License-Identifier: ISC
# The users of the servers. When root runs this command, servers run as system
# users. Otherwise everything runs as the caller.
#
# PostgreSQL has its own user. So a program that an attacker controls can neither
# read the files of the cluster nor connect as its superuser.

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

# exec_as USER COMMAND...: replaces this shell by the command, run as USER.
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

# run_as USER COMMAND...: runs it as USER, in /, because USER may not be able to
# enter the working directory.
run_as()
{
	(cd / && exec_as "$@")
}

# as_root COMMAND...: for apt-get, which needs root.
as_root()
{
	if [ -n "$IS_ROOT" ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo -n "$@" || sudo "$@"
	else
		die "this needs root: $*" \
		    'Run it as root, or install sudo.'
	fi
}
