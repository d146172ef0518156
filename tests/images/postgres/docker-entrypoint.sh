#!/usr/bin/env bash
# First start: makes the cluster, the database and the user, runs /docker-entrypoint-initdb.d; then becomes the server.
set -Eeuo pipefail

# file_env <name> [<default>]: the value of NAME, or the content of the file that NAME_FILE names (a Compose secret).
file_env() {
    local name=$1 file=${1}_FILE
    if [ -n "${!name:-}" ] && [ -n "${!file:-}" ]; then
        echo >&2 "error: both $name and $file are set (but are exclusive)"
        exit 1
    fi
    if [ -n "${!name:-}" ]; then
        export "$name=${!name}"
    elif [ -n "${!file:-}" ]; then
        export "$name=$(<"${!file}")"
    else
        export "$name=${2:-}"
    fi
    unset "$file"
}

make_cluster() {
    local arguments=()
    # The user's own words for initdb, quoted as in a shell.
    eval "arguments=(${POSTGRES_INITDB_ARGS:-})"
    if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then arguments+=(--waldir "$POSTGRES_INITDB_WALDIR"); fi
    initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${arguments[@]}"
    # After initdb's own lines, which trust the local socket and the container's loopback; the first match counts.
    local method=${POSTGRES_HOST_AUTH_METHOD:-}
    : "${method:=$(postgres -C password_encryption)}"
    printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

check_password() {
    if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
        cat >&2 <<'MESSAGE'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.
MESSAGE
        exit 1
    fi
}

# run_sql <psql's arguments>: as the superuser, on the socket, in the new database.
run_sql() {
    local command=(psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc)
    command+=(--dbname "$POSTGRES_DB")
    PGHOST='' PGHOSTADDR='' "${command[@]}" "$@"
}

run_init_files() {
    local file
    for file in /docker-entrypoint-initdb.d/*; do
        case $file in
            *.sh)
                if [ -x "$file" ]; then
                    printf '%s: running %s\n' "$0" "$file"
                    "$file"
                else
                    printf '%s: sourcing %s\n' "$0" "$file"
                    # shellcheck disable=SC1090
                    . "$file"
                fi
                ;;
            *.sql) printf '%s: running %s\n' "$0" "$file"; run_sql -f "$file" ;;
            *.sql.gz) printf '%s: running %s\n' "$0" "$file"; gunzip -c "$file" | run_sql ;;
            *.sql.xz) printf '%s: running %s\n' "$0" "$file"; xzcat "$file" | run_sql ;;
            *.sql.zst) printf '%s: running %s\n' "$0" "$file"; zstd -dc "$file" | run_sql ;;
            /docker-entrypoint-initdb.d/'*') ;;
            *) printf '%s: ignoring %s\n' "$0" "$file" ;;
        esac
        echo
    done
}

# Scripts often call these by their public names.
docker_process_sql() { run_sql "$@"; }

if [ "${1:0:1}" = '-' ]; then
    set -- postgres "$@"
fi

wants_help=0
for argument in "$@"; do
    case $argument in -'?' | --help | --describe-config | -V | --version) wants_help=1 ;; esac
done

if [ "${1:-}" = postgres ] && [ "$wants_help" -eq 0 ]; then
    if [ "$(id -u)" -eq 0 ]; then
        mkdir -p "$PGDATA"
        find "$PGDATA" \! -user postgres -exec chown postgres '{}' +
        chown postgres:postgres /var/run/postgresql 2>/dev/null || true
        if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then
            mkdir -p "$POSTGRES_INITDB_WALDIR"
            find "$POSTGRES_INITDB_WALDIR" \! -user postgres -exec chown postgres '{}' +
        fi
        exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
    fi
    chmod 0700 "$PGDATA" || true
    file_env POSTGRES_PASSWORD
    file_env POSTGRES_USER postgres
    file_env POSTGRES_DB "$POSTGRES_USER"
    file_env POSTGRES_INITDB_ARGS
    if [ -s "$PGDATA/PG_VERSION" ]; then
        printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
    else
        check_password
        make_cluster
        # On the socket only, so that whoever waits for the TCP port meets the finished database and not this one.
        export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
        pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -p ${PGPORT:-5432}" -w start
        if [ "$POSTGRES_DB" != postgres ]; then
            run_sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
        fi
        run_init_files
        pg_ctl -D "$PGDATA" -m fast -w stop
        unset PGPASSWORD
        printf '\nPostgreSQL init process complete; ready for start up.\n\n'
    fi
fi

exec "$@"
