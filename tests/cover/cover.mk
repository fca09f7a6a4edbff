# SPDX-License-Identifier: ISC
# make cover: what the tests reach, by folder, with a floor. docs/testing.md
# says more.

cover:
	$(top_srcdir)/tests/cover/run cover

.PHONY: cover
deep_checks += cover
