# SPDX-License-Identifier: ISC
# The rounds of a case: the median of every value, and of every round's ratio
# to its ceilings, by requests a second (ratio) and by the processor time that a
# request takes (cost). What went wrong is added up.
function sorted_middle(list,    v, n, i, j, t) {
	n = split(list, v, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) {
			t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
		}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}
function ratio(above, below,    list, r) {
	for (r = 1; r <= round; r++)
		if (at[below, r] > 0)
			list = list " " at[above, r] / at[below, r]
	return sorted_middle(list)
}
FNR == 1 { round++ }
{
	if (!($1 in all))
		order[++names] = $1
	all[$1] = all[$1] " " $2
	at[$1, round] = $2
	sum[$1] += $2
}
END {
	for (i = 1; i <= names; i++) {
		name = order[i]
		if (name == "refused" || name == "broken")
			print name, sum[name]
		else
			print name, sorted_middle(all[name])
		if (name ~ /^ceiling\./)
			print "ratio" substr(name, 8), ratio("rps", name)
		if (name ~ /^us\./)
			print "cost" substr(name, 3), ratio(name, "us")
	}
}
