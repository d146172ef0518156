CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    handle text NOT NULL CHECK (handle ~ '^[a-z0-9][a-z0-9_-]{1,29}$'),
    email text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_handle_key UNIQUE (handle)
);

CREATE TABLE posts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    body text NOT NULL DEFAULT '' CHECK (char_length(body) <= 10000),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX posts_user_id ON posts (user_id);
CREATE INDEX posts_newest_first ON posts (created_at DESC, id DESC);

CREATE TABLE comments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id bigint NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 2000),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX comments_post_id ON comments (post_id, created_at DESC, id DESC);
CREATE INDEX comments_user_id ON comments (user_id);
