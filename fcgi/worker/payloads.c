/* SPDX-License-Identifier: ISC */
#include "fcgi/worker/payloads.h"

SPEC(id_event, FIELD(id));

SPEC(user_event,
    FIELD(user_id),
    FIELD(email),
    FIELD(name));

SPEC(vendor_event,
    FIELD(vendor_id),
    FIELD(user_id),
    FIELD(email),
    FIELD(business_name),
    FIELD(reason));

SPEC_STATIC(order_item,
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(vendor_id),
    FIELD(name),
    FIELD(quantity),
    FIELD(price),
    FIELD(total_price),
    FIELD(status));

SPEC_STATIC(mail_address,
    FIELD(full_name),
    FIELD(line1),
    FIELD(line2),
    FIELD(city),
    FIELD(state),
    FIELD(postal_code),
    FIELD(country),
    FIELD(phone));

SPEC(order_event,
    FIELD(order_id),
    FIELD(order_number),
    FIELD(user_id),
    FIELD(email),
    FIELD(status),
    FIELD(currency),
    FIELD(subtotal_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount),
    FIELD(total_amount),
    FIELD_OF(items, order_item),
    FIELD_PTR(shipping_address, mail_address),
    FIELD(vendor_id),
    FIELD(vendor_name),
    FIELD(reason),
    FIELD(amount),
    FIELD(is_paid));

SPEC(payment_event,
    FIELD(payment_id),
    FIELD(order_id),
    FIELD(order_number),
    FIELD(user_id),
    FIELD(email),
    FIELD(amount),
    FIELD(currency),
    FIELD(status),
    FIELD(method),
    FIELD(message),
    FIELD(is_whole));
