/* SPDX-License-Identifier: ISC */
/*
 * template.c - the template language: any text is compiled or refused, and
 * what was compiled shows no value as markup.  A first line ".txt" asks for
 * plain text, "=name" for a partial beside the page, up to the line "=".
 */
#include <sys/stat.h>

#include "common/template/template_pack.c"
#include "tests/fuzz/fuzz.h"

/* What a value would look like, were it markup. */
#define EVIL     "<zq a='x\" {{name}} <!--#exec cmd=x -->"
#define FILES    8
#define SENTINEL "<zq"

static const char *const words[] = { "NEW", "SHIPPED", NULL };

struct row {
	const char      *name;
	int64_t          n;
	struct money     price;
	struct text_list tags;
};
LIST_DECLARE(row);
SPEC_STATIC(row,
    FIELD(name),
    FIELD(n),
    FIELD(price),
    FIELD_TEXTS(tags));

struct shown {
	struct uuid      id;
	const char      *name, *text;
	struct money     price;
	int64_t          count;
	bool             is_new;
	struct flag      is_open;
	int              status;
	struct timestamp at;
	struct row       first, *second;
	LIST(row)        rows;
	struct text_list tags;
};
SPEC_STATIC(shown,
    FIELD(id),
    FIELD(name),
    FIELD(text),
    FIELD(price),
    FIELD(count),
    FIELD(is_new),
    FIELD(is_open),
    FIELD_ENUM(status, words),
    FIELD(at),
    FIELD_SUB(first, row),
    FIELD_PTR(second, row),
    FIELD_OF(rows, row),
    FIELD_TEXTS(tags));

static const char *tags[] = { EVIL, "b" };
static struct row  rows[] = {
	 { EVIL, 1, { 100 }, { tags, 2 } },
	 { NULL, INT_NONE, { INT64_MIN }, { NULL, 0 } },
};
static struct param fields[] = { { "name", EVIL }, { "rows.1.name", EVIL } };
static struct complaint complaints[] = {
	{ .field = "name", .code = "x", .message = EVIL }
};

static const struct shown model = {
	.id = { "0192f3a0-7c4e-7abc-8def-0123456789ab" },
	.name = EVIL,
	.price = { -123456 },
	.count = 1234567,
	.is_new = true,
	.is_open = { -1 },
	.status = 1,
	.at = { INT64_C(1795357380123000) },
	.first = { EVIL, 2, { 5 }, { tags, 2 } },
	.rows = { rows, 2 },
	.tags = { tags, 2 },
};

static const struct page_globals globals = {
	.lang = "en",
	.path = "/x",
	.here = EVIL,
	.url = "http://x/x",
	.request_id = "",
	.key = "k",
	.shop = EVIL,
	.currency = "EUR",
	.refused = true,
	.errors = { complaints, 1 },
};

static char dir[] = "/tmp/fuzz-template.XXXXXX", partials[64];

static void
file_write(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "we");

	MUST(f != NULL);
	MUST(fwrite(text, 1, len, f) == len);
	fclose(f);
}

static bool
name_fits(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz");

	return n > 0 && n < 20 && s[n] == '\0';
}

/* The files beside the page, which end with the input's last "=". */
static size_t
partials_write(struct arena *a, struct input *in, const char **paths)
{
	size_t n = 0;

	while (n < FILES && input_left(in) > 0 && *in->s == '=') {
		const char *name = input_line(a, in) + 1;
		const char *text = input_take(a, in, "\n=\n");

		if (!name_fits(name))
			continue;
		paths[n] = arena_printf(a, "%s/%s.html", partials, name);
		file_write(paths[n++], text, strlen(text));
	}
	return n;
}

static void
page_render(const char *name, bool ours)
{
	struct template  *t = template_load(dir, name, &shown_spec);
	struct params     typed = { fields, 2, 2 };
	static struct buf out;

	if (t == NULL)
		return;
	for (int refused = 0; refused < 2; refused++) {
		buf_reset(&out);
		template_render(t, &out, &model, &globals,
		    refused ? &typed : NULL);
		if (t->html && !ours) {
			MUST(strstr(buf_text(&out), SENTINEL) == NULL);
			MUST(strstr(buf_text(&out), "<!--#exec") == NULL);
		}
	}
}

static void
begin(void)
{
	MUST(mkdtemp(dir) != NULL);
	snprintf(partials, sizeof(partials), "%s/partials", dir);
	MUST(mkdir(partials, 0700) == 0);
}

static void
end(void)
{
	rmdir(partials);
	rmdir(dir);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool   begun;
	struct arena *a = arena_new(FUZZ_ARENA);
	struct input  in = input_of(data, size);
	const char   *paths[FILES + 1], *path;
	bool          plain, ours;
	size_t        n;

	if (!begun) {
		begin();
		atexit(end);
	}
	begun = true;
	/* A template may say so itself. */
	ours = memmem(data, size, SENTINEL, 3) != NULL ||
	    memmem(data, size, "exec", 4) != NULL ||
	    memmem(data, size, "zq", 2) != NULL;
	plain = size > 5 && memcmp(data, ".txt\n", 5) == 0;
	if (plain)
		in.s += 5;
	n = partials_write(a, &in, paths);
	path = arena_printf(a, "%s/page%s", dir, plain ? ".txt" : ".html");
	file_write(path, in.s, input_left(&in));
	page_render(plain ? "page.txt" : "page", ours);
	paths[n++] = path;
	while (n > 0)
		unlink(paths[--n]);
	if (kept != NULL) {
		arena_reset(kept);
		template_load_end();
	}
	arena_free(&a);
	return 0;
}
