-- SPDX-License-Identifier: ISC
-- Old reservations are removed with their lines (db/retention.def).

ALTER TABLE reservation_lines
	DROP CONSTRAINT reservation_lines_order_fkey,
	ADD CONSTRAINT reservation_lines_order_fkey FOREIGN KEY (order_id)
		REFERENCES reservations ON DELETE CASCADE;

CREATE INDEX reservations_released ON reservations (released_at)
	WHERE released_at IS NOT NULL;
CREATE INDEX reservations_committed ON reservations (committed_at)
	WHERE committed_at IS NOT NULL;

GRANT DELETE ON reservations TO :"runtime_role";
