/* SPDX-License-Identifier: ISC */
/*
 * names.h - included before anything else in all that is simulated: whatever
 * asks a database asks the simulated one, and names that several programs
 * use stay apart when they are linked into one.
 */
#ifndef FARM_TESTS_SIMULATE_NAMES_H
#define FARM_TESTS_SIMULATE_NAMES_H

#define JOINED(a, b) a##_##b
#define OF(a, b)     JOINED(a, b)

/* "-DPROGRAM=orders": a program of the farm; the simulator itself has none. */
#ifdef PROGRAM
#define main                OF(PROGRAM, main)
#define settings            OF(PROGRAM, settings)
#define order_id_in_spec    OF(PROGRAM, order_id_in_spec)
#define vendor_list_in_spec OF(PROGRAM, vendor_list_in_spec)
int main(int argc, char **argv);
#endif

/* "-DREAL": the queries themselves, of which only the specs are needed. */
#ifndef REAL

/* db_common.c */
#define db_arena      sim_db_arena
#define db_batch      sim_db_batch
#define db_flush      sim_db_flush
#define db_tx         sim_db_tx
#define db_event_spec sim_db_event_spec
#define pg_store      sim_pg_store

/* db_orders.c */
#define db_cart_rows       sim_db_cart_rows
#define db_cart_lines_take sim_db_cart_lines_take
#define db_order_add       sim_db_order_add
#define db_order_get       sim_db_order_get
#define db_order_lock      sim_db_order_lock
#define db_order_move      sim_db_order_move
#define db_order_of_vendor sim_db_order_of_vendor
#define db_order_paid      sim_db_order_paid
#define db_order_refunded  sim_db_order_refunded
#define db_orders_unpaid   sim_db_orders_unpaid
#define db_parcel_list     sim_db_parcel_list

/* db_payments.c */
#define db_attempt_add         sim_db_attempt_add
#define db_attempt_find        sim_db_attempt_find
#define db_attempt_get         sim_db_attempt_get
#define db_attempt_last        sim_db_attempt_last
#define db_attempt_lease       sim_db_attempt_lease
#define db_attempt_set_name    sim_db_attempt_set_name
#define db_attempt_open_of     sim_db_attempt_open_of
#define db_attempt_paid        sim_db_attempt_paid
#define db_attempt_set         sim_db_attempt_set
#define db_attempt_stale       sim_db_attempt_stale
#define db_payment_add         sim_db_payment_add
#define db_payment_get         sim_db_payment_get
#define db_payment_lock        sim_db_payment_lock
#define db_payment_of_order    sim_db_payment_of_order
#define db_payment_set         sim_db_payment_set
#define db_payment_set_answer  sim_db_payment_set_answer
#define db_payment_shares      sim_db_payment_shares
#define db_provider_event_add  sim_db_provider_event_add
#define db_provider_event_done sim_db_provider_event_done

/* db_ledger.c */
#define db_ledger_left        sim_db_ledger_left
#define db_ledger_post        sim_db_ledger_post
#define db_refund_add         sim_db_refund_add
#define db_refund_by_key      sim_db_refund_by_key
#define db_refund_by_provider sim_db_refund_by_provider
#define db_refund_get         sim_db_refund_get
#define db_refund_requested   sim_db_refund_requested
#define db_refund_set         sim_db_refund_set
#define db_refund_stale       sim_db_refund_stale

/* db_stock.c */
#define db_product_lookup sim_db_product_lookup
#define db_stock_commit   sim_db_stock_commit
#define db_stock_expire   sim_db_stock_expire
#define db_stock_release  sim_db_stock_release
#define db_stock_reserve  sim_db_stock_reserve

/* db_desk.c */
#define db_category_list sim_db_category_list
#define db_desk_edit     sim_db_desk_edit
#define db_desk_get      sim_db_desk_get

/* db_events.c */
#define db_event_take    sim_db_event_take
#define db_events_told   sim_db_events_told
#define db_events_untold sim_db_events_untold
#define db_job_again     sim_db_job_again
#define db_job_back      sim_db_job_back
#define db_job_dead      sim_db_job_dead
#define db_job_done      sim_db_job_done
#define db_job_retry     sim_db_job_retry
#define db_jobs_claim    sim_db_jobs_claim
#define db_jobs_release  sim_db_jobs_release
#define db_outbox_done   sim_db_outbox_done
#define db_outbox_lost   sim_db_outbox_lost
#define db_outbox_relay  sim_db_outbox_relay

#endif
#endif
