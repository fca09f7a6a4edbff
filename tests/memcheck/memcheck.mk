# SPDX-License-Identifier: ISC
# make memcheck: every program under valgrind.
