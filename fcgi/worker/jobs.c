/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "fcgi/worker/job.h"

const struct job *const job_tables[] = { call_jobs, mail_jobs, notice_jobs,
	NULL };

static const struct job *
job_in(const struct job *const *tables, const char *event, const char *name)
{
	for (; *tables != NULL; tables++)
		for (const struct job *j = *tables; j->event != NULL; j++)
			if (strcmp(j->event, event) == 0 &&
			    strcmp(j->name, name) == 0)
				return j;
	return NULL;
}

const struct job *
job_find(const char *event, const char *name)
{
	return job_in(job_tables, event, name);
}

/* The database keeps one job of each name, so the second one would get lost. */
bool
jobs_check(const struct job *const *tables)
{
	bool ok = true;

	for (const struct job *const *t = tables; *t != NULL; t++)
		for (const struct job *j = *t; j->event != NULL; j++) {
			if (job_in(tables, j->event, j->name) == j)
				continue;
			fprintf(stderr, "%s: there are two jobs \"%s\"\n",
			    j->event, j->name);
			ok = false;
		}
	return ok;
}

void
jobs_of_event(struct arena *a, const struct job *const *tables,
    const char *event, LIST(event_job) *out)
{
	*out = (LIST(event_job)){ 0 };
	for (; *tables != NULL; tables++)
		for (const struct job *j = *tables; j->event != NULL; j++)
			if (strcmp(j->event, event) == 0)
				*list_add(a, out) = (struct event_job){ j->name,
					j->lane };
}
