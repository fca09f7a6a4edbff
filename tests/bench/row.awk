# SPDX-License-Identifier: ISC
# A case's row. -v name; programs=" NAME NAME ", whose time is added up as that
# of the pools; goals="MEASURE>=NUMBER …" or "<="; once: how many requests there
# were, when none may be sent twice.
function shown(x) {
	return x >= 100 ? sprintf("%.0f", x) : sprintf("%.1f", x)
}
# With others on the machine, requests a second compare how many processes
# ask for the processors: then processor time is the judge, and of what stands
# by itself nobody can say.
function verdict(goal,    name, is, want, ok) {
	match(goal, /[<>]=/)
	name = substr(goal, 1, RSTART - 1)
	want = substr(goal, RSTART + 2) + 0
	is = v[name]
	if (noisy && name ~ /^ratio/)
		is = v["cost" substr(name, 6)]
	ok = substr(goal, RSTART, 1) == ">" ? is >= want : is <= want
	return sprintf("%s%s %s%s", name ~ /^ratio/ ? "" : name " " \
	    shown(is) " ", substr(goal, RSTART), ok ? "ok" : "missed",
	    noisy ? name ~ /^ratio/ ? " by cpu" : "?" : "")
}
function ceiling(kind,    text, i) {
	text = sprintf("%-8s %8.0f  %5.2f %5.2f", kind, v["ceiling." kind],
	    v["ratio." kind], v["cost." kind])
	for (i = 1; i <= ngoals; i++)
		if (index(goal[i], "ratio." kind) == 1)
			text = text "  " verdict(goal[i])
	return text
}
BEGIN { ngoals = split(goals, goal, " ") }
{
	v[$1] = $2
	if ($1 ~ /^ceiling\./)
		kinds[++nkinds] = substr($1, 9)
	if ($1 ~ /^cpu\./ && index(programs, " " substr($1, 5) " ")) {
		pools += $2
		if ($2 >= 1)
			named = named " " substr($1, 5) " " shown($2)
		if ($2 >= 1)
			npools++
	}
}
END {
	noisy = v["others"] > 10
	for (i = 1; i <= nkinds; i++)
		right[++rights] = ceiling(kinds[i])
	for (i = 1; i <= ngoals; i++)
		if (goal[i] !~ /^ratio/)
			right[++rights] = verdict(goal[i])
	printf "%-14s %8.0f %7.2f %7.2f  %6s %6s %6s %6s %6s %6s  %s\n", name,
	    v["rps"], v["p50"], v["p99"], shown(v["cpu.nginx"]),
	    shown(pools), shown(v["cpu.postgres"]), shown(v["cpu.redis"]),
	    shown(v["cpu.worker"]), shown(v["cpu.wrk"]), right[1]
	for (i = 2; i <= rights; i++)
		printf "%82s %s\n", "", right[i]
	if (npools > 1)
		printf "    pools:%s\n", named
	if (v["refused"] > 0 || v["broken"] > 0)
		printf "    WRONG: %d answers were refusals or errors, %d never came\n",
		    v["refused"], v["broken"]
	if (once > 0 && v["most"] * 2 > once)
		print "    WRONG: there were not enough requests, some were sent twice"
	if (noisy)
		printf "    others took %d %% of the machine meanwhile\n",
		    v["others"]
}
