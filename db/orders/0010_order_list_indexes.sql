-- SPDX-License-Identifier: ISC
-- Lists of several states, or of all, merge what each state's index begins with
-- (orders_by_status, parcels_by_status). An index by age alone must not be
-- there: for one state the planner would walk along it and read every order of
-- the other states.

DROP INDEX orders_by_age;
DROP INDEX parcels_of_vendor;
