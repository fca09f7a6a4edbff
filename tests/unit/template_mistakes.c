/* SPDX-License-Identifier: ISC */
/*
 * template_mistakes.c - templates that are wrong: each is refused when it is
 * loaded, with a line that says where and why.
 */
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/template/template.h"
#include "tests/tap_cunit.h"

struct shop {
	const char *name;
};
SPEC_STATIC(shop, FIELD(shop, name));

struct page {
	const char *name, *hidden;
	int64_t     count;
	bool        is_new;
	struct shop shop;
	struct list items;
};
SPEC_STATIC(page,
    FIELD(page, name),
    FIELD(page, count),
    FIELD(page, is_new),
    FIELD_SUB(page, shop, shop),
    FIELD_OF(page, items, shop));

static char dir[] = "/tmp/template.XXXXXX";

static void
put(const char *file, const char *text)
{
	FILE *f = fopen(arena_printf(ta, "%s/%s", dir, file), "w");

	if (f == NULL)
		abort();
	fputs(text, f);
	fclose(f);
}

/* What is said about a template with a mistake. */
static const char *
mistake(const char *text)
{
	char             said[2000];
	int              pipes[2], saved = dup(STDERR_FILENO);
	struct template *t;
	ssize_t          n;

	CHECK(pipe(pipes) == 0);
	fflush(stderr);
	dup2(pipes[1], STDERR_FILENO);
	put("page.html", text);
	t = template_load(dir, "page", &page_spec);
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

static void
unknown_names_are_refused(void)
{
	CHECK_HAS(mistake("a\n{{nothing}}"), ":2: no value 'nothing'");
	CHECK_HAS(mistake("{{hidden}}"), "no value 'hidden'");
	CHECK_HAS(mistake("{{shop.nothing}}"), "no value 'shop.nothing'");
	CHECK_HAS(mistake("{{page.nothing}}"), "no value 'page.nothing'");
	CHECK_HAS(mistake("{{#nothing}}{{/nothing}}"), "nothing");
	CHECK_HAS(mistake("{{#items}}{{nothing}}{{/items}}"), "nothing");
	CHECK_HAS(mistake("{{quantity}}"), "no value 'quantity'");
	CHECK_HAS(mistake("{{stock_quantity}}"), "no value");
	CHECK_HAS(mistake("{{.}}"), "no value '.'");
	CHECK_HAS(mistake("{{@label}}"), "no argument '@label'");
	CHECK_HAS(mistake("{{#is nothing \"x\"}}{{/is}}"), "nothing");
	CHECK_HAS(mistake("{{#is name nothing}}{{/is}}"), "nothing");
}

static void
wrong_kinds_are_refused(void)
{
	CHECK_HAS(mistake("{{items}}"), "'items' is not a value");
	CHECK_HAS(mistake("{{shop}}"), "'shop' is not a value");
	CHECK_HAS(mistake("{{name|shout}}"), "no format 'shout'");
	CHECK_HAS(mistake("{{>none}}"), "cannot be read");
	CHECK_HAS(mistake("{{<none}}{{/none}}"), "cannot be read");
	CHECK_HAS(mistake("{{static none.css}}"), "no file");
}

static void
broken_tags_are_refused(void)
{
	CHECK_HAS(mistake("{{name"), "a tag that does not end");
	CHECK_HAS(mistake("{{}}"), "an empty tag");
	CHECK_HAS(mistake("{{#isNew}}"), "'isNew' is not closed");
	CHECK_HAS(mistake("{{/isNew}}"), "'isNew' closes nothing");
	CHECK_HAS(mistake("{{#isNew}}{{#count}}{{/isNew}}{{/count}}"),
	    "closes nothing");
	CHECK_HAS(mistake("{{#is name \"x\"}}{{/name}}"), "closes nothing");
	put("partials/self.html", "{{>self}}");
	CHECK_HAS(mistake("{{>self}}"), "partials too deep");
	put("partials/self.html", "{{>self}}{{>self}}");
	CHECK_HAS(mistake("{{>self}}"), "partials too deep");
	put("wrap.html", "{{$main}}{{/main}}");
	CHECK_HAS(mistake("{{<wrap}}{{$main}}{{$main}}x{{/main}}{{/main}}"
			  "{{/wrap}}"),
	    "partials too deep");
}

static int
file_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static const struct test tests[] = {
	TEST(unknown_names_are_refused),
	TEST(wrong_kinds_are_refused),
	TEST(broken_tags_are_refused),
	{ 0 },
};

int
main(void)
{
	char partials[sizeof(dir) + sizeof("/partials")];
	int  status;

	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(partials, sizeof(partials), "%s/partials", dir);
	mkdir(partials, 0700);
	status = tap_run("template_mistakes", tests);
	nftw(dir, file_remove, 8, FTW_DEPTH | FTW_PHYS);
	return status;
}
