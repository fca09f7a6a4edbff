# SPDX-License-Identifier: ISC
# logs - show or rotate the logs

logs_usage()
{
	cat <<END
usage: farmstand logs [-f] [PART] [--dir DIR]
       farmstand logs --rotate [PART] [--dir DIR]

PART is one of: $PARTS access up
Shows the last 100 lines of this log, or the last 10 of each.

  -f            go on showing new lines
  --rotate      start a new log, or new logs. The last $LOGS_KEPT of each stay as
                PART.log.1.gz (the newest), PART.log.2.gz, ...
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
		[ -e "$1" ] || die "$ARGUMENT_1 has written no log yet"
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
