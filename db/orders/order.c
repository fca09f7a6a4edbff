/* SPDX-License-Identifier: ISC */
#include "db/orders/order.h"

SPEC(order_item,
    FIELD(id, GIVEN),
    FIELD(product_id, GIVEN),
    FIELD(variant_id),
    FIELD(vendor_id, GIVEN),
    FIELD(name, GIVEN),
    FIELD(quantity, GIVEN),
    FIELD(price, GIVEN),
    FIELD(total_price, GIVEN),
    FIELD_ENUM(status, order_status_words, GIVEN),
    FIELD(vendor_user_id, FOR_PAGES),
    FIELD(vendor_name, FOR_PAGES),
    FIELD(image, FOR_PAGES));

SPEC(order,
    FIELD(id, GIVEN),
    FIELD(order_number, GIVEN),
    FIELD(user_id, GIVEN),
    FIELD_ENUM(status, order_status_words, GIVEN),
    FIELD(currency, GIVEN),
    FIELD(subtotal_amount, GIVEN),
    FIELD(shipping_amount, GIVEN),
    FIELD(tax_amount, GIVEN),
    FIELD(total_amount, GIVEN),
    FIELD_PTR(shipping_address, address, GIVEN),
    FIELD_PTR(billing_address, address, GIVEN),
    FIELD_ENUM(payment_method, payment_method_words, GIVEN),
    FIELD_OF(items, order_item),
    FIELD(created_at, GIVEN),
    FIELD(updated_at, GIVEN),
    FIELD(email, FOR_PAGES),
    FIELD(payment_id, FOR_PAGES),
    FIELD(paid_at, FOR_PAGES),
    FIELD(refunded_amount, FOR_PAGES),
    FIELD(version, EDIT_VERSION));

SPEC(parcel,
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(vendor_name),
    FIELD_ENUM(status, order_status_words),
    FIELD(items_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount),
    FIELD_AS(version, "parcel_version", FOR_PAGES));

SPEC(order_step,
    FIELD(vendor_id),
    FIELD_ENUM(status, order_status_words),
    FIELD_AS(note.text, "note"),
    FIELD_AS(note.id, "note_id"),
    FIELD_AS(note.args, "note_args"),
    FIELD(at));

SPEC(order_id, FIELD(id));
