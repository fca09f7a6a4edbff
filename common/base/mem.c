/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "common/base/mem.h"

void
mem_free(void *p)
{
	free(p);
}

void *
mem_new(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (p == NULL)
		abort();
	return p;
}

void *
mem_more(void *old, size_t had, size_t n, size_t size)
{
	char *p = reallocarray(old, n, size);

	if (p == NULL)
		abort();
	memset(p + had * size, 0, (n - had) * size);
	return p;
}
