# shellcheck shell=bash
# Debian and Ubuntu packages, from the machine's own package sources.
# shellcheck disable=SC2154,SC2034 # variables shared with setup.sh and its other parts

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n -- "$@"; fi
}

# need_root <what for>: ends the set-up where nothing can be installed, saying what has to be run by someone who may.
need_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    if ! command -v sudo >/dev/null; then
        fail "$1" "this needs root, and there is no sudo" "as root, run: $repository/build.sh --setup (or ask the machine's owner to)"
    fi
    # The steps run with their input closed, so a password is asked for here or never.
    if ! sudo -n true 2>/dev/null && { [ ! -t 0 ] || ! sudo -v; }; then
        fail "$1" "this needs root, and sudo wants a password" "run: sudo -v && ./build.sh --setup (or run it as root)"
    fi
}

need_apt() {
    command -v apt-get >/dev/null ||
        fail "$1" "only Debian and Ubuntu are set up by this script, and this machine has no apt-get" \
            "install Docker Engine 24 or newer, Compose 2.24 or newer and Buildx with the machine's own package tool, then run again"
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@"
}

apt_remedy="read the lines below. No space: free some (df -h). A package source out of reach: check the network and /etc/apt, then apt-get update"

# Once for a run: lists older than the run's need are what makes a download fail with 404.
refresh_lists() {
    [ -z "${lists_are_fresh:-}" ] || return 0
    step "package lists" "$apt_remedy" apt_get update
    lists_are_fresh=1
}

# candidate <package>: the version apt would install, empty for none.
candidate() {
    LC_ALL=C apt-cache policy "$1" | sed -n 's/^  Candidate: //p' | sed '/^(none)$/d; s/^[0-9]*://'
}

# debian_source: "<URI> <keyring>" of the machine's own Debian archive (not its security one), from deb822 or one-line sources.
# The keyring is empty where the source names none: apt then trusts its global ones, and so does a second source without one.
debian_source() {
    local file
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -f "$file" ] || continue
        awk '
            function done() { if (uri != "" && suite ~ /^(bookworm|trixie|stable)$/ && types ~ /deb/ && !off) { print uri, key; found = 1; exit } }
            /^[ \t]*#/ { next }
            /^[ \t]*$/ { done(); uri = suite = types = key = ""; off = 0; next }
            tolower($1) == "types:" { types = $2 }
            tolower($1) == "uris:" { uri = $2 }
            tolower($1) == "suites:" { suite = $2 }
            tolower($1) == "signed-by:" { key = $2 }
            tolower($1) == "enabled:" { off = tolower($2) == "no" }
            END { if (!found) done() }' "$file"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$file" ] || continue
        awk '
            $1 != "deb" { next }
            {
                key = ""
                line = $0
                if (match(line, /\[[^]]*\]/)) {
                    options = substr(line, RSTART + 1, RLENGTH - 2)
                    line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
                    if (match(options, /signed-by=[^ ]+/)) key = substr(options, RSTART + 10, RLENGTH - 10)
                }
                split(line, part, " ")
                if (part[3] ~ /^(bookworm|trixie|stable)$/ && part[4] == "main") print part[2], key
            }' "$file"
    done
}

# add_forky: Debian 12 itself offers neither BuildKit's named contexts nor Compose 2. The suite is pinned so low that it
# gives only the packages that are asked for by its name, and no upgrade ever comes from it.
add_forky() {
    local uri key
    read -r uri key < <(debian_source) || true
    if [ -z "${uri:-}" ]; then
        echo "No Debian package source was found in /etc/apt: there is nothing to take the newer suite from."
        return 1
    fi
    {
        printf 'Types: deb\nURIs: %s\nSuites: forky\nComponents: main\n' "$uri"
        [ -z "$key" ] || printf 'Signed-By: %s\n' "$key"
    } >"$work/slipway-forky.sources"
    printf 'Package: *\nPin: release n=forky\nPin-Priority: 40\n' >"$work/slipway-forky"
    as_root install -m 0644 "$work/slipway-forky" /etc/apt/preferences.d/slipway-forky
    as_root install -m 0644 "$work/slipway-forky.sources" /etc/apt/sources.list.d/slipway-forky.sources
    apt_get -o Dir::Etc::sourcelist=/etc/apt/sources.list.d/slipway-forky.sources -o Dir::Etc::sourceparts=- \
        -o APT::Get::List-Cleanup=0 update
}
