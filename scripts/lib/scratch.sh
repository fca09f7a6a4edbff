# SPDX-License-Identifier: ISC
# A temporary farm, in a directory of its own and on a free port, which is removed
# at the end. It uses no setting of another farm.

# scratch_begin STEPS: makes the directory; STEPS is the number of all steps.
scratch_begin()
{
	unset FARM_DIR FARM_PORT FARM_LISTEN PUBLIC_URL
	OPT_DIR=$(mktemp -d "${TMPDIR:-/tmp}/farmstand-$command.XXXXXX")
	at_exit scratch_clean
	OPT_PORT=$(free_port)
	users_create
	layout_find
	layout_create
	layout_lock
	: >"$STEP_LOG"
	STEPS=$1
}

# scratch_build PACKAGE...: installs missing packages and builds the programs.
scratch_build()
{
	step 'Packages' packages_install "$@"
	settings_load
	settings_complete
	settings_take_options
	step 'Build' build_make
}

# scratch_up TITLE: starts the farm, without rate limits.
scratch_up()
{
	RATE_LIMIT=off
	LANGUAGES='en de en-XA en-XB' # the last two are for tests
	export RATE_LIMIT LANGUAGES
	step "$1" "$self" up --dir "$FARM"
	FARM_URL=$(setting PUBLIC_URL) FARM_DIR=$FARM
	export FARM_URL FARM_DIR
}

scratch_clean()
{
	"$self" down --dir "$FARM" >/dev/null 2>&1 || true
	rm -rf "$FARM" "$OPT_DIR"
}

free_port()
{
	while :; do
		port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
		port_listening "$port" || break
	done
	echo "$port"
}
