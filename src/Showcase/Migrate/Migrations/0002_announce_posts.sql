ALTER TABLE posts ADD COLUMN announced_at timestamptz;

-- The worker looks for posts that were never announced; almost all are, so the index stays small.
CREATE INDEX posts_not_announced ON posts (created_at) WHERE announced_at IS NULL;
