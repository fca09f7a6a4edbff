/* SPDX-License-Identifier: ISC */
/*
 * payloads.h - what events say; also the models of the mails about them.
 */
#ifndef FARM_FCGI_WORKER_PAYLOADS_H
#define FARM_FCGI_WORKER_PAYLOADS_H

#include "common/model/spec.h"

struct id_event {
	struct uuid id;
};

struct user_event {
	struct uuid user_id;
	const char *email, *name;
};

struct vendor_event {
	struct uuid vendor_id, user_id;
	const char *email, *business_name, *reason;
};

struct order_item {
	struct uuid  product_id, variant_id, vendor_id;
	const char  *name;
	int64_t      quantity;
	struct money price, total_price;
	const char  *status;
};

LIST_DECLARE(order_item);

struct mail_address {
	const char *full_name, *line1, *line2, *city, *state, *postal_code,
	    *country, *phone;
};

struct order_event {
	struct uuid  order_id;
	const char  *order_number;
	struct uuid  user_id;
	const char  *email, *status, *currency;
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount;
	LIST(order_item)     items;
	struct mail_address *shipping_address;
	struct uuid          vendor_id; /* one vendor's part only */
	const char          *vendor_name, *reason;
	struct money         amount; /* to refund */
	struct flag          is_paid;
};

struct payment_event {
	struct uuid  payment_id, order_id;
	const char  *order_number;
	struct uuid  user_id;
	const char  *email;
	struct money amount;
	const char  *currency, *status, *method, *message;
	struct flag  is_whole; /* a refund of everything */
};

SPEC_DECLARE(id_event);
SPEC_DECLARE(user_event);
SPEC_DECLARE(vendor_event);
SPEC_DECLARE(order_event);
SPEC_DECLARE(payment_event);

#endif
