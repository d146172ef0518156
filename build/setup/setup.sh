#!/usr/bin/env bash
# Installs what this machine lacks for Slipway, says what it did, and leaves alone what is there.
# Run by build.sh --setup; by hand too.
# shellcheck disable=SC1091,SC2034 # the parts are beside this file, and read its variables
set -euo pipefail
export LC_ALL=C
# Debian leaves these out of a user's PATH; dockerd, ldconfig and debootstrap live there.
PATH=$PATH:/usr/sbin:/sbin

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd -- "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
log=${SLIPWAY_SETUP_LOG:-${TMPDIR:-/tmp}/slipway-setup.$(id -u).log}
: >"$log"
summary=()
changed=0

# shellcheck source=build/setup/output.sh
. "$here/output.sh"
# shellcheck source=build/setup/packages.sh
. "$here/packages.sh"
# shellcheck source=build/setup/dotnet.sh
. "$here/dotnet.sh"
# shellcheck source=build/setup/engine.sh
. "$here/engine.sh"
# shellcheck source=build/setup/images.sh
. "$here/images.sh"

# shellcheck source=build/setup/checkers.sh
. "$here/checkers.sh"

# shellcheck source=/dev/null
distribution=$(. /etc/os-release 2>/dev/null && echo "${ID:-unknown}")

# Two set-ups at once would install over each other.
mkdir -p "$repository/build/bin"
exec 9>"$repository/build/bin/.setup.lock"
if ! flock -n 9; then
    say "waiting for another set-up of this checkout"
    flock 9
fi

set_up_dotnet
set_up_engine
set_up_images
for argument in "$@"; do
    # The tests check the scripts and the workflows too; who only deploys needs none of it.
    if [ "${argument,,}" = --target=test ]; then set_up_checkers; fi
done

if [ "$changed" -eq 0 ]; then
    printf -v line '%s, ' "${summary[@]}"
    say "nothing to do: ${line%, }"
else
    say "done; the log is $log"
fi
