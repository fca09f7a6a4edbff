/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "common/base/err.h"

static const struct {
	int         status;
	const char *slug, *title;
} errors[] = {
#define ERR(code, status, slug, title) [ERR_##code] = { status, slug, title },
#include "common/base/err.def"
#undef ERR
};

int
err_status(enum err e)
{
	assert(e < ERR__COUNT);
	return errors[e].status;
}

const char *
err_slug(enum err e)
{
	assert(e < ERR__COUNT);
	return errors[e].slug;
}

const char *
err_title(enum err e)
{
	assert(e < ERR__COUNT);
	return errors[e].title;
}

enum err
err_of_slug(const char *slug)
{
	enum err e;

	for (e = ERR_OK; e < ERR__COUNT; e++)
		if (strcmp(errors[e].slug, slug) == 0)
			break;
	return e;
}

bool
err_is_outage(enum err e)
{
	return e == ERR_UNAVAILABLE || e == ERR_UNCERTAIN;
}
