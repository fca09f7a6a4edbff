/* SPDX-License-Identifier: ISC */
#include "common/contract/settings.h"

SPEC(notify_database,
    FIELD(database_url_notify, REQUIRED, RANGE(1, 1000)));

SPEC(mail_settings,
    FIELD(mail_url, REQUIRED, RANGE(1, 1000), .format = TEXT_SECRET));

SPEC(reservation_settings,
    FIELD(reservation_minutes, REQUIRED, RANGE(1, 14400000)));
