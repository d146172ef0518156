#!/usr/bin/env bash
# Tries what stacks use of the base images, on whichever of them are local: run it after a change to a recipe.
# Ends with 0 when every trial passed. Everything it makes carries its own prefix and is removed at the end.
# shellcheck disable=SC2016 # what is in single quotes is for the containers' shells, and for Mosquitto's topics
set -euo pipefail

prefix=slipway-verify-$$
work=$(mktemp -d)
passed=0 failed=0

clean_up() {
    docker ps -aq --filter "name=^$prefix" | xargs -r docker rm -fv >/dev/null 2>&1 || true
    docker network rm "$prefix" >/dev/null 2>&1 || true
    docker volume ls -q --filter "name=^$prefix" | xargs -r docker volume rm >/dev/null 2>&1 || true
    docker image rm "$prefix-app" >/dev/null 2>&1 || true
    rm -rf -- "$work"
}
trap clean_up EXIT
docker network create "$prefix" >/dev/null
chmod 0755 "$work"

local_image() { docker image inspect "$1" >/dev/null 2>&1; }

# trial <sentence> <command...>: passes when the command does.
trial() {
    local sentence=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        passed=$((passed + 1))
        printf 'ok    %s\n' "$sentence"
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n' "$sentence"
        tail -n 15 "$work/output" | sed 's/^/      /'
    fi
}

not() { if "$@"; then return 1; fi; }
# prints <text> <command...>: it succeeds, and its output contains the text.
prints() {
    local wanted=$1 output
    shift
    output=$("$@" 2>&1) || { printf '%s\n' "$output"; return 1; }
    printf '%s\n' "$output"
    grep -qF -- "$wanted" <<<"$output"
}
# answers <text> <command...>: it succeeds, and its output is the text.
answers() {
    local wanted=$1 output
    shift
    output=$("$@" 2>&1) || { printf '%s\n' "$output"; return 1; }
    printf '%s\n' "$output"
    [ "$output" = "$wanted" ]
}
fails_saying() {
    local wanted=$1 output
    shift
    if output=$("$@" 2>&1); then
        echo "it succeeded: $output"
        return 1
    fi
    printf '%s\n' "$output"
    grep -qF -- "$wanted" <<<"$output"
}
# soon <command...>: within 30 s.
soon() {
    local deadline=$((SECONDS + 30))
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.3
    done
}
# A container that does not start fails the trials that ask it something.
start() { docker run -d --network "$prefix" "$@" >/dev/null || true; }

