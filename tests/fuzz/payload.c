/* SPDX-License-Identifier: ISC */
/*
 * payload.c - what an event says (the line after a digit for its kind) as a
 * mail: read, rendered with the templates of the shop, and written as MIME.
 */
#include "common/base/utf8.h"
#include "common/client/mail.h"
#include "common/contract/events.h"
#include "common/model/config.h"
#include "common/model/input.h"
#include "common/model/json_write.h"
#include "common/template/template.h"
#include "tests/fuzz/fuzz.h"

static const struct {
	struct spec *spec;
	const char  *name;
} kinds[] = {
	{ &user_payload_spec, "welcome" },
	{ &vendor_payload_spec, "vendor_approved" },
	{ &vendor_payload_spec, "vendor_rejected" },
	{ &order_payload_spec, "order_received" },
	{ &order_payload_spec, "order_confirmed" },
	{ &order_payload_spec, "order_shipped" },
	{ &order_payload_spec, "order_cancelled" },
	{ &payment_payload_spec, "payment_failed" },
	{ &payment_payload_spec, "payment_refunded" },
	{ &session_payload_spec, NULL },
};
#define KINDS (sizeof(kinds) / sizeof(*kinds))

static struct template *text[KINDS], *html[KINDS];

static const struct page_globals globals = {
	.lang = "en",
	.path = "/",
	.url = "http://shop.example",
	.request_id = "",
	.key = "",
	.shop = "Farmstand",
	.currency = "EUR",
};

static void
begin(void)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	const char   *dir = fuzz_tree(a, "templates");

	for (size_t i = 0; i < KINDS; i++) {
		if (kinds[i].name == NULL)
			continue;
		text[i] = template_load(dir,
		    arena_printf(a, "mail/%s.txt", kinds[i].name),
		    kinds[i].spec);
		html[i] = template_load(dir,
		    arena_printf(a, "mail/%s", kinds[i].name), kinds[i].spec);
		MUST(text[i] != NULL && html[i] != NULL);
	}
	arena_free(&a);
}

/* No address of a mail leads anywhere but to the shop, nor does a picture. */
static void
html_holds(const char *s)
{
	static const char ours[] = "http://shop.example";

	MUST(strstr(s, "<zq") == NULL && strstr(s, "<script") == NULL);
	for (const char *p = s; (p = strstr(p, " href=\"")) != NULL; p++)
		MUST(strncmp(p + 7, ours, strlen(ours)) == 0);
	MUST(strstr(s, "<img") == NULL);
}

static void
read_again(struct arena *a, struct spec *spec, const void *event)
{
	struct buf first = { 0 }, second = { 0 };
	void      *again = arena_alloc(a, spec->size);

	json_write_spec(&first, spec, event);
	MUST(json_read_spec(a, spec, first.data, first.len, again));
	json_write_spec(&second, spec, again);
	MUST(first.len == second.len &&
	    memcmp(first.data, second.data, first.len) == 0);
	buf_free(&first);
	buf_free(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool       begun;
	static struct buf out;
	struct arena     *a = arena_new(FUZZ_ARENA);
	size_t            kind = size > 0 ? (size_t)*data % KINDS : 0;
	struct spec      *spec = kinds[kind].spec;
	void             *event = arena_alloc(a, spec->size);

	if (!begun)
		begin();
	begun = true;
	if (size > 0 &&
	    json_read_spec(a, spec, (const char *)data + 1, size - 1, event)) {
		read_again(a, spec, event);
		if (kinds[kind].name != NULL) {
			buf_reset(&out);
			template_render(text[kind], &out, event, &globals,
			    NULL);
			MUST(utf8_valid(out.data, out.len));
			MUST(strncmp(buf_text(&out), "Subject: ", 9) == 0);
			buf_reset(&out);
			template_render(html[kind], &out, event, &globals,
			    NULL);
			html_holds(buf_text(&out));
		}
	}
	arena_free(&a);
	return 0;
}
