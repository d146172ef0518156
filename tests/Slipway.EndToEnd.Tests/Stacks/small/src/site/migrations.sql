SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS rows (id bigserial PRIMARY KEY, text text NOT NULL UNIQUE);
\echo 0001_rows
