# SPDX-License-Identifier: ISC
# make fuzz: every reader under a fuzzer.
