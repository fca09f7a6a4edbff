/* SPDX-License-Identifier: ISC */
/*
 * random.h - numbers that are the same for the same seed, on every machine:
 * xoshiro256** 1.0, filled by SplitMix64 (Blackman and Vigna,
 * https://prng.di.unimi.it/).
 */
#ifndef FARM_TESTS_SIMULATE_RANDOM_H
#define FARM_TESTS_SIMULATE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

void     rng_seed(struct rng *, uint64_t seed);
uint64_t rng_next(struct rng *);
/* 0 to n - 1; "n" is small, so that the bias of the remainder is nothing. */
unsigned rng_below(struct rng *, unsigned n);
bool     rng_chance(struct rng *, unsigned per_mille);

/* One step of SplitMix64: another number for each number. */
uint64_t mix64(uint64_t);

#endif
