/* SPDX-License-Identifier: ISC */
#include "common/contract/order.h"

const char *const order_status_words[] = { "PENDING", "CONFIRMED", "PROCESSING",
	"SHIPPED", "DELIVERED", "CANCELLED", "REFUNDED", NULL };

SPEC(address,
    FIELD(full_name, GIVEN),
    FIELD(line1, GIVEN),
    FIELD(line2),
    FIELD(city, GIVEN),
    FIELD(state),
    FIELD(postal_code, GIVEN),
    FIELD(country, GIVEN),
    FIELD(phone));
