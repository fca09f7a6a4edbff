# SPDX-License-Identifier: ISC
# What a person sees: steps with their time, one clear line on failure.

# Steps send their own output to a log; a word to the person goes to fd 3.
exec 3>&2

STEP=0
STEPS=0
STEP_RUNNING=
FAIL_LOG=
FAIL_HINT=
AT_EXIT=

now_ms()
{
	echo $(($(date +%s%N) / 1000000))
}

# seconds MS: 1234 is printed as 1.2
seconds()
{
	echo "$(($1 / 1000)).$(($1 % 1000 / 100))"
}

# die MESSAGE [HINT]: ends the command with status 1. Inside a subshell the
# special status travels up by set -e, so that nothing is said twice.
DIED=99

die()
{
	[ -z "$STEP_RUNNING" ] || echo 'failed' >&3
	STEP_RUNNING=
	FAIL_LOG=
	echo "farmstand: $1" >&3
	[ $# -lt 2 ] || echo "  $2" >&3
	exit $DIED
}

# usage_error MESSAGE: the caller asked for something that does not exist.
usage_error()
{
	echo "farmstand $command: $1" >&2
	echo "  \"farmstand $command --help\" shows what there is." >&2
	exit 2
}

# on_failure LOG HINT: what to show should the running step fail.
on_failure()
{
	FAIL_LOG=$1
	FAIL_HINT=$2
}

# step TITLE COMMAND...: runs COMMAND in this shell, its output in up.log.
# set -e stays in force inside, which is why this is no "if".
step()
{
	STEP=$((STEP + 1))
	STEP_RUNNING=$1
	printf '[%d/%d] %s … ' "$STEP" "$STEPS" "$1"
	shift
	step_start=$(now_ms)
	on_failure "$STEP_LOG" ''
	"$@" >>"$STEP_LOG" 2>&1
	STEP_RUNNING=
	FAIL_LOG=
	echo "$(seconds $(($(now_ms) - step_start))) s"
}

# at_exit COMMAND: one more thing to do however the command ends.
at_exit()
{
	AT_EXIT="$1;$AT_EXIT"
}

on_exit()
{
	trap - EXIT
	if [ "$1" -ne 0 ] && [ "$1" -ne $DIED ] &&
	    [ -n "$STEP_RUNNING" ]; then
		echo 'failed' >&3
		if [ -n "$FAIL_LOG" ] && [ -r "$FAIL_LOG" ]; then
			tail -n 15 "$FAIL_LOG" | sed 's/^/    /' >&3
			echo "  The whole log: $FAIL_LOG" >&3
		fi
		[ -z "$FAIL_HINT" ] || echo "  $FAIL_HINT" >&3
	fi
	set +e
	eval "$AT_EXIT"
	[ "$1" -eq 0 ] || [ "$1" -gt 128 ] || [ "$1" -eq 2 ] || exit 1
	exit "$1"
}
