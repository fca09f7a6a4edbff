-- SPDX-License-Identifier: ISC
-- A notification holds the id of its sentence and the values in it, and is
-- rendered in the reader's language (common/contract/stored_text.h). The title
-- stays: it is the English text, for programs that do not know the id.

ALTER TABLE notifications
	ADD title_id text,
	ADD title_args jsonb;