postgres_trials() {
    local image=postgres:15-bookworm database=$prefix-postgres
    mkdir -p "$work/init"
    echo "CREATE TABLE first(id int);" >"$work/init/10-first.sql"
    echo "INSERT INTO first VALUES (7);" | gzip >"$work/init/20-second.sql.gz"
    cat >"$work/init/30-third.sh" <<'SH'
#!/bin/bash
set -e
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -v "secret=$WORKER_PASSWORD" <<'SQL'
CREATE ROLE worker LOGIN PASSWORD :'secret';
GRANT SELECT ON first TO worker;
SQL
SH
    chmod 0755 "$work/init/30-third.sh"
    printf 'from-a-file' >"$work/password"
    chmod 0644 "$work/password"
    docker volume create "$prefix-data" >/dev/null

    trial "postgres refuses to start without a password" \
        fails_saying "superuser password is not specified" docker run --rm "$image"
    trial "postgres refuses a password given twice" \
        fails_saying "both POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE are set" \
        docker run --rm -e POSTGRES_PASSWORD=a -e POSTGRES_PASSWORD_FILE=/password -v "$work/password:/password:ro" "$image"
    start --name "$database" -e POSTGRES_USER=owner -e POSTGRES_DB=shop -e POSTGRES_PASSWORD_FILE=/password -e WORKER_PASSWORD="it's" \
        -e POSTGRES_INITDB_ARGS="--data-checksums --auth-host=scram-sha-256" -v "$work/password:/password:ro" \
        -v "$work/init:/docker-entrypoint-initdb.d:ro" -v "$prefix-data:/var/lib/postgresql/data" "$image" -c max_connections=33
    trial "postgres becomes ready on TCP only after its init scripts" soon docker exec "$database" pg_isready -h 127.0.0.1 -U owner -d shop
    trial "the init files ran, .sql, .sql.gz and .sh" \
        answers 7 docker exec -e PGPASSWORD="it's" "$database" psql -h "$database" -U worker -d shop -Atc 'select id from first'
    trial "the password of the file works over the network" \
        answers 1 docker run --rm --network "$prefix" -e PGPASSWORD=from-a-file "$image" psql -h "$database" -U owner -d shop -Atc 'select 1'
    trial "a wrong password is refused over the network" \
        fails_saying "password authentication failed" docker run --rm --network "$prefix" -e PGPASSWORD=wrong "$image" psql -h "$database" -U owner -d shop -c 'select 1'
    trial "the local socket is trusted" answers owner docker exec "$database" psql -U owner -d shop -Atc 'select current_user'
    trial "passwords are kept as scram" answers scram-sha-256 docker exec "$database" psql -U owner -d shop -Atc 'show password_encryption'
    trial "arguments of the command reach the server" answers 33 docker exec "$database" psql -U owner -d shop -Atc 'show max_connections'
    trial "arguments of initdb are used" answers on docker exec "$database" psql -U owner -d shop -Atc 'show data_checksums'
    trial "the database is UTF-8" answers UTF8 docker exec "$database" psql -U owner -d shop -Atc 'show server_encoding'
    trial "the server runs as uid 999" answers 999 docker exec "$database" stat -c %u /proc/1
    trial "pg_dump is on the path" prints "COPY public.first" docker exec "$database" pg_dump -U owner -d shop
    trial "a stop is a clean one" docker stop -t 20 "$database"
    trial "the log says so" prints "database system is shut down" docker logs "$database"
    docker start "$database" >/dev/null || true
    trial "a second start keeps the data" soon docker exec "$database" psql -h 127.0.0.1 -U owner -d 'dbname=shop password=from-a-file' -Atc 'select id from first'
    trial "and runs no init script again" prints "Skipping initialization" docker logs "$database"
}

redis_trials() {
    local image=redis:7-bookworm cache=$prefix-redis
    printf 'maxmemory 5mb\nrequirepass hush\n' >"$work/redis.conf"
    chmod 0644 "$work/redis.conf"
    start --name "$cache" "$image"
    trial "redis answers" soon answers PONG docker exec "$cache" redis-cli ping
    trial "redis answers other containers without a password" answers PONG docker run --rm --network "$prefix" "$image" redis-cli -h "$cache" ping
    trial "redis runs as uid 999" answers 999 docker exec "$cache" stat -c %u /proc/1
    start --name "$cache-2" "$image" redis-server --appendonly yes --requirepass secret
    trial "arguments reach redis" soon prints appendonlydir docker exec "$cache-2" ls /data
    trial "a password is asked for" prints NOAUTH docker exec "$cache-2" redis-cli ping
    trial "REDISCLI_AUTH is used" answers PONG docker exec -e REDISCLI_AUTH=secret "$cache-2" redis-cli ping
    start --name "$cache-3" -v "$work/redis.conf:/redis.conf:ro" "$image" /redis.conf
    trial "a configuration file is used" soon prints 5242880 docker exec -e REDISCLI_AUTH=hush "$cache-3" redis-cli config get maxmemory
}

