#!/usr/bin/env bash
# tests/takeover.sh <old-commit>: sees that this version takes up what an older one left: a state folder with releases, a saved plan,
# and runs of which the process was killed (SIGKILL) in the middle of a step, one resumed and one rolled back. Needs a Docker engine with
# the base images of ./build.sh --setup, git, jq and curl. Uses a clone of the tests' small stack with names of its own, and removes it.
set -euo pipefail

old=${1:?the commit of the older version}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
name=takeover$$
place=$(mktemp -d)
export SLIPWAY_STATE=$place/state NO_COLOR=1
mkdir -m 0700 "$SLIPWAY_STATE"

tidy() {
    for project in dev prod edge; do
        docker ps -aq --filter "label=com.docker.compose.project=$name-$project" | xargs -r docker rm -fv
        docker volume ls -q --filter "label=com.docker.compose.project=$name-$project" | xargs -r docker volume rm
        docker network ls -q --filter "label=com.docker.compose.project=$name-$project" | xargs -r docker network rm
    done >/dev/null 2>&1
    docker network rm "$name-net" >/dev/null 2>&1 || true
    docker images --format '{{.Repository}}:{{.Tag}}' | grep "^$name-" | xargs -r docker rmi >/dev/null 2>&1 || true
    git -C "$here" worktree remove --force "$place/old" 2>/dev/null || true
    rm -rf -- "$place"
}
trap tidy EXIT

git -C "$here" worktree add --quiet --detach "$place/old" "$old"

# A clone of the small stack, with an edge and ports of its own.
stack=$place/stack
mkdir -p "$stack/caddy"
cp -a "$here/tests/Slipway.EndToEnd.Tests/Stacks/small/." "$stack"
(cd "$here" && git ls-files -z caddy/Caddyfile caddy/docker-compose.yml caddy/maintenance.html caddy/state .gitignore) |
    while IFS= read -r -d '' file; do
        mkdir -p "$stack/$(dirname "$file")"
        cp -a "$here/$file" "$stack/$file"
    done
sed -i "s/project: slipway-edge/project: $name-edge/; s/network: caddy_net/network: $name-net/; s/project: small-/project: $name-/" "$stack/compose/small/stack.yaml"
sed -i "s/^PROJECT_NAME=small-/PROJECT_NAME=$name-/; s/^ROOT_DOMAIN=.*/ROOT_DOMAIN=$name.localhost/; s/^EDGE_HTTP_PORT=.*/EDGE_HTTP_PORT=18180/; s/^EDGE_HTTPS_PORT=.*/EDGE_HTTPS_PORT=18543/" "$stack"/env-templates/small/*.env
commit() { git -C "$stack" add -A && git -C "$stack" -c user.name=Takeover -c user.email=takeover@localhost commit --quiet --allow-empty -m "$1"; }
git -C "$stack" init --quiet
commit start

ledger=$SLIPWAY_STATE/small/dev/ledger.jsonl
run() { # run <old|new> <expected exit code> <options...>
    local which=$1 expected=$2 code=0 checkout=$here
    shift 2
    [ "$which" = new ] || checkout=$place/old
    echo "--- $which: $* (expects exit code $expected)"
    "$checkout/build.sh" --stack="$stack/compose/small/stack.yaml" "$@" >"$place/output" 2>&1 </dev/null || code=$?
    if [ "$code" != "$expected" ]; then
        cat "$place/output"
        echo "FAILED: exit code $code instead of $expected"
        exit 1
    fi
    tail -n 3 "$place/output" | sed 's/^/    /'
}
# cut <step>: a deployment of the old version whose process is killed while the step runs.
cut() {
    local before pid
    before=$(wc -l <"$ledger")
    echo "--- old: DeployDev, killed in $1"
    "$place/old/build.sh" --stack="$stack/compose/small/stack.yaml" --target=DeployDev >"$place/output" 2>&1 </dev/null &
    pid=$!
    until tail -n "+$((before + 1))" "$ledger" | grep -q "\"stepStarted\".*\"$1\""; do
        kill -0 "$pid" 2>/dev/null || { cat "$place/output"; echo "FAILED: it ended before $1"; exit 1; }
        sleep 0.02
    done
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
}
release() { jq -r 'select(.event == "runDone") | .release' "$ledger" | tail -n 1; }
answers() { curl --silent --insecure --max-time 20 --output /dev/null --write-out '%{http_code}' "https://development.$name.localhost:18543/" --resolve "development.$name.localhost:18543:127.0.0.1"; }
must() { [ "$1" = "$2" ] || { echo "FAILED: $3: '$1' instead of '$2'"; exit 1; }; echo "    $3: $1"; }
change() { echo "# $1" >>"$stack/src/site/Dockerfile"; commit "$1"; }

run old 0 --target=DeployDev
first=$(release)
run new 0 --target=Status
run new 0 --target=Plan --for=DeployDev --json="$place/plan.json"
must "$(jq .changes "$place/plan.json")" false "a second deployment has something to do"

change saved
run old 0 --target=Plan --for=DeployDev --plan="$place/saved.json"
run new 0 --target=DeployDev --plan="$place/saved.json"
second=$(release)
must "$(answers)" 200 "answer after a saved plan of the old version"

for step in build-images start-beside switch-traffic; do
    change "resumed $step"
    cut "$step"
    run new 3 --target=DeployDev
    run new 0 --target=Resume --environment=dev
    must "$(answers)" 200 "answer after Resume of a run that was killed in $step"
done

change aborted
resumed=$(release)
cut start-beside
run new 0 --target=Abort --environment=dev
must "$(release)" "$resumed" "release after Abort"
must "$(answers)" 200 "answer after Abort"

run new 0 --target=Rollback --environment=dev --to="$first"
must "$(answers)" 200 "answer after a rollback to the first release of the old version"
echo "taken up: state folder, saved plan, three resumed runs, one that was rolled back (releases $first, $second, $resumed)"
