-- SPDX-License-Identifier: ISC
-- A note that is no words of a person holds the id of its sentence and the
-- values in it (common/contract/stored_text.h). The note stays: it is the
-- English text, for programs that do not know the id.

ALTER TABLE order_steps
	ADD note_id text,
	ADD note_args jsonb;
