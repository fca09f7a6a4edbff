# SPDX-License-Identifier: ISC
# Messages: steps with their duration, and one clear line on failure.

# The output of steps goes to a log. Messages to the person go to fd 3.
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

# seconds MS: prints 1234 as 1.2
seconds()
{
	echo "$(($1 / 1000)).$(($1 % 1000 / 100))"
}

# die MESSAGE [HINT]: ends the command with status 1. In a subshell the special
# status is passed up by set -e, so that the message is printed once.
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

# usage_error MESSAGE: for wrong options and arguments; status 2.
usage_error()
{
	echo "farmstand $command: $1" >&2
	echo "  See \"farmstand $command --help\"." >&2
	exit 2
}

# on_failure LOG HINT: what to show if the running step fails.
on_failure()
{
	FAIL_LOG=$1
	FAIL_HINT=$2
}

# step TITLE COMMAND...: runs COMMAND in this shell with its output in up.log. Not
# in a condition, because set -e would have no effect there.
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

# at_exit COMMAND: something to do when the command ends, in whatever way.
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
			echo "  The complete log is $FAIL_LOG" >&3
		fi
		[ -z "$FAIL_HINT" ] || echo "  $FAIL_HINT" >&3
	fi
	set +e
	eval "$AT_EXIT"
	[ "$1" -eq 0 ] || [ "$1" -gt 128 ] || [ "$1" -eq 2 ] || exit 1
	exit "$1"
}
