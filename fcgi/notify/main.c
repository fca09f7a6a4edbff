/* SPDX-License-Identifier: ISC */
#include "db/store.h"
#include "fcgi/notify/notify.h"

struct notify_config settings;

SPEC_STATIC(notify_config,
    FIELD_IN(notify_config, database_url_notify, 1, 1000),
    FIELD_IN(notify_config, mail_url, 1, 1000, .format = TEXT_SECRET));

static const struct route routes[] = {
	/* method, path, handler, input, model, page, who */
	{ GET, "/healthz", farm_health_show, NULL, &farm_health_spec, NULL,
	    ANYONE, PAGE_ONLY, .shape = AS_JSON },
	{ GET, "/metrics", metrics_show, NULL, NULL, NULL, ANYONE, PAGE_ONLY,
	    .shape = AS_WRITTEN },

	{ GET, "/notifications", notifications_list, &notifications_in_spec,
	    &notifications_page_spec, "notify/notifications", SIGNED_IN },

	{ GET, "/admin/jobs", jobs_list, &jobs_in_spec, &jobs_page_spec,
	    "notify/jobs", ADMIN },
	{ POST, "/admin/jobs/:id/retry", job_retry, &job_in_spec, &job_row_spec,
	    NULL, ADMIN, .form = "/admin/jobs" },

	{ GET, "/dev/mail", dev_mails_list, NULL, &mails_page_spec,
	    "notify/dev_mails", VISITOR, PAGE_ONLY },
	{ GET, "/dev/mail/:name", dev_mail_show, &mail_in_spec, &mail_file_spec,
	    "notify/dev_mail", VISITOR, PAGE_ONLY },
	{ GET, "/dev/mail/:name/html", dev_mail_html, &mail_in_spec, NULL, NULL,
	    VISITOR, PAGE_ONLY, .shape = AS_WRITTEN },

	HEALTH_ROUTE,
	{ 0 },
};

int
main(int argc, char **argv)
{
	static const struct service service = {
		.name = "notify",
		.routes = routes,
		.settings = &notify_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_notify,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
