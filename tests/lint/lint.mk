# SPDX-License-Identifier: ISC
# make lint, make format: how the code looks. docs/testing.md says more.

lint_run = LINT_CPPFLAGS='$(DEFS) $(AM_CPPFLAGS) $(CPPFLAGS)' AWK='$(AWK)' \
	$(top_srcdir)/tests/lint/run

lint:
	@$(lint_run)

# One of them: make lint-gcc
lint_checks = lint-rules lint-messages lint-migrations lint-format lint-shell lint-scripts \
	lint-gcc lint-clang lint-cppcheck lint-tidy lint-analyzer
$(lint_checks):
	@check=$@; $(lint_run) $${check#lint-}

format:
	@$(top_srcdir)/tests/lint/format --write

# Migrations that are ready get their checksums in db/checksums.
freeze:
	@$(top_srcdir)/tests/lint/migrations --freeze

.PHONY: lint format freeze $(lint_checks)
deep_checks += lint
