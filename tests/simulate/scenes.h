/* SPDX-License-Identifier: ISC */
/*
 * scenes.h - short lives that were written by hand: faults that the
 * simulation found, and that must not come back.
 */
#ifndef FARM_TESTS_SIMULATE_SCENES_H
#define FARM_TESTS_SIMULATE_SCENES_H

/* Play all, as TAP from test "n" on; how many fail, "*n" is the last one. */
int scenes_check(int *n);

#endif
