-- SPDX-License-Identifier: ISC
-- A version counts the edits of a row. A form and If-Match name the version
-- that they started from; an edit of another version is refused. A product's
-- version covers its variants. Sales leave versions as they are.

ALTER TABLE vendors ADD version bigint NOT NULL DEFAULT 1;
ALTER TABLE categories ADD version bigint NOT NULL DEFAULT 1;
ALTER TABLE products ADD version bigint NOT NULL DEFAULT 1;
