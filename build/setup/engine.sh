# shellcheck shell=bash
# Docker Engine, Compose and Buildx, and a daemon that answers. An engine that runs is never restarted or reconfigured.
# shellcheck disable=SC2154,SC2034 # variables shared with setup.sh and its other parts

wanted_engine=24.0
wanted_compose=2.24
daemon_log=/var/log/dockerd.log

engine_version() { docker version --format '{{.Server.Version}}' 2>"$work/engine.err" || true; }
compose_version() { docker compose version --short 2>/dev/null || true; }
buildx_version() { docker buildx version 2>/dev/null | awk '{ print $2; exit }' || true; }
dockerd_runs() { grep -qsx dockerd /proc/[0-9]*/comm; }

set_up_engine() {
    local engine='' compose='' buildx='' missing=()
    if command -v docker >/dev/null; then
        engine=$(engine_version) compose=$(compose_version) buildx=$(buildx_version)
    fi

    if [ -z "$engine" ]; then
        refuse_foreign_engine
        # A docker client alone, without a daemon, counts as no engine.
        command -v dockerd >/dev/null || missing+=(engine)
        command -v docker >/dev/null || missing+=(client)
    elif ! at_least "$engine" "$wanted_engine"; then
        fail "Docker Engine $engine is too old" "Slipway needs $wanted_engine or newer, and the set-up never replaces an engine that runs" \
            "upgrade Docker Engine on this machine when its containers may stop, then run again"
    fi
    if [ -n "$compose" ] && ! at_least "$compose" "$wanted_compose" && [ -n "$engine" ]; then
        say "Compose $compose is older than $wanted_compose"
    fi
    at_least "$compose" "$wanted_compose" || missing+=(compose)
    [ -n "$buildx" ] || missing+=(buildx)

    [ ${#missing[@]} -eq 0 ] || install_docker_packages "${missing[@]}"
    if [ -z "$engine" ]; then
        start_daemon
        engine=$(engine_version)
        at_least "$engine" "$wanted_engine" ||
            fail "Docker Engine ${engine:-without an answer} is too old" "Slipway needs $wanted_engine or newer" "upgrade the packages docker.io or docker-ce, then run again"
    fi
    compose=$(compose_version) buildx=$(buildx_version)
    at_least "$compose" "$wanted_compose" ||
        fail "Compose ${compose:-(none)} does not serve" "Slipway needs $wanted_compose or newer as a plugin of the docker client" "look at 'docker compose version' and at ~/.docker/cli-plugins"
    [ -n "$buildx" ] ||
        fail "Buildx is missing" "'docker buildx version' fails after its package was installed" "look at ~/.docker/cli-plugins"
    summary+=("Docker Engine $engine" "Compose $compose" "Buildx ${buildx#v}")
}

# An engine elsewhere, or one that only this user may not talk to, is not ours to replace by a local one.
refuse_foreign_engine() {
    if [ -n "${DOCKER_HOST:-}" ]; then
        fail "the engine at DOCKER_HOST does not answer" "$(tail -n 1 "$work/engine.err" 2>/dev/null)" "correct or unset DOCKER_HOST"
    fi
    if dockerd_runs && grep -qi 'permission denied' "$work/engine.err" 2>/dev/null; then
        fail "this user may not talk to the Docker engine" "$(tail -n 1 "$work/engine.err")" \
            "run: sudo usermod -aG docker $(id -un), log in again (or: newgrp docker), then run again"
    fi
}

install_docker_packages() {
    local part packages=() suite=''
    need_root "installing ${*} for Docker"
    need_apt "installing ${*} for Docker"
    refresh_lists
    if [ "$distribution" = debian ] && needs_newer_suite "$@"; then
        step "package source: Debian forky, pinned to 40" "$apt_remedy" add_forky
        suite=/forky
    fi
    for part in "$@"; do
        case $part in
            engine) packages+=("docker.io$suite" iptables) ;;
            # Its own package since Debian 13; before, the client comes with docker.io.
            client) if [ -n "$suite" ] || [ -n "$(candidate docker-cli)" ]; then packages+=("docker-cli$suite"); fi ;;
            compose) packages+=("$(compose_package)$suite") ;;
            buildx) packages+=("$(first_offered docker-buildx docker-buildx-plugin)$suite") ;;
        esac
    done
    step "packages: ${packages[*]}" "$apt_remedy" apt_get install -y --no-install-recommends "${packages[@]}"
    hash -r
}

# needs_newer_suite <parts>: does this Debian offer only versions that are too old, or none?
needs_newer_suite() {
    case " $* " in *' engine '*) at_least "$(candidate docker.io)" "$wanted_engine" || return 0 ;; esac
    case " $* " in *' compose '*) at_least "$(candidate "$(compose_package)")" "$wanted_compose" || return 0 ;; esac
    case " $* " in *' buildx '*) [ -n "$(candidate "$(first_offered docker-buildx docker-buildx-plugin)")" ] || return 0 ;; esac
    return 1
}

# Ubuntu's docker-compose is the old Python one; its Compose 2 has a package of its own. Debian has one name for both.
compose_package() { first_offered docker-compose-plugin docker-compose-v2 docker-compose; }

first_offered() {
    local name
    for name in "$@"; do
        if [ -n "$(candidate "$name")" ]; then
            echo "$name"
            return
        fi
    done
    echo "$1"
}

start_daemon() {
    need_root "starting the Docker daemon"
    if [ -d /run/systemd/system ]; then
        step "Docker daemon, by systemd" "read the lines below and: journalctl -u docker -n 50" as_root systemctl enable --now docker
        await_daemon "journalctl -u docker -n 50"
    else
        if ! dockerd_runs; then
            # A daemon that was killed leaves its number behind, and the next one refuses to start if any process has it now.
            as_root rm -f /var/run/docker.pid /var/run/docker/containerd/containerd.pid
            launch_dockerd
        fi
        await_daemon "its log is $daemon_log"
    fi
}

# Detached, in a session of its own, with every descriptor of this script closed: it outlives us, and whoever reads our output
# through a pipe waits until the last process that has it open is gone.
launch_dockerd() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    as_root setsid --fork bash -c '
        for descriptor in /proc/$$/fd/*; do
            number=${descriptor##*/}
            [ "$number" -le 2 ] || eval "exec $number>&-"
        done
        exec dockerd >>"$1" 2>&1 </dev/null' bash "$daemon_log" >/dev/null 2>&1 </dev/null
}

await_daemon() {
    step "Docker daemon answers" "read the lines below; $1" wait_for_docker_info
}

wait_for_docker_info() {
    local attempt
    for ((attempt = 0; attempt < 240; attempt++)); do
        docker info >"$work/info" 2>&1 && return 0
        if grep -qi 'permission denied' "$work/info"; then
            echo "The daemon runs, but $(id -un) may not talk to it: sudo usermod -aG docker $(id -un), log in again, run again."
            return 1
        fi
        if ((attempt > 20)) && [ ! -d /run/systemd/system ] && ! dockerd_runs; then
            echo "dockerd ended by itself."
            break
        fi
        sleep 0.25
    done
    tail -n 3 "$work/info"
    [ ! -r "$daemon_log" ] || tail -n 15 "$daemon_log"
    return 1
}
