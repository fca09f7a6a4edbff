/* SPDX-License-Identifier: ISC */
/*
 * mem.h - memory of what outlives a request: made at start, or once in a
 * while.  What a request needs is its arena's.
 *
 * Zeroed; out of memory, and a product too large, is abort().
 */
#ifndef FARM_BASE_MEM_H
#define FARM_BASE_MEM_H

#include <stddef.h>

void mem_free(void *);

/* "n" items of "size" bytes.  Owner: the caller, by mem_free(). */
void *mem_new(size_t n, size_t size)
    __attribute__((malloc, alloc_size(1, 2), returns_nonnull));

/* "n" items where there were "had"; the new ones are zeroed. */
void *mem_more(void *, size_t had, size_t n, size_t size)
    __attribute__((alloc_size(3, 4), returns_nonnull));

#endif
