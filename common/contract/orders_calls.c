/* SPDX-License-Identifier: ISC */
#include "common/contract/orders_calls.h"

SPEC(order_share,
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(items_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount));

SPEC(order_bill,
    FIELD(id),
    FIELD(order_number),
    FIELD(user_id),
    FIELD(email),
    FIELD_ENUM(status, order_status_words),
    FIELD(currency),
    FIELD(subtotal_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount),
    FIELD(total_amount),
    FIELD_ENUM(payment_method, payment_method_words),
    FIELD_OF(vendors, order_share));

SPEC(order_paid_in,
    FIELD(id, REQUIRED),
    FIELD(payment_id, REQUIRED),
    FIELD(amount, REQUIRED));

SPEC(order_refunded_in,
    FIELD(id, REQUIRED),
    FIELD(payment_id, REQUIRED),
    FIELD(refund_key),
    FIELD(amount, REQUIRED),
    FIELD(is_whole));

SPEC(orders_expired, FIELD(cancelled));
