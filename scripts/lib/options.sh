# SPDX-License-Identifier: ISC
# The options of all commands.

OPT_DIR=
OPT_PORT=
OPT_WORKERS=
OPT_DEMO=yes
OPT_FOLLOW=
OPT_OWNER=
OPT_ROTATE=
OPT_PRODUCTS=
ARGUMENTS=0
ARGUMENT_1=
ARGUMENT_2=

# is_number TEXT LOW HIGH
is_number()
{
	case $1 in
	'' | *[!0-9]* | ??????*) return 1 ;;
	esac
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

is_products()
{
	case $1 in
	'' | *[!0-9]* | 0* | ????????*) return 1 ;;
	esac
	[ "$1" -ge 1000 ] && [ "$1" -le 1000000 ]
}

# parse_options "NAMES" ARGUMENT...: reads options into OPT_*, and what is not an
# option into ARGUMENT_1 and ARGUMENT_2. NAMES are the options of the command apart
# from --dir and --help.
parse_options()
{
	known=" --dir $1 "
	shift
	while [ $# -gt 0 ]; do
		option=$1
		value=
		took=1
		case $option in
		--help | -h)
			"${command}_usage"
			exit 0
			;;
		--*=*)
			value=${option#*=}
			option=${option%%=*}
			;;
		--dir | --port | --workers | --products)
			[ $# -ge 2 ] || usage_error "$option needs a value"
			value=$2
			took=2
			;;
		esac
		case $option in
		-*)
			case $known in
			*" $option "*) ;;
			*) usage_error "there is no option $option" ;;
			esac
			;;
		esac
		take_option "$option" "$value"
		shift $took
	done
}

take_option()
{
	case $1 in
	--dir)
		[ -n "$2" ] || usage_error '--dir needs a directory'
		OPT_DIR=$2
		;;
	--port)
		is_number "$2" 1 65535 ||
			usage_error '--port needs a number from 1 to 65535'
		OPT_PORT=$2
		;;
	--workers)
		is_number "$2" 1 64 ||
			usage_error '--workers needs a number from 1 to 64'
		OPT_WORKERS=$2
		;;
	--products)
		is_products "$2" ||
			usage_error '--products needs a number from 1000 to 1000000'
		OPT_PRODUCTS=$2
		;;
	--no-demo) OPT_DEMO=no ;;
	--owner) OPT_OWNER=yes ;;
	-f | --follow) OPT_FOLLOW=yes ;;
	--rotate) OPT_ROTATE=yes ;;
	*)
		ARGUMENTS=$((ARGUMENTS + 1))
		case $ARGUMENTS in
		1) ARGUMENT_1=$1 ;;
		2) ARGUMENT_2=$1 ;;
		*) usage_error "unexpected argument: $1" ;;
		esac
		;;
	esac
}

# arguments_at_most N
arguments_at_most()
{
	[ "$ARGUMENTS" -le "$1" ] || usage_error 'there are too many arguments'
}
