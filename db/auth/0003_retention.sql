-- SPDX-License-Identifier: ISC
-- When a session ends unless it is renewed: with its last refresh token. Old
-- sessions and tokens are removed (db/retention.def).

ALTER TABLE sessions ADD expires_at timestamptz NOT NULL
	DEFAULT farm_now() + interval '7 days';
UPDATE sessions s SET expires_at = coalesce((SELECT max(t.expires_at)
	FROM refresh_tokens t WHERE t.session_id = s.id), s.created_at);

CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

GRANT DELETE ON sessions TO :"runtime_role";
