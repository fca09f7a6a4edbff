# SPDX-License-Identifier: ISC
# /proc/stat and /proc/*/stat to "PART TICKS". -v leaders="PART=PID …": a part
# is its first process, the children of that, and those that ended already.
BEGIN {
	n = split(leaders, pairs, " ")
	for (i = 1; i <= n; i++) {
		split(pairs[i], pair, "=")
		part_of[pair[2]] = pair[1]
		ticks[pair[1]] = 0
	}
}
$1 == "cpu" {
	ticks["machine"] = $2 + $3 + $4 + $7 + $8
	next
}
/^[0-9]+ \(/ {
	pid = $1
	sub(/^.*\) /, "")
	if (pid in part_of) {
		if (part_of[pid] != "load")
			ticks[part_of[pid]] += $12 + $13
		ticks[part_of[pid]] += $14 + $15
	} else if ($2 in part_of && part_of[$2] != "load")
		ticks[part_of[$2]] += $12 + $13
}
END {
	for (part in ticks)
		print part, ticks[part]
}
