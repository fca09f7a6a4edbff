/* SPDX-License-Identifier: ISC */
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/catalogue.h"
#include "tests/unit/sheet.h"

static const char *const states[] = { "NEW", "SHIPPED", NULL };

SPEC_STATIC(shop, FIELD(id), FIELD(name));

SPEC_STATIC(item,
    FIELD(name),
    FIELD(price),
    FIELD(quantity),
    FIELD_TEXTS(tags),
    FIELD(currency));

SPEC(page,
    FIELD(id),
    FIELD(other_id),
    FIELD(name),
    FIELD(text),
    FIELD(price),
    FIELD(count),
    FIELD(is_new),
    FIELD(is_open),
    FIELD_ENUM(status, states),
    FIELD(created_at),
    FIELD_SUB(shop, shop),
    FIELD_PTR(rival, shop),
    FIELD_OF(items, item),
    FIELD_TEXTS(tags),
    FIELD(version, EDIT_VERSION));

static char dir[] = "/tmp/template.XXXXXX";

struct page         model;
struct page_globals globals;
struct params       typed;
bool                refused;

void
fresh(void)
{
	spec_prepare(&page_spec);
	spec_clear(&page_spec, &model);
	model.name = "Tom & \"Co\" <b>'x'</b>";
	model.price = CENTS(123450);
	model.count = 1234567;
	model.is_new = true;
	model.status = 1;
	model.created_at = (struct timestamp){ 1795357380123000 };
	model.shop = (struct shop){ { "s-1" }, "Hill & Dale" };
	globals = (struct page_globals){ .lang = "en",
		.path = "/p",
		.here = "/p?a=1",
		.url = "https://x.de/p",
		.request_id = "r",
		.key = "k",
		.shop = "Farm",
		.currency = "USD" };
	typed = (struct params){ 0 };
	refused = false;
}

void
put(const char *file, const char *text)
{
	const char *path = arena_printf(ta, "%s/%s", dir, file);
	char       *slash = strrchr(path, '/');
	FILE       *f;

	*slash = '\0';
	mkdir(path, 0700);
	*slash = '/';
	if ((f = fopen(path, "w")) == NULL)
		abort();
	fputs(text, f);
	fclose(f);
}

/* A new name each time: templates live as long as the program. */
struct template *
load(const char *text, const char *suffix)
{
	static int  n;
	const char *name = arena_printf(ta, "t%d%s", n++, suffix);

	put(arena_printf(ta, "%s%s", name, *suffix == '\0' ? ".html" : ""),
	    text);
	return template_load(dir, name, &page_spec);
}

const char *
render_as(const char *text, const char *suffix)
{
	struct template *t = load(text, suffix);
	struct buf       b = { 0 };
	const char      *out;

	CHECK(t != NULL);
	if (t == NULL)
		return NULL;
	template_render(t, &b, &model, &globals, refused ? &typed : NULL);
	out = arena_strdup(ta, buf_text(&b));
	buf_free(&b);
	return out;
}

const char *
render(const char *text)
{
	return render_as(text, "");
}

const char *
mistake_in(const char *text)
{
	char             said[2000];
	int              pipes[2], saved = dup(STDERR_FILENO);
	struct template *t;
	ssize_t          n;

	CHECK(pipe(pipes) == 0);
	fflush(stderr);
	dup2(pipes[1], STDERR_FILENO);
	t = load(text, "");
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(pipes[1]);
	n = read(pipes[0], said, sizeof(said) - 1);
	close(pipes[0]);
	said[n > 0 ? n : 0] = '\0';
	if (t != NULL)
		printf("# no mistake in %s\n", text);
	CHECK(t == NULL);
	return arena_strdup(ta, said);
}

static int
file_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

int
sheet_run(const char *name, const struct test *tests)
{
	int status;

	if (mkdtemp(dir) == NULL)
		return 1;
	catalogue_put(dir, "de", german);
	if (!languages_open(dir, "en de"))
		return 1;
	status = tap_run(name, tests);
	nftw(dir, file_remove, 8, FTW_DEPTH | FTW_PHYS);
	return status;
}
