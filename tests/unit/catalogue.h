/* SPDX-License-Identifier: ISC */
/*
 * catalogue.h - catalogues (.mo files) that a test writes itself.
 */
#ifndef FARM_TESTS_UNIT_CATALOGUE_H
#define FARM_TESTS_UNIT_CATALOGUE_H

#include "common/base/buf.h"

/* Plural forms are separated by "|" in the text, as in the key of a plural. */
struct entry {
	const char *key, *text;
};

/* The bytes of a catalogue; entries end with ->key == NULL, in any order. */
void catalogue_make(struct buf *, const struct entry *);

/* Write it to DIR/locale/CODE.mo. */
void catalogue_put(const char *dir, const char *code, const struct entry *);

/* German: its conventions, and a few words and sentences. */
extern const struct entry german[];

#endif
