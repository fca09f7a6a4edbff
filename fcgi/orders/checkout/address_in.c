/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/checkout/address_in.h"

SPEC(address_in,
    FIELD_AS(address.full_name, "full_name", REQUIRED, RANGE(1, 120)),
    FIELD_AS(address.line1, "line1", REQUIRED, RANGE(1, 120)),
    FIELD_AS(address.line2, "line2", RANGE(0, 120)),
    FIELD_AS(address.city, "city", REQUIRED, RANGE(1, 80)),
    FIELD_AS(address.state, "state", RANGE(0, 80)),
    FIELD_AS(address.postal_code, "postal_code", REQUIRED, RANGE(1, 16)),
    FIELD_AS(address.country, "country", REQUIRED, RANGE(2, 2),
	.format = TEXT_COUNTRY),
    FIELD_AS(address.phone, "phone", RANGE(0, 32)));
