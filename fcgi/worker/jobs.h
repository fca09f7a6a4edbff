/* SPDX-License-Identifier: ISC */
/*
 * jobs.h - the handlers of jobs.
 */
#ifndef FARM_FCGI_WORKER_JOBS_H
#define FARM_FCGI_WORKER_JOBS_H

#include "fcgi/worker/worker.h"

/* calls.c: other services, and what stands in Redis. */
job_fn session_drop, order_paid, stock_commit, stock_release, payment_cancel,
    payment_refund, order_refunded, webhook_deliver;

/* mails.c: mails to the address in the payload. */
job_fn mail_user, mail_vendor, mail_order, mail_payment;

/* notices.c: what users are told on the site. */
job_fn notice_order, notice_payment, notice_vendor, notice_sellers;

#endif
