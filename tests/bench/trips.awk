# SPDX-License-Identifier: ISC
# "before|after TRY KIND SERVICE COUNT", first without a request, then with
# one: a row of what it adds, the least of all tries.
FNR == 1 { file++ }
$1 == "before" { before[$2, $3, $4] = $5; next }
{
	key = $3 " " $4
	d = $5 - before[$2, $3, $4]
	if (file == 1) {
		if (!(key in none) || d < none[key])
			none[key] = d
	} else if (!(key in with) || d < with[key])
		with[key] = d
}
END {
	for (key in with) {
		split(key, part, " ")
		d = with[key] - none[key]
		sum[part[1]] += d
		if (part[1] == "db_round_trips" && d > 0)
			of = of " " part[2] " " d
	}
	printf "  %-18s %10d %6d %6d  %s%s\n", name, sum["db_round_trips"],
	    sum["redis_round_trips"], sum["calls"],
	    sum["db_round_trips"] <= 3 ? "<=3 ok" : "<=3 missed", " " of
}
