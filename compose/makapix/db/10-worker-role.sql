-- Runs once, when the database is new. The owner (POSTGRES_USER) migrates; this role serves: it may connect and use the
-- schema, and gets its rights on tables from the migrations. It cannot create anything.
\getenv worker DB_API_WORKER_USER
\getenv password DB_API_WORKER_PASSWORD

-- A statement that fails is logged with its text, and this text holds the password.
SET log_min_error_statement = panic;
CREATE ROLE :"worker" LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
RESET log_min_error_statement;

REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO :"worker";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"worker";
