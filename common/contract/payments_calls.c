/* SPDX-License-Identifier: ISC */
#include "common/contract/payments_calls.h"

SPEC(order_cancelled_in,
    FIELD(order_id, REQUIRED),
    FIELD(reason, RANGE(0, 500)),
    FIELD(reason_id, RANGE(0, 60)),
    FIELD(vendor_id),
    FIELD(amount),
    FIELD(refund_key, REQUIRED, RANGE(1, 200)));

SPEC(payments_reconciled, FIELD(settled));
