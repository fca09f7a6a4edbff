# SPDX-License-Identifier: ISC
# test - run the tests against a throw-away farm

test_usage()
{
	cat <<END
usage: farmstand test [unit|integration|browser|all]

  unit         functions, queries and pages: "make check"
  integration  a whole farm over HTTP: tests/integration
  browser      the same in Chromium: tests/browser
  all          all of them (the default)

Installs what the tests need, builds, starts a farm of its own in a temporary
directory on a free port, and removes it afterwards. Ends with a line
"N passed, N failed"; status 1 when anything failed or nothing ran.
CFLAGS and CONFIGURE_FLAGS (--enable-sanitizers) go to configure.
END
}

test_main()
{
	parse_options '' "$@"
	arguments_at_most 1
	level=${ARGUMENT_1:-all}
	case $level in
	unit | integration | browser | all) ;;
	*) usage_error "there is no kind of test called $level" ;;
	esac
	passed=0 failed=0 skipped=0
	test_farm
	test_wants unit && test_unit
	if test_wants integration || test_wants browser; then
		test_farm_up
	fi
	test_wants integration && test_run integration
	test_wants browser && test_run browser
	test_sum
}

test_wants()
{
	[ "$level" = all ] || [ "$level" = "$1" ]
}

# A farm's directory of our own, with PostgreSQL alone at first.
test_farm()
{
	# Nothing of the caller's farm shall reach the one under test.
	unset FARM_DIR FARM_PORT FARM_LISTEN PUBLIC_URL
	OPT_DIR=$(mktemp -d "${TMPDIR:-/tmp}/farmstand-test.XXXXXX")
	at_exit test_clean
	OPT_PORT=$(free_port)
	users_create
	layout_find
	layout_create
	layout_lock
	: >"$STEP_LOG"
	STEPS=4
	[ "$level" != unit ] || STEPS=3
	step 'Packages' test_packages
	settings_load
	settings_complete
	settings_take_options
	step 'Build' build_make
	step 'PostgreSQL and migrations' test_databases
	exec 9>&-
}

test_packages()
{
	# shellcheck disable=SC2086 # lists of plain words
	set -- $PACKAGES_BUILD $PACKAGES_RUN $PACKAGES_TEST
	if [ "$level" != unit ] && ! { command -v node && command -v npm; } \
	    >/dev/null; then
		# shellcheck disable=SC2086
		set -- "$@" $PACKAGES_NODE
	fi
	# shellcheck disable=SC2086
	! test_wants browser || set -- "$@" $PACKAGES_BROWSER
	# Another Node than Debian's will do, and brings its own npm.
	[ "$level" = unit ] || command -v node >/dev/null || set -- "$@" nodejs
	[ "$level" = unit ] || command -v npm >/dev/null || set -- "$@" npm
	packages_install "$@"
}

test_databases()
{
	postgres_up
	migrate_all
}

test_clean()
{
	"$self" down --dir "$FARM" >/dev/null 2>&1 || true
	rm -rf "$FARM" "$OPT_DIR"
}

free_port()
{
	while :; do
		port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
		port_listening "$port" || break
	done
	echo "$port"
}

test_farm_up()
{
	RATE_LIMIT=off
	export RATE_LIMIT
	step 'A whole farm' "$self" up --dir "$FARM"
	FARM_URL=$(setting PUBLIC_URL) FARM_DIR=$FARM
	export FARM_URL FARM_DIR
}

# Query tests find the databases under the names that programs use, and the
# owner's too, to prepare rows.
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

# test_run KIND: tests/KIND/run prints its sums as run-tap.sh does.
test_run()
{
	echo "== $1"
	runner=$TREE/tests/$1/run
	if [ ! -x "$runner" ]; then
		echo "there are no $1 tests"
		[ "$level" = all ] || failed=$((failed + 1))
		return 0
	fi
	report=$FARM/$1.out
	FARM=$self "$runner" 2>&1 | tee "$report"
	test_count "$report" "$1"
}

# test_count FILE KIND: adds up what the file says. No test is a failure.
test_count()
{
	# shellcheck disable=SC2046 # three numbers
	set -- "$2" $(awk '
	/^# PASS: / { pass += $3 }
	/^# (FAIL|ERROR|XPASS): / { fail += $3 }
	/^# (SKIP|XFAIL): / { skip += $3 }
	END { print pass + 0, fail + 0, skip + 0 }' "$1")
	if [ $(($2 + $3)) -eq 0 ]; then
		echo "not one $1 test was run: that is a failure"
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
