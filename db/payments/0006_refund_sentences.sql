-- SPDX-License-Identifier: ISC
-- A reason that is no words of a person holds the id of its sentence
-- (common/contract/stored_text.h). The reason stays: it is the English text,
-- for programs that do not know the id.

ALTER TABLE refunds
	ADD reason_id text;
