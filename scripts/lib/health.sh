# SPDX-License-Identifier: ISC
# The health of the parts, for up, status and doctor.

# curl_internal PATH [CURL OPTION...]: sends a request to nginx's internal socket.
# curl reads the key from standard input, because every user can read command
# lines.
curl_internal()
{
	path=$1
	shift
	printf 'header = "X-Internal-Key: %s"\n' "$(setting INTERNAL_KEY)" |
		curl -q -sS -K - --max-time 5 --unix-socket \
		    "$RUN/internal.sock" "$@" "http://internal$path"
}

curl_status()
{
	"$@" -o /dev/null -w '%{http_code}' 2>/dev/null || true
}

public_address()
{
	address=$(setting FARM_LISTEN)
	case $address in
	0.0.0.0) address=127.0.0.1 ;;
	'[::]') address='[::1]' ;;
	esac
	echo "http://$address:$(setting FARM_PORT)"
}

farm_is_green()
{
	[ "$(curl_status curl -q -s --max-time 5 \
	    "$(public_address)/healthz")" = 200 ]
}

# part_health PART: prints "healthy" or what is wrong.
part_health()
{
	if ! part_alive "$1"; then
		echo stopped
		return 0
	fi
	case $1 in
	nginx) nginx_answers || echo 'no answer' ;;
	postgres) postgres_answers || echo 'no answer' ;;
	redis) redis_answers || echo 'no answer' ;;
	*) pool_health "$1" ;;
	esac | grep . || echo healthy
}

pool_health()
{
	have=$(part_programs "$1" | wc -l)
	want=$(part_size "$1")
	if [ "$have" -ne "$want" ]; then
		echo "$have of $want run"
		return 0
	fi
	[ "$1" != worker ] || return 0
	code=$(curl_status curl_internal "/$1/internal/health")
	case $code in
	2??) ;;
	*) echo "health says $code" ;;
	esac
}
