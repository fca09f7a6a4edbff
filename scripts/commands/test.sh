# SPDX-License-Identifier: ISC
# test - run the tests against a temporary farm

TEST_ORDINARY='unit integration browser'
TEST_DEEP='faults endurance memcheck upgrade'

test_usage()
{
	cat <<END
usage: farmstand test [KIND]

  unit         functions, queries and upgrades of databases: "make check"
  integration  a whole farm over HTTP: tests/integration
  browser      the same in Chromium: tests/browser
  all          these three (the default)
  faults       programs, servers and providers fail under load: tests/faults
  endurance    100,000 requests change nothing: tests/endurance
  memcheck     every program under valgrind: tests/memcheck
  upgrade      a farm of earlier days becomes one of today: tests/upgrade

Installs what the tests need, builds, starts a farm in a temporary directory on a
free port, runs the tests and removes the farm. The last line is "N passed, N
failed". The exit status is 1 when a test failed or none ran.
CFLAGS and CONFIGURE_FLAGS (--enable-sanitizers) go to configure.
END
}

test_main()
{
	parse_options '' "$@"
	arguments_at_most 1
	levels=${ARGUMENT_1:-all}
	case " $TEST_ORDINARY $TEST_DEEP all " in
	*" $levels "*) ;;
	*) usage_error "there is no kind of test called $levels" ;;
	esac
	[ "$levels" != all ] || levels=$TEST_ORDINARY
	passed=0 failed=0 skipped=0
	scratch_begin "$([ "$levels" = unit ] && echo 3 || echo 4)"
	# shellcheck disable=SC2046 # a list of plain words
	scratch_build $(test_packages)
	step 'PostgreSQL and migrations' test_databases
	exec 9>&-
	[ "$levels" != memcheck ] || test_valgrind
	[ "$levels" = unit ] || scratch_up 'A whole farm'
	for level in $levels; do
		if [ "$level" = unit ]; then
			test_unit
		else
			test_run "$level"
		fi
	done
	[ "$levels" = unit ] || test_clean
	test_sum
}

# The packages that the levels need. Node from elsewhere than Debian is used where
# it is installed.
test_packages()
{
	echo "$PACKAGES_BUILD $PACKAGES_RUN $PACKAGES_TEST"
	case $levels in
	*browser*) echo "$PACKAGES_BROWSER" ;;
	*faults*) echo "$PACKAGES_BENCH" ;;
	esac
	[ "$levels" != memcheck ] || echo valgrind
	if [ "$levels" != unit ]; then
		command -v node >/dev/null || echo nodejs
		command -v npm >/dev/null || echo npm
	fi
}

# A farm to be upgraded has the databases of earlier days, and no demo shop.
test_databases()
{
	postgres_up
	if [ "$levels" = upgrade ]; then
		# shellcheck source=tests/upgrade/old.sh
		. "$TREE/tests/upgrade/old.sh"
		old_databases first
		: >"$FARM/demo.loaded"
	else
		migrate_all
	fi
}

# Query tests get the connection strings of the programs, and those of the owners
# to prepare rows.
test_unit()
{
	echo '== unit'
	report=$FARM/check.out
	(
		for service in $SERVICES; do
			name=DATABASE_URL_$(upper "$service")
			eval "$name=\$(setting $name)
			      OWNER_$name=\$(setting OWNER_$name)"
			export "${name?}" "OWNER_$name"
		done
		make -C "$BUILD" -j"$(nproc)" check 2>&1 || echo '# status bad'
	) | tee "$report" | grep -E '^(PASS|FAIL|ERROR|SKIP|XPASS|#)' || true
	if grep -q '^# status bad' "$report" &&
	    ! grep -qE '^# (FAIL|ERROR): *[1-9]' "$report"; then
		tail -n 30 "$report"
		echo '# ERROR: 1' >>"$report"
	fi
	test_count "$report" unit
}

# test_run KIND: runs tests/KIND/run, which prints its totals as run-tap.sh does.
test_run()
{
	echo "== $1"
	runner=$TREE/tests/$1/run
	if [ ! -x "$runner" ]; then
		echo "there are no $1 tests"
		failed=$((failed + 1))
		return 0
	fi
	report=$FARM/$1.out
	FARM=$self "$runner" 2>&1 | tee "$report"
	test_count "$report" "$1"
}

# One program a pool, each under valgrind, which writes a file for each process.
test_valgrind()
{
	known=$START/valgrind.supp
	cp "$TREE/tests/memcheck/valgrind.supp" "$known"
	[ -z "$IS_ROOT" ] || chown "root:$FARM_GROUP" "$known"
	chmod 0640 "$known"
	PROGRAM_WRAPPER="valgrind --leak-check=full --show-leak-kinds=definite \
--errors-for-leak-kinds=definite --trace-children=yes --vgdb=no \
--suppressions=$known --log-file=$LOGS/valgrind.%p"
	export PROGRAM_WRAPPER
	for pool in $SERVICES; do
		eval "export WORKERS_$(upper "$pool")=1"
	done
}

# Stops the farm, so that leaks are reported, and checks all logs.
test_clean()
{
	"$self" down --dir "$FARM" >/dev/null 2>&1 || true
	EXPECTED=
	for level in $levels; do
		file=$TREE/tests/$level/expected
		[ ! -e "$file" ] || EXPECTED="$EXPECTED $file"
	done
	export EXPECTED
	test_run clean
}

# test_count FILE KIND: adds up the totals in the file. It is a failure when no
# test ran.
test_count()
{
	# shellcheck disable=SC2046 # three numbers
	set -- "$2" $(awk '
	/^# PASS: / { pass += $3 }
	/^# (FAIL|ERROR|XPASS): / { fail += $3 }
	/^# (SKIP|XFAIL): / { skip += $3 }
	END { print pass + 0, fail + 0, skip + 0 }' "$1")
	if [ $(($2 + $3)) -eq 0 ]; then
		echo "no $1 test ran"
		failed=$((failed + 1))
	fi
	passed=$((passed + $2)) failed=$((failed + $3))
	skipped=$((skipped + $4))
}

test_sum()
{
	[ "$skipped" -eq 0 ] || echo "$skipped skipped"
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || exit 1
}
