# SPDX-License-Identifier: ISC
#
# folders.awk FLOORS CSV - adds gcovr's rows up by folder and holds them
# against the floors. Status 1 when one is below, or has no floor.

FNR == 1 { part++ }
part == 1 {
	if (!/^#/ && NF == 2)
		floor[$1] = $2
	next
}
FNR == 1 { next }
{
	split($0, cell, ",")
	folder = cell[1]
	sub(/\/[^\/]*$/, "", folder)
	lines[folder] += cell[2]
	reached[folder] += cell[3]
}
END {
	printf "%-18s %7s %8s %6s %6s\n", "folder", "lines", "reached", "%", \
	    "floor"
	for (f in lines)
		rows = rows (rows == "" ? "" : "\n") f
	n = split(rows, row, "\n")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && row[j] < row[j - 1]; j--) {
			t = row[j]
			row[j] = row[j - 1]
			row[j - 1] = t
		}
	for (i = 1; i <= n; i++) {
		f = row[i]
		percent = lines[f] > 0 ? 100 * reached[f] / lines[f] : 100
		said = !(f in floor) ? "  has no floor" : \
		    percent < floor[f] ? "  is below its floor" : ""
		if (said != "")
			bad++
		printf "%-18s %7d %8d %6.1f %6s%s\n", f, lines[f], \
		    reached[f], percent, floor[f], said
		all += lines[f]
		met += reached[f]
	}
	printf "%-18s %7d %8d %6.1f\n", "all", all, met, 100 * met / all
	exit bad > 0
}
