# SPDX-License-Identifier: ISC
# The services of a farm, read from common/contract/services.h.

# services_table: one line a service, "NAME PROCESSES SCALED MODE".
services_table()
{
	sed -n 's/^[[:space:]]*X(\(.*\)).*/\1/p' \
	    "$TREE/common/contract/services.h" | tr -d ,
}

# services_list [FIELD VALUE]: the names, of those that have the value.
services_list()
{
	services_table | awk -v field="${1:-1}" -v value="${2-}" \
	    'value == "" || $field == value { print $1 }' | paste -sd ' ' -
}

# services_choose MODE: sets what the farm consists of in this mode. Each
# service has a database and a pool; the worker belongs to none of them.
services_choose()
{
	if [ "$1" = production ]; then
		SERVICES=$(services_list 4 ALWAYS)
	else
		SERVICES=$(services_list)
	fi
	PROGRAMS="$SERVICES worker"
	PARTS="nginx postgres redis $PROGRAMS"
}

# service_is_ours NAME: the farm has it, in this mode; NAME may be in capitals.
service_is_ours()
{
	case " $SERVICES " in
	*" $(lower "$1") "*) ;;
	*) return 1 ;;
	esac
}
