/* SPDX-License-Identifier: ISC */
/*
 * order_notes.h - what a step of an order says when no person gave a reason.
 */
#ifndef FARM_FCGI_ORDERS_STATE_ORDER_NOTES_H
#define FARM_FCGI_ORDERS_STATE_ORDER_NOTES_H

#define NOTE_UNPAID              "Not paid in time"
#define NOTE_SOLD_OUT            "Sold out before it was paid"
#define NOTE_CANCELLED_BY_BUYER  "Cancelled by the buyer"
#define NOTE_CANCELLED_BY_VENDOR "Cancelled by the vendor"
#define NOTE_CANCELLED_BY_SHOP   "Cancelled by the shop"

#endif
