# SPDX-License-Identifier: ISC
# bench - measure the farm against the limits of this machine

BENCH=$TREE/tests/bench

bench_usage()
{
	cat <<END
usage: farmstand bench [NAME] [--products N] [--dir DIR]

Loads a catalogue of N products (10000), the same on every machine. Sends
requests as fast as two processors can, and prints a row for each case beside its
ceilings, which are measured in turn with it. NAME is a case or a group:

END
	bench_sources
	bench_list
	cat <<END

  --products N  1000 to 1000000
  --dir DIR     a farm for benchmarks only. It is kept, with its data, and goes
                on running

docs/testing.md explains the table. The exit status is 1 when an answer was wrong
or a measurement failed. A goal that is missed is only printed.
END
}

bench_sources()
{
	[ -d "$BENCH" ] || die 'this command has no benchmarks' \
		'They are in the source tree, which is not installed.'
	for file in "$BENCH"/*.sh; do
		# shellcheck source=/dev/null
		. "$file"
	done
}

bench_main()
{
	parse_options '--products' "$@"
	arguments_at_most 1
	bench_sources
	bench_choose "$ARGUMENT_1"
	bench_farm
	bench_run
	bench_end
}
