/* SPDX-License-Identifier: ISC */
#include "common/contract/products_calls.h"

SPEC(goods_key,
    FIELD(product_id, REQUIRED),
    FIELD(variant_id));

SPEC(goods,
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(available),
    FIELD(has_variants),
    FIELD(name),
    FIELD(slug),
    FIELD(image),
    FIELD(price),
    FIELD(stock_quantity),
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(vendor_name),
    FIELD(vendor_slug),
    FIELD(variant_name));

/* A full cart, and what is to be added to it. */
SPEC(goods_lookup_in, FIELD_OF(items, goods_key, REQUIRED, RANGE(1, 101)));
SPEC(goods_lookup_out, FIELD_OF(items, goods));

SPEC(reserve_item,
    FIELD(product_id, REQUIRED),
    FIELD(variant_id),
    FIELD(quantity, REQUIRED, RANGE(1, 1000000)),
    FIELD(price, REQUIRED));

SPEC(reserve_in,
    FIELD(order_id, REQUIRED),
    FIELD(user_id, REQUIRED),
    FIELD_OF(items, reserve_item, REQUIRED, RANGE(1, 100)));

SPEC(reserved_line,
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(vendor_name),
    FIELD(name),
    FIELD(image),
    FIELD(sku),
    FIELD(quantity),
    FIELD(price));

SPEC(reservation,
    FIELD(order_id),
    FIELD(expires_at),
    FIELD_OF(items, reserved_line));

SPEC(stock_commit_in, FIELD(order_id, REQUIRED));

SPEC(stock_release_in,
    FIELD(order_id, REQUIRED),
    FIELD(vendor_id));

SPEC(stock_expired, FIELD(released));
