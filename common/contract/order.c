/* SPDX-License-Identifier: ISC */
#include "common/contract/order.h"

const char *const order_status_words[] = { "PENDING", "CONFIRMED", "PROCESSING",
	"SHIPPED", "DELIVERED", "CANCELLED", "REFUNDED", NULL };

SPEC(address,
    FIELD(full_name, REQUIRED, RANGE(1, 120), GIVEN),
    FIELD(line1, REQUIRED, RANGE(1, 120), GIVEN),
    FIELD(line2, RANGE(0, 120)),
    FIELD(city, REQUIRED, RANGE(1, 80), GIVEN),
    FIELD(state, RANGE(0, 80)),
    FIELD(postal_code, REQUIRED, RANGE(1, 16), GIVEN),
    FIELD(country, REQUIRED, RANGE(2, 2), .format = TEXT_COUNTRY, GIVEN),
    FIELD(phone, RANGE(0, 32)));
