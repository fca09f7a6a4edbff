# SPDX-License-Identifier: ISC
# A piece of PostgreSQL's log, of one request, to a script of pgbench: every
# statement with the values it had, all in one message. -v user: whose;
# -v prepared: a file that gets "PREPARE NAME AS TEXT;" of each.
function end() {
	if (name == "")
		return
	all = all (all != "" ? " \\; " : "") (name ~ /^tx_/ ? text : \
	    "EXECUTE " name (values != "" ? " (" values ")" : ""))
	if (name !~ /^tx_/)
		print "PREPARE " name " AS " text ";" >>prepared
	name = values = ""
}
{
	ours = $5 == user
	sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ /, "")
}
ours && /^LOG:  execute [a-z_]+: / {
	end()
	name = $3
	sub(/:$/, "", name)
	text = $0
	sub(/^LOG:  execute [a-z_]+: /, "", text)
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
