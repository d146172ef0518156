#!/usr/bin/env bash
# make.sh <tag> <label> [<mirror>]: makes debian:bookworm-slim from Debian's packages and imports it into the engine. Needs root and debootstrap.
set -euo pipefail

tag=$1 label=$2 mirror=${3:-}
root=$(mktemp -d)
trap 'rm -rf -- "$root"' EXIT

debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"}

# What the public image has as well: no service starts while a package is installed, and no package leaves its download behind.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 0755 "$root/usr/sbin/policy-rc.d"
cat >"$root/etc/apt/apt.conf.d/docker-clean" <<'APT'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb || true"; };
Acquire::Languages "none";
APT
cat >"$root/etc/dpkg/dpkg.cfg.d/docker" <<'DPKG'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/info/*
DPKG

# A mirror that lags is read with this machine's own tolerance for it.
if command -v apt-config >/dev/null; then
    apt-config dump | grep -E '^Acquire::Check-(Valid-Until|Date) ' >"$root/etc/apt/apt.conf.d/machine" || rm -f "$root/etc/apt/apt.conf.d/machine"
fi

# The certificates that this machine trusts beside the public ones: ca-certificates takes them up wherever it is installed.
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    mkdir -p "$root/usr/local/share/ca-certificates"
    install -m 0644 /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
fi

tar -C "$root" --numeric-owner -c \
    --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' --exclude='./usr/share/info/*' \
    --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./var/log/*' --exclude='./dev/*' --exclude='./etc/resolv.conf' . |
    docker import --change 'CMD ["bash"]' --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
        --change "LABEL $label" - "$tag"
