/* SPDX-License-Identifier: ISC */
/*
 * fuzz.h - what the targets share.
 *
 * A target is one function over bytes.  It frees what it allocated, keeps
 * nothing between two inputs, and says by MUST() what holds of every input:
 * "it did not crash" is the least of it.  The same file runs under libFuzzer
 * (make fuzz) and over its corpus alone (make check).
 */
#ifndef FARM_TESTS_FUZZ_H
#define FARM_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "tests/cents.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define FUZZ_ARENA ((size_t)64 * 1024 * 1024) /* as a pool's worker has */

#define MUST(x) ((x) ? (void)0 : fuzz_failed(#x, __FILE__, __LINE__))

/* Standard error as it was before a fuzzer closed it. */
static int fuzz_stderr = 2;

__attribute__((constructor)) static void
fuzz_begin(void)
{
	fuzz_stderr = dup(2);
}

__attribute__((noreturn)) static inline void
fuzz_failed(const char *what, const char *file, int line)
{
	dprintf(fuzz_stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

/* The input, of which fields are taken one after the other. */
struct input {
	const char *s, *end;
};

static inline struct input
input_of(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;

	return (struct input){ s, s + size };
}

/* Up to the separator, which is taken too, or to the end; a C string. */
static inline char *
input_take(struct arena *a, struct input *in, const char *separator)
{
	size_t      left = (size_t)(in->end - in->s), n = strlen(separator);
	const char *from = in->s;
	const char *at = left == 0 ? NULL : memmem(from, left, separator, n);

	in->s = at != NULL ? at + n : in->end;
	return arena_dup(a, from, (size_t)((at != NULL ? at : in->end) - from));
}

static inline char *
input_line(struct arena *a, struct input *in)
{
	return input_take(a, in, "\n");
}

/* A line that says a number, such as a status; 0 when it does not. */
static inline int
input_number(struct arena *a, struct input *in)
{
	return (int)strtol(input_line(a, in), NULL, 10);
}

static inline size_t
input_left(const struct input *in)
{
	return (size_t)(in->end - in->s);
}

/* A file of the tree: "templates". */
static inline const char *
fuzz_tree(struct arena *a, const char *path)
{
	const char *top = getenv("srcdir");

	return arena_printf(a, "%s/%s", top != NULL ? top : ".", path);
}

#endif
