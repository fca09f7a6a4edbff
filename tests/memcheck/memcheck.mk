# SPDX-License-Identifier: ISC
# make memcheck: every test program, then every program of a farm, under
# valgrind. docs/testing.md says more.

valgrind = valgrind -q --leak-check=full --show-leak-kinds=definite \
	--errors-for-leak-kinds=definite --error-exitcode=99 --vgdb=no \
	--suppressions=$(abs_top_srcdir)/tests/memcheck/valgrind.supp

# The simulation is too much for valgrind; make sanitize looks at its memory.
memcheck_tests = $(unit_tests:tests/simulate/simulate.unit=) $(db_tests)

memcheck:
	@command -v valgrind >/dev/null || { \
		echo 'valgrind is missing: apt-get install valgrind' >&2; \
		exit 2; }
	@date +%s >memcheck.began
	$(MAKE) check TESTS='$(memcheck_tests)' \
	    UNIT_LOG_COMPILER='$(valgrind)' \
	    DB_LOG_COMPILER='$(DB_LOG_COMPILER) $(valgrind)'
	FARM_BUILD='$(abs_builddir)/memcheck' \
	    $(top_srcdir)/scripts/farmstand test memcheck
	@echo "memcheck: $$(($$(date +%s) - $$(cat memcheck.began))) s"

.PHONY: memcheck
deep_checks += memcheck

# The whole suite on a build with AddressSanitizer and UBSan. Nobody may print
# a report: tests/clean looks at what the programs of the farm said.
sanitize:
	@date +%s >sanitize.began
	FARM_BUILD='$(abs_builddir)/sanitize' \
	    CONFIGURE_FLAGS=--enable-sanitizers \
	    $(top_srcdir)/scripts/farmstand test
	@echo "sanitize: $$(($$(date +%s) - $$(cat sanitize.began))) s"

.PHONY: sanitize
deep_checks += sanitize
