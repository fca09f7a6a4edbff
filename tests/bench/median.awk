# SPDX-License-Identifier: ISC
# The rounds of a case: the median of every value, and of every round's ratio
# of the case to its ceilings. What went wrong is added up.
function sorted_middle(list,    v, n, i, j, t) {
	n = split(list, v, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) {
			t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
		}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
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
		if (name !~ /^ceiling\./)
			continue
		ratios = ""
		for (r = 1; r <= round; r++)
			if (at[name, r] > 0)
				ratios = ratios " " at["rps", r] / at[name, r]
		print "ratio" substr(name, 8), sorted_middle(ratios)
	}
}
