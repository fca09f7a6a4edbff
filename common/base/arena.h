/* SPDX-License-Identifier: ISC */
/*
 * arena.h - memory that belongs to one request.
 *
 * Allocations are zeroed, aligned for any type and never freed one by one:
 * arena_reset() gives everything back at once and runs what was deferred.
 * One block is kept between requests, so that an ordinary request calls
 * malloc not at all.
 *
 * A request that asks for more than the ceiling is ended by abort(): the
 * sizes of all inputs and pages are bounded, so only a bug gets there, and
 * the pool starts a new worker.
 */
#ifndef FARM_BASE_ARENA_H
#define FARM_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* "ceiling" is in bytes, over all blocks.  Owner: whoever called. */
struct arena *arena_new(size_t ceiling);
void          arena_free(struct arena **);

/* Run the deferred functions, newest first, and forget all allocations. */
void arena_reset(struct arena *);

void *arena_alloc(struct arena *, size_t size)
    __attribute__((malloc, alloc_size(2), returns_nonnull));
/* As above for "n" items of "size" bytes; the product is checked. */
void *arena_array(struct arena *, size_t n, size_t size)
    __attribute__((malloc, alloc_size(2, 3), returns_nonnull));
char *arena_dup(struct arena *, const void *, size_t len);
char *arena_strdup(struct arena *, const char *);
char *arena_printf(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));

/* Call fn(ptr) at the next reset: for what is not memory of the arena. */
void arena_defer(struct arena *, void (*fn)(void *), void *ptr);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *);

#endif
