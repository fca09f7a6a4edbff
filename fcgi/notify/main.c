/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/notify/notify.h"

struct notify_config settings;

SPEC_STATIC(notify_config,
    FIELD_BASE(database, notify_database),
    FIELD_BASE(mail, mail_settings));

static const struct route *const tables[] = {
	health_routes,
	notifications_routes,
	jobs_routes,
	dev_mail_routes,
	api_page_routes,
	common_routes,
	NULL,
};

int
main(int argc, char **argv)
{
	static struct service service = {
		.name = "notify",
		.tables = tables,
		.settings = &notify_config_spec,
		.config = &settings,
		.database_url = &settings.database.database_url_notify,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
