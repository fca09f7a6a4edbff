/* SPDX-License-Identifier: ISC */
#include "common/contract/events.h"

SPEC(session_payload, FIELD(id));

SPEC(user_payload,
    FIELD(user_id),
    FIELD(email),
    FIELD(name));

SPEC(vendor_payload,
    FIELD(vendor_id),
    FIELD(user_id),
    FIELD(email),
    FIELD(business_name),
    FIELD(reason));

SPEC(order_payload_item,
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(name),
    FIELD(quantity),
    FIELD(price),
    FIELD(total_price),
    FIELD_ENUM(status, order_status_words));

SPEC(order_payload,
    FIELD(order_id),
    FIELD(order_number),
    FIELD(user_id),
    FIELD(email),
    FIELD_ENUM(status, order_status_words),
    FIELD(currency),
    FIELD(subtotal_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount),
    FIELD(total_amount),
    FIELD_OF(items, order_payload_item),
    FIELD_PTR(shipping_address, address),
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(vendor_name),
    FIELD(reason),
    FIELD(reason_id),
    FIELD(amount),
    FIELD(is_paid));

SPEC(payment_payload,
    FIELD(payment_id),
    FIELD(order_id),
    FIELD(order_number),
    FIELD(user_id),
    FIELD(email),
    FIELD(amount),
    FIELD(currency),
    FIELD(status),
    FIELD_ENUM(method, payment_method_words),
    FIELD(message),
    FIELD(is_whole));

SPEC(webhook_payload, FIELD(id));
