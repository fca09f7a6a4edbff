# SPDX-License-Identifier: ISC
# logs - what the parts have written lately

logs_usage()
{
	cat <<END
usage: farmstand logs [-f] [PART] [--dir DIR]
       farmstand logs --rotate [PART] [--dir DIR]

PART is one of: $PARTS access up
The last 100 lines of it, or 10 of each; -f goes on until interrupted.

  --rotate      begin it, or all of them, anew; the last $LOGS_KEPT stay beside
                it as PART.log.1.gz (the youngest), PART.log.2.gz, ...
END
}

logs_main()
{
	parse_options '-f --follow --rotate' "$@"
	arguments_at_most 1
	layout_open
	lines=100
	if [ -n "$ARGUMENT_1" ]; then
		case " $PARTS access up " in
		*" $ARGUMENT_1 "*) ;;
		*) usage_error "there is no log of $ARGUMENT_1" ;;
		esac
		set -- "$LOGS/$ARGUMENT_1.log"
		[ -e "$1" ] || die "$ARGUMENT_1 has not written anything yet"
	else
		lines=10
		set -- "$LOGS"/*.log
	fi
	if [ -n "$OPT_ROTATE" ]; then
		layout_lock
		logs_rotate "$@"
		return 0
	fi
	if [ -n "$OPT_FOLLOW" ]; then
		exec tail -n $lines -F "$@"
	fi
	exec tail -n $lines "$@"
}