certificates() {
    local folder=$1 name=$2
    mkdir -p "$folder"
    (
        cd "$folder"
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=verify-ca -keyout ca.key -out ca.crt
        for who in "$name" client; do
            openssl req -newkey rsa:2048 -nodes -subj "/CN=$who" -keyout "$who.key" -out "$who.csr"
            printf 'subjectAltName=DNS:%s\n' "$who" >"$who.ext"
            openssl x509 -req -in "$who.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile "$who.ext" -out "$who.crt"
        done
        chmod 0644 ./*
    ) >/dev/null 2>&1
}

mosquitto_trials() {
    local image=eclipse-mosquitto:2 broker=$prefix-mosquitto
    certificates "$work/mqtt/certs" "$broker"
    cat >"$work/mqtt/mosquitto.conf" <<CONF
persistence true
persistence_location /mosquitto/data/
listener 8883
cafile /mosquitto/config/certs/ca.crt
certfile /mosquitto/config/certs/$broker.crt
keyfile /mosquitto/config/certs/$broker.key
require_certificate true
use_identity_as_username true
listener 1883
password_file /mosquitto/data/passwords
CONF
    chmod 0644 "$work/mqtt/mosquitto.conf"
    docker volume create "$prefix-mqtt" >/dev/null
    docker run --rm -v "$prefix-mqtt:/mosquitto/data" "$image" mosquitto_passwd -c -b /mosquitto/data/passwords alice wonder || true
    start --name "$broker" -v "$prefix-mqtt:/mosquitto/data" -v "$work/mqtt/mosquitto.conf:/mosquitto/config/mosquitto.conf:ro" -v "$work/mqtt/certs:/mosquitto/config/certs:ro" "$image"
    local tls=(--cafile /mosquitto/config/certs/ca.crt -h "$broker" -p 8883)
    local certificate=(--cert /mosquitto/config/certs/client.crt --key /mosquitto/config/certs/client.key)
    trial "mosquitto takes a message over mutual TLS" soon docker exec "$broker" mosquitto_pub "${tls[@]}" "${certificate[@]}" -t t -m hello -r -q 1
    trial "and gives it back" prints hello docker exec "$broker" mosquitto_sub "${tls[@]}" "${certificate[@]}" -t t -C 1 -W 10
    trial "without a client certificate it refuses" not docker exec "$broker" mosquitto_pub "${tls[@]}" -t t -m no -q 1
    # What the client says depends on which side of TLS 1.3 is quicker; the broker's log does not.
    trial "and its log says why" prints "peer did not return a certificate" docker logs "$broker"
    trial "a password is accepted" docker exec "$broker" mosquitto_pub -u alice -P wonder -t p -m x
    trial "a wrong one is not" fails_saying "not authorised" docker exec "$broker" mosquitto_pub -u alice -P nonsense -t p -m x
    trial "the broker runs as uid 1883" answers 1883 docker exec "$broker" stat -c %u /proc/1
    start --name "$broker-2" "$image"
    trial "the default configuration serves the container itself" soon docker exec "$broker-2" mosquitto_sub -h localhost -t '$SYS/broker/version' -C 1 -W 5
}

caddy_trials() {
    local image=caddy:2 edge=$prefix-caddy
    cat >"$work/Caddyfile" <<'CONF'
{
    skip_install_trust
    servers {
        protocols h1 h2
    }
}
edge.localhost {
    tls internal
    reverse_proxy {
        dynamic a app 8080 {
            refresh 1s
        }
    }
}
http://plain.localhost {
    respond "plain"
}
CONF
    chmod 0644 "$work/Caddyfile"
    start --name "$edge" "$image"
    trial "caddy serves its page by default" soon prints Caddy docker exec "$edge" wget -qO- http://127.0.0.1/
    trial "caddy is 2.9 or newer" docker exec "$edge" sh -c 'caddy version | grep -Eq "^v?2\.(9|[1-9][0-9])"'
    start --name "$prefix-app" --network-alias app "$image" caddy respond --listen :8080 "from the app"
    start --name "$edge-2" --network-alias edge.localhost -v "$work/Caddyfile:/etc/caddy/Caddyfile:ro" "$image"
    trial "caddy proxies over its internal TLS" soon prints "from the app" docker run --rm --network "$prefix" "$image" wget --no-check-certificate -qO- https://edge.localhost/
    trial "its authority is kept in /data" docker exec "$edge-2" test -s /data/caddy/pki/authorities/local/root.crt
    trial "caddy reloads" docker exec "$edge-2" caddy reload --config /etc/caddy/Caddyfile
    trial "a password hash is made" prints '$2' docker exec "$edge-2" caddy hash-password --plaintext x
    trial "the admin endpoint answers health checks" docker exec "$edge-2" wget -qO /dev/null http://127.0.0.1:2019/config/
    trial "a user without rights may listen on 80" soon prints plain docker run --rm --user 1000 --entrypoint sh -v "$work/Caddyfile:/etc/caddy/Caddyfile:ro" \
        -e XDG_DATA_HOME=/tmp -e XDG_CONFIG_HOME=/tmp "$image" -c \
        'caddy respond --listen :80 plain >/dev/null 2>&1 & for i in 1 2 3 4 5 6 7 8 9; do wget -qO- http://127.0.0.1/ && exit; sleep 0.3; done; exit 1'
}

dotnet_trials() {
    local sdk=mcr.microsoft.com/dotnet/sdk:10.0 aspnet=mcr.microsoft.com/dotnet/aspnet:10.0 app=$prefix-dotnet
    trial "aspnet has its variables and user" answers "8080 true 1654 1654" docker run --rm "$aspnet" \
        sh -c 'echo "$ASPNETCORE_HTTP_PORTS $DOTNET_RUNNING_IN_CONTAINER $APP_UID $(id -u app)"'
    trial "aspnet has the runtimes" prints Microsoft.AspNetCore.App docker run --rm "$aspnet" dotnet --list-runtimes
    trial "aspnet has no curl" not docker run --rm "$aspnet" sh -c 'command -v curl'
    mkdir -p "$work/app"
    cat >"$work/app/App.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql" Version="9.0.3" /></ItemGroup>
</Project>
XML
    cat >"$work/app/Program.cs" <<'CS'
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => $"uid {Environment.GetEnvironmentVariable("APP_UID")} {typeof(Npgsql.NpgsqlConnection).Name} {System.Globalization.CultureInfo.GetCultureInfo("de-DE").EnglishName}");
app.Run();
CS
    cat >"$work/app/Dockerfile" <<DOCKER
FROM $sdk AS build
WORKDIR /src
COPY App.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release --no-restore -o /out
FROM $aspnet
COPY --from=build /out /app
USER \$APP_UID
ENTRYPOINT ["dotnet", "/app/App.dll"]
DOCKER
    trial "the SDK restores, compiles and publishes in a build" docker build --no-cache -q -t "$prefix-app" "$work/app"
    if local_image "$prefix-app"; then
        start --name "$app" "$prefix-app"
        trial "the application answers on 8080, as its user, with ICU" soon prints "uid 1654 NpgsqlConnection German (Germany)" \
            docker run --rm --network "$prefix" caddy:2 wget -qO- "http://$app:8080/"
        trial "it stops at SIGTERM" docker stop -t 10 "$app"
        trial "with exit code 0" answers 0 docker inspect -f '{{.State.ExitCode}}' "$app"
    fi
}

debian_trials() {
    trial "debian:bookworm-slim installs packages" docker run --rm debian:bookworm-slim sh -c 'apt-get -qq update && apt-get -qq install -y --no-install-recommends less && less --version'
}

ran=0
if local_image debian:bookworm-slim; then debian_trials; ran=1; fi
if local_image postgres:15-bookworm; then postgres_trials; ran=1; fi
if local_image redis:7-bookworm; then redis_trials; ran=1; fi
if local_image eclipse-mosquitto:2; then mosquitto_trials; ran=1; fi
if local_image caddy:2; then caddy_trials; ran=1; fi
if local_image mcr.microsoft.com/dotnet/sdk:10.0; then dotnet_trials; ran=1; fi
if [ "$ran" -eq 0 ]; then
    echo "No base image is local: ./build.sh --setup makes them where no registry answers." >&2
    exit 2
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
