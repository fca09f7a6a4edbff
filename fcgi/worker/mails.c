/* SPDX-License-Identifier: ISC */
/*
 * mails.c - mails from templates/mail.  NAME.txt begins with its subject,
 * "Subject: …" and an empty line; NAME.html says the same with markup.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/mem.h"
#include "common/base/metrics.h"
#include "common/client/mail.h"
#include "common/contract/events.h"
#include "common/model/config.h"
#include "common/template/template.h"
#include "fcgi/worker/jobs.h"

#define SUBJECT "Subject: "

struct mail_pair {
	struct template *text, *html;
};
static struct mail_pair *pairs; /* as many as jobs */

bool
mails_load(void)
{
	size_t n = 0;
	bool   ok = true;

	while (jobs[n].event != NULL)
		n++;
	pairs = mem_new(n, sizeof(*pairs));
	for (size_t i = 0; i < n; i++) {
		char name[100];

		if (jobs[i].template == NULL)
			continue;
		snprintf(name, sizeof(name), "mail/%s.txt", jobs[i].template);
		pairs[i].text = template_load(config.template_dir, name,
		    jobs[i].payload);
		name[strlen(name) - 4] = '\0';
		pairs[i].html = template_load(config.template_dir, name,
		    jobs[i].payload);
		ok = pairs[i].text != NULL && pairs[i].html != NULL && ok;
	}
	template_load_end();
	return ok;
}

static const char *
render(struct arena *a, const struct template *t, const void *model)
{
	static struct buf   out;
	struct page_globals g = {
		.lang = "en",
		.path = "/",
		.url = config.public_url,
		.request_id = "",
		.key = "",
		.shop = config.shop_name != NULL ? config.shop_name :
						   "Farmstand",
		.currency = config.currency,
	};

	buf_reset(&out);
	template_render(t, &out, model, &g, NULL);
	return arena_dup(a, out.data, out.len);
}

/* The first line is the subject; the rest begins after an empty one. */
static bool
subject_take(struct arena *a, struct mail *m)
{
	const char *line = m->text;
	size_t      n = strcspn(line, "\n"), skip = sizeof(SUBJECT) - 1;

	if (strncmp(line, SUBJECT, skip) != 0 || n < skip)
		return false;
	m->subject = arena_dup(a, line + skip, n - skip);
	m->text = line + n + strspn(line + n, "\n");
	return true;
}

static enum err
mail_job(struct job_work *jw, const char *to)
{
	struct arena           *a = jw->arena;
	const struct mail_pair *t = &pairs[jw->job - jobs];
	struct mail             m = { .from = settings.mail_from };
	enum err                e;

	m.id = arena_printf(a, "%s.%s", jw->run->event.id.text,
	    jw->job->template);
	m.to = to != NULL ? to : "";
	m.date = clock_now();
	m.text = render(a, t->text, jw->payload);
	m.html = render(a, t->html, jw->payload);
	if (!subject_take(a, &m)) {
		jw->why = "the template does not begin with a subject";
		return ERR_INVALID;
	}
	if ((e = mail_send(a, settings.mail.mail_url, &m, &jw->why)) == ERR_OK)
		metrics_add(METRIC_MAILS_SENT, 1);
	return e;
}

enum err
mail_user(struct job_work *jw)
{
	const struct user_payload *ev = jw->payload;

	return mail_job(jw, ev->email);
}

enum err
mail_vendor(struct job_work *jw)
{
	const struct vendor_payload *ev = jw->payload;

	return mail_job(jw, ev->email);
}

enum err
mail_order(struct job_work *jw)
{
	const struct order_payload *ev = jw->payload;

	return mail_job(jw, ev->email);
}

enum err
mail_payment(struct job_work *jw)
{
	const struct payment_payload *ev = jw->payload;

	return mail_job(jw, ev->email);
}
