# SPDX-License-Identifier: ISC
# What "farmstand bench" measures beside the farm; built when it asks.

bench_programs = tests/bench/hello tests/bench/argon2 tests/bench/tokens
EXTRA_PROGRAMS = $(bench_programs)
bench-programs: $(bench_programs)
.PHONY: bench-programs

tests_bench_hello_SOURCES = tests/bench/hello.c
tests_bench_hello_LDADD = $(FCGI_LIBS)
tests_bench_argon2_SOURCES = tests/bench/argon2.c
tests_bench_argon2_LDADD = $(ARGON2_LIBS)
tests_bench_tokens_SOURCES = tests/bench/tokens.c
tests_bench_tokens_LDADD = $(farm_libs)
