-- SPDX-License-Identifier: ISC
-- Who may sign in, and who has.

CREATE TABLE users (
	id		uuid PRIMARY KEY,
	email		text NOT NULL,
	password_hash	text NOT NULL,
	name		text NOT NULL,
	role		text NOT NULL DEFAULT 'BUYER'
			CHECK (role IN ('BUYER', 'VENDOR', 'ADMIN')),
	is_active	boolean NOT NULL DEFAULT true,
	email_verified	boolean NOT NULL DEFAULT false,
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT users_email_key UNIQUE (email),
	CONSTRAINT users_email_lower CHECK (email = lower(email))
);

-- A session is the family of all refresh tokens that follow one sign-in.
CREATE TABLE sessions (
	id		uuid PRIMARY KEY,
	user_id		uuid NOT NULL REFERENCES users ON DELETE CASCADE,
	address		text NOT NULL DEFAULT '',
	created_at	timestamptz NOT NULL DEFAULT now(),
	ended_at	timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id) WHERE ended_at IS NULL;

-- Tokens are kept as keyed hashes; a rotated one is kept to recognise theft.
CREATE TABLE refresh_tokens (
	hash		text PRIMARY KEY,
	session_id	uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
	expires_at	timestamptz NOT NULL,
	rotated_at	timestamptz,
	created_at	timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

GRANT SELECT, INSERT, UPDATE ON users, sessions TO :"runtime_role";
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_tokens TO :"runtime_role";
