# shellcheck shell=bash
# The .NET SDK that global.json asks for.
# shellcheck disable=SC2154,SC2034 # variables shared with setup.sh and its other parts

set_up_dotnet() {
    local version
    read -r version sdk_root < <(fitting_sdk) || true
    if [ -z "$version" ]; then
        install_sdk
        read -r version sdk_root < <(fitting_sdk) || true
        [ -n "$version" ] || fail ".NET SDK $(wanted_sdk) does not serve" "'dotnet --version' in $repository fails after it was installed" \
            "run it there by hand: it says what is missing"
    fi
    sdk_version=$version
    summary+=(".NET SDK $version")
}

wanted_sdk() { sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$repository/global.json" | head -n 1; }

# The dotnet host itself resolves global.json with its roll-forward rule: its answer is the build's answer.
# Where another dotnet than the PATH's has it, build.sh is told so.
fitting_sdk() {
    local host version
    for host in "$(command -v dotnet || true)" /usr/share/dotnet/dotnet "$HOME/.dotnet/dotnet"; do
        [ -x "$host" ] || continue
        version=$(cd "$repository" && DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 "$host" --version 2>/dev/null) || continue
        if [ "$host" = "$(command -v dotnet || true)" ]; then
            rm -f "$repository/build/bin/dotnet-root"
        else
            dirname "$host" >"$repository/build/bin/dotnet-root"
        fi
        echo "$version $(dirname "$(readlink -f "$host")")"
        return
    done
}

install_sdk() {
    local root icu
    if [ "$(id -u)" -eq 0 ]; then root=/usr/share/dotnet; else root=$HOME/.dotnet; fi
    if command -v apt-get >/dev/null && ! { command -v curl && [ -f /etc/ssl/certs/ca-certificates.crt ] && ldconfig -p | grep -q libicuuc; } >/dev/null 2>&1; then
        need_root "installing what the .NET SDK needs"
        refresh_lists
        icu=$(apt-cache --names-only search '^libicu[0-9]+$' | awk '{ print $1 }' | sort -V | tail -n 1)
        step "packages: curl ca-certificates libstdc++6 $icu" "$apt_remedy" \
            apt_get install -y --no-install-recommends curl ca-certificates libstdc++6 ${icu:+"$icu"}
    fi
    step ".NET SDK $(wanted_sdk) into $root" "check the network, or install it as https://dot.net says, then run again" install_sdk_into "$root"
}

install_sdk_into() {
    curl -fsSL --retry 3 --max-time 60 -o "$work/dotnet-install.sh" https://dot.net/v1/dotnet-install.sh
    bash "$work/dotnet-install.sh" --version "$(wanted_sdk)" --install-dir "$1" --no-path
}
