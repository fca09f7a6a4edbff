/* SPDX-License-Identifier: ISC */
/*
 * mails.c - jobs that send a mail to the address in the payload.  The mail is
 * made of two templates in templates/mail: NAME.txt begins with "Subject: …"
 * and an empty line; NAME.html has the same text with markup.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/mem.h"
#include "common/base/metrics.h"
#include "common/client/mail.h"
#include "common/contract/stored_text.h"
#include "common/model/config.h"
#include "common/template/template.h"
#include "fcgi/worker/worker.h"

#define SUBJECT "Subject: "

struct mail_pair {
	struct template *text, *html;
};

static bool
pair_load(const struct job *job, struct mail_pair *out)
{
	char name[100];

	snprintf(name, sizeof(name), "mail/%s.txt", job->template);
	out->text = template_load(config.template_dir, name,
	    job->handler->payload);
	name[strlen(name) - strlen(".txt")] = '\0';
	out->html = template_load(config.template_dir, name,
	    job->handler->payload);
	return out->text != NULL && out->html != NULL;
}

bool
mails_load(struct worker *w)
{
	size_t n = 0;
	bool   ok = true;

	while (mail_jobs[n].event != NULL)
		n++;
	w->mails = mem_new(n, sizeof(*w->mails));
	for (size_t i = 0; i < n; i++)
		ok = pair_load(&mail_jobs[i], &w->mails[i]) && ok;
	template_load_end();
	return ok;
}

/* In the first language of the shop: events do not say the reader's yet. */
static const char *
mail_render(struct arena *a, const struct template *t, const void *model)
{
	struct buf                   out = { 0 };
	const char                  *text;
	const struct language *const l = language_find(NULL);
	struct page_globals          g = {
			 .language = l,
			 .lang = l->code,
			 .rtl = l->rtl,
			 .path = "/",
			 .url = config.public_url,
			 .request_id = "",
			 .key = "",
			 .shop = config.shop_name != NULL ? config.shop_name :
							    "Farmstand",
			 .currency = config.currency,
	};

	template_render(t, &out, model, &g, NULL);
	text = arena_dup(a, out.data, out.len);
	buf_free(&out);
	return text;
}

/* The first line is the subject; the text begins after an empty line. */
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
mail_render_send(struct job_work *jw, const void *payload, const char *to)
{
	struct arena           *a = jw->arena;
	const struct mail_pair *t = &jw->worker->mails[jw->job - mail_jobs];
	struct mail             m = { .from = settings.mail_from };
	enum err                e;

	m.id = arena_printf(a, "%s.%s", jw->run->event.id.text,
	    jw->job->template);
	m.to = to != NULL ? to : "";
	m.date = clock_now();
	m.text = mail_render(a, t->text, payload);
	m.html = mail_render(a, t->html, payload);
	if (!subject_take(a, &m)) {
		jw->why = "The template does not begin with a subject.";
		return ERR_INVALID;
	}
	if ((e = mail_send(a, settings.mail.mail_url, &m, &jw->why)) == ERR_OK)
		metrics_add(METRIC_MAILS_SENT, 1);
	return e;
}

JOB(mail_user_job, user_payload)
{
	return mail_render_send(jw, ev, ev->email);
}

JOB(mail_vendor_job, vendor_payload)
{
	return mail_render_send(jw, ev, ev->email);
}

JOB(mail_order_job, order_payload)
{
	struct order_payload payload = *ev;

	payload.reason = stored_reason_say(jw->arena, language_find(NULL),
	    ev->reason, ev->reason_id);
	return mail_render_send(jw, &payload, ev->email);
}

JOB(mail_payment_job, payment_payload)
{
	return mail_render_send(jw, ev, ev->email);
}

const struct job mail_jobs[] = {
	ON(EVENT_USER_REGISTERED, mail_user_job, LANE_MAIL, "mail_welcome",
	    .template = "welcome"),
	ON(EVENT_VENDOR_APPROVED, mail_vendor_job, LANE_MAIL,
	    "mail_vendor_approved", .template = "vendor_approved"),
	ON(EVENT_VENDOR_REJECTED, mail_vendor_job, LANE_MAIL,
	    "mail_vendor_rejected", .template = "vendor_rejected"),
	ON(EVENT_ORDER_CREATED, mail_order_job, LANE_MAIL,
	    "mail_order_received", .template = "order_received"),
	ON(EVENT_ORDER_CONFIRMED, mail_order_job, LANE_MAIL,
	    "mail_order_confirmed", .template = "order_confirmed"),
	ON(EVENT_ORDER_SHIPPED, mail_order_job, LANE_MAIL, "mail_order_shipped",
	    .template = "order_shipped"),
	ON(EVENT_ORDER_CANCELLED, mail_order_job, LANE_MAIL,
	    "mail_order_cancelled", .template = "order_cancelled"),
	ON(EVENT_PAYMENT_FAILED, mail_payment_job, LANE_MAIL,
	    "mail_payment_failed", .template = "payment_failed"),
	ON(EVENT_PAYMENT_REFUNDED, mail_payment_job, LANE_MAIL,
	    "mail_payment_refunded", .template = "payment_refunded"),
	{ 0 },
};
