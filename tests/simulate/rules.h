/* SPDX-License-Identifier: ISC */
/*
 * rules.h - what must hold, always and in the end. A rule that does not is
 * told to broken().
 */
#ifndef FARM_TESTS_SIMULATE_RULES_H
#define FARM_TESTS_SIMULATE_RULES_H

/* After each step, of what it touched; of what is committed. */
void rules_check(void);
/* When all has come to rest. */
void rules_check_end(void);

#endif
