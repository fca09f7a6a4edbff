/* SPDX-License-Identifier: ISC */
#include "fcgi/worker/payloads.h"

SPEC(id_event, FIELD(id_event, id));

SPEC(user_event,
    FIELD(user_event, user_id),
    FIELD(user_event, email),
    FIELD(user_event, name));

SPEC(vendor_event,
    FIELD(vendor_event, vendor_id),
    FIELD(vendor_event, user_id),
    FIELD(vendor_event, email),
    FIELD(vendor_event, business_name),
    FIELD(vendor_event, reason));

SPEC_STATIC(order_item,
    FIELD(order_item, product_id),
    FIELD(order_item, variant_id),
    FIELD(order_item, vendor_id),
    FIELD(order_item, name),
    FIELD(order_item, quantity),
    FIELD(order_item, price),
    FIELD(order_item, total_price),
    FIELD(order_item, status));

SPEC_STATIC(mail_address,
    FIELD(mail_address, full_name),
    FIELD(mail_address, line1),
    FIELD(mail_address, line2),
    FIELD(mail_address, city),
    FIELD(mail_address, state),
    FIELD(mail_address, postal_code),
    FIELD(mail_address, country),
    FIELD(mail_address, phone));

SPEC(order_event,
    FIELD(order_event, order_id),
    FIELD(order_event, order_number),
    FIELD(order_event, user_id),
    FIELD(order_event, email),
    FIELD(order_event, status),
    FIELD(order_event, currency),
    FIELD(order_event, subtotal_amount),
    FIELD(order_event, shipping_amount),
    FIELD(order_event, tax_amount),
    FIELD(order_event, total_amount),
    FIELD_OF(order_event, items, order_item),
    FIELD_PTR(order_event, shipping_address, mail_address),
    FIELD(order_event, vendor_id),
    FIELD(order_event, vendor_name),
    FIELD(order_event, reason),
    FIELD(order_event, amount),
    FIELD(order_event, is_paid));

SPEC(payment_event,
    FIELD(payment_event, payment_id),
    FIELD(payment_event, order_id),
    FIELD(payment_event, order_number),
    FIELD(payment_event, user_id),
    FIELD(payment_event, email),
    FIELD(payment_event, amount),
    FIELD(payment_event, currency),
    FIELD(payment_event, status),
    FIELD(payment_event, method),
    FIELD(payment_event, message),
    FIELD(payment_event, is_whole));
