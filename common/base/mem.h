/* SPDX-License-Identifier: ISC */
/*
 * mem.h - memory that outlives a request.  What a request needs comes from its
 * arena.  Memory is zeroed.  abort() when there is none, or when the product is
 * too large.
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
