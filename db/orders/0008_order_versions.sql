-- SPDX-License-Identifier: ISC
-- The version of an order, and of a vendor's part of it, changes whenever what
-- a page shows of it changes. Who changes the status can name the version that
-- was shown; if it is not the present one, the change is refused.

ALTER TABLE orders ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE parcels ADD COLUMN version bigint NOT NULL DEFAULT 1;
GRANT UPDATE (version) ON orders, parcels TO :"runtime_role";
