#!/usr/bin/env bash
# ./build.sh [--setup] --target=<Target> [options]: builds the build if a source of it changed, then runs it.
set -euo pipefail

# A stream that is closed would be the next file that is opened, and what is printed would be written there.
[ -e /dev/fd/0 ] || exec 0<>/dev/null
[ -e /dev/fd/1 ] || exec 1<>/dev/null
[ -e /dev/fd/2 ] || exec 2<>/dev/null
# What cannot be said stops nothing: neither a full disk nor a reader that has ended.
say() { (trap '' PIPE && echo "$*" >&2) || true; }

repository=$(cd -- "${BASH_SOURCE[0]%"${BASH_SOURCE[0]##*/}"}." && pwd)
output=$repository/build/bin
assembly=$output/Release/Build.dll
stamp=$output/sources

arguments=()
for argument in "$@"; do
    if [ "$argument" = --setup ]; then "$repository/build/setup/setup.sh" "$@"; else arguments+=("$argument"); fi
done

# The set-up leaves the folder of its SDK here, where the dotnet of the PATH does not serve.
if [ -f "$output/dotnet-root" ]; then
    DOTNET_ROOT=$(<"$output/dotnet-root")
    export DOTNET_ROOT PATH="$DOTNET_ROOT:$PATH"
fi
if ! command -v dotnet >/dev/null; then
    echo "There is no .NET SDK on this machine, or 'dotnet' is not in the PATH: run ./build.sh --setup ${arguments[*]-}" >&2
    exit 2
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Every source with its time and size: a file that is gone changes the list too, and an older one that comes back.
list_sources() {
    (cd "$repository" && shopt -s nullglob && find build src/Slipway.* src/*.* Directory.* global.json \
        \( -name bin -o -name obj -o -path build/setup \) -prune -o -type f -printf '%p %T@ %s\n')
}
is_built() { [ -f "$assembly" ] && [ -f "$stamp" ] && [ "$sources" = "$(<"$stamp")" ]; }

sources=$(list_sources)
if ! is_built; then
    mkdir -p "$output"
    exec 9>"$output/.lock"
    if ! flock -n 9; then
        say "Waiting for another ./build.sh that is building."
        flock 9
        sources=$(list_sources)
    fi
    if ! is_built; then
        say "Building Slipway, since its sources changed."
        rm -f -- "$stamp"
        # The compiler's servers outlive this script: they must keep neither the lock nor its output open.
        if ! (cd "$repository" && dotnet build build/Build.csproj -c Release -v q --nologo >"$output/build.log" 2>&1 </dev/null 9>&-); then
            cat -- "$output/build.log" >&2
            echo "Slipway itself does not build: see the messages above. A missing SDK: ./build.sh --setup" >&2
            exit 2
        fi
        printf '%s\n' "$sources" >"$stamp"
    fi
    exec 9>&-
fi

exec dotnet "$assembly" "${arguments[@]}"
