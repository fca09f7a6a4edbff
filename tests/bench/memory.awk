# SPDX-License-Identifier: ISC
# PART LEADER PRIVATE SHARE, in KB, to a table. -v pools: those whose programs
# have a limit of their own.
function goal(value, most) {
	return sprintf("<=%d %s", most, value <= most ? "ok" : "missed")
}
{
	if (!($1 in n))
		order[++parts] = $1
	n[$1]++
	private[$1] += $3
	share[$1] += $4
	if (!$2 && $3 > most[$1])
		most[$1] = $3
	if (index(pools, " " $1 " ") && !$2 && $3 > worst)
		worst = $3
	if (index(pools, " " $1 " ") || $1 == "worker")
		programs += $4
	all += $4
}
END {
	printf "  %-10s %9s %16s %9s %9s\n", "part", "processes",
	    "private, at most", "private", "share"
	for (i = 1; i <= parts; i++)
		printf "  %-10s %9d %16.1f %9.1f %9.1f\n", order[i],
		    n[order[i]], most[order[i]] / 1024,
		    private[order[i]] / 1024, share[order[i]] / 1024
	printf "  %-30s %6.1f           %s\n", "a pool's program, private",
	    worst / 1024, goal(worst / 1024, 2)
	printf "  %-30s %6.1f           %s\n", "all pools and the worker",
	    programs / 1024, goal(programs / 1024, 40)
	printf "  %-30s %6.1f           %s\n", "the whole farm",
	    all / 1024, goal(all / 1024, 200)
}
