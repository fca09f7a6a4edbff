# SPDX-License-Identifier: ISC
# make simulate: the state machines under a seeded scheduler.
