# SPDX-License-Identifier: ISC
# A piece of PostgreSQL's log, of one request, to a script of pgbench: every
# statement with the values it had, all in one message. -v user: whose;
# -v prepared: a file that gets "PREPARE NAME AS TEXT;" of each.
function end() {
	if (text ~ /^(SELECT|INSERT|UPDATE|DELETE|WITH) /) {
		print "PREPARE " name " AS " text ";" >>prepared
		text = "EXECUTE " name (values != "" ? " (" values ")" : "")
	}
	if (text !~ /^(|LISTEN .*)$/)
		all = all (all != "" ? " \\; " : "") text
	name = text = values = ""
}
{
	ours = $5 == user
	sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ /, "")
}
ours && /^LOG:  execute [a-z0-9_]+: / {
	end()
	name = $3
	sub(/:$/, "", name)
	text = $0
	sub(/^LOG:  execute [a-z0-9_]+: /, "", text)
}
ours && /^DETAIL:  parameters: / && name != "" {
	values = $0
	sub(/^DETAIL:  parameters: \$1 = /, "", values)
	for (i = 2; index(values, ", $" i " = ") > 0; i++)
		sub(", [$]" i " = ", ", ", values)
}
END {
	end()
	if (all != "")
		print all ";"
}
