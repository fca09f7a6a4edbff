# SPDX-License-Identifier: ISC
# bench - how fast the farm is, beside what this machine can do

BENCH=$TREE/tests/bench

bench_usage()
{
	cat <<END
usage: farmstand bench [NAME] [--products N] [--dir DIR]

Loads a catalogue of N products (10000), the same on every machine, asks for
it as fast as two processors can, and prints for each case what came of it
beside its ceilings, measured in turn with it. NAME is a case or a group:

END
	bench_sources
	bench_list
	cat <<END

  --products N  1000 to 1000000
  --dir DIR     a farm of the benchmark's own that stays: what is loaded once
                is there the next time, and what runs goes on running

docs/testing.md says how to read the table. Status 1 when an answer was wrong
or a measurement failed; a goal that is missed is only printed.
END
}

bench_sources()
{
	[ -d "$BENCH" ] || die 'there are no benchmarks beside this command' \
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
