# SPDX-License-Identifier: ISC
# admin - create an administrator account

admin_usage()
{
	cat <<END
usage: farmstand admin create EMAIL [--dir DIR]

Creates a user with the role ADMIN. The password is FARM_ADMIN_PASSWORD from the
environment. Without it, a random password is made and printed once.
END
}

admin_main()
{
	parse_options '' "$@"
	arguments_at_most 2
	[ "$ARGUMENT_1" = create ] || usage_error 'there is only "admin create"'
	case $ARGUMENT_2 in
	?*@?*) ;;
	*) usage_error 'admin create needs an e-mail address' ;;
	esac
	layout_open
	admin_create "$ARGUMENT_2" "${FARM_ADMIN_PASSWORD:-}"
}

# json_text TEXT: prints it as a JSON string. Refuses control characters.
json_text()
{
	case $1 in
	*[[:cntrl:]]*) die 'control characters are not allowed here' ;;
	esac
	printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"
}

# The body is in a private file, because every user can read command lines.
admin_create()
{
	password=${2:-$(random_hex 10)}
	body=$(mktemp)
	at_exit "rm -f '$body'"
	printf '{"email":%s,"name":%s,"password":%s,"role":"ADMIN"}\n' \
	    "$(json_text "$1")" "$(json_text "${1%%@*}")" \
	    "$(json_text "$password")" >"$body"
	answer=$(mktemp)
	at_exit "rm -f '$answer'"
	code=$(curl_internal /auth/internal/users -o "$answer" \
	    -w '%{http_code}' -H 'Content-Type: application/json' \
	    --data-binary "@$body" || true)
	case $code in
	201) echo "Created the administrator $1." ;;
	409) die "an account with the address $1 exists already" ;;
	000 | '' | 50?) die 'the farm does not answer' \
		'"farmstand status" shows which part is missing.' ;;
	*) die "auth answered $code: $(cat "$answer")" ;;
	esac
	[ -n "$2" ] || echo "Password: $password"
}
