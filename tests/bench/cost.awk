# SPDX-License-Identifier: ISC
# What load.lua printed, and the ticks before and after: adds microseconds a
# request by part and by all, the generator too, and what others took meanwhile,
# in percent of the machine.
FNR == 1 { file++ }
file == 1 {
	# wrk's microseconds are milliseconds here.
	if ($1 ~ /^p[0-9]+$/)
		$2 /= 1000
	if ($1 != "wrk")
		print
	value[$1] = $2
	next
}
file == 2 { before[$1] = $2; next }
{
	spent = $2 - before[$1]
	us = value["requests"] > 0 ? spent * 10000 / value["requests"] : 0
	if ($1 == "machine")
		machine = spent
	else {
		ours += spent
		if ($1 == "load")
			load = us
		else {
			print "cpu." $1, us
			all += us
		}
	}
}
END {
	# Other generators than wrk have nothing to prepare.
	if ("wrk" in value && value["requests"] > 0)
		load = value["wrk"] * 10000 / value["requests"]
	print "cpu.wrk", load + 0
	print "us", all + load
	if (machine > 0)
		print "others", 100 * (machine > ours ? machine - ours : 0) / machine
}
