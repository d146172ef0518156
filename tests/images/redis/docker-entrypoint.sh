#!/bin/sh
set -e

# Arguments alone, or a configuration file, are for redis-server.
if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then
    set -- redis-server "$@"
fi

if [ "$1" = 'redis-server' ] && [ "$(id -u)" = '0' ]; then
    find . \! -user redis -exec chown redis '{}' +
    exec setpriv --reuid=redis --regid=redis --init-groups -- "$0" "$@"
fi

if [ "$1" = 'redis-server' ]; then
    shift
    configuration=
    if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
        configuration=$1
        shift
    fi
    # The public image is compiled with protected mode off, since a container's port is reached by others by design.
    # Debian's is not. A configuration that speaks of it keeps its word.
    protected=--protected-mode
    case " $* " in *' --protected-mode '*) protected= ;; esac
    if [ -n "$configuration" ] && grep -qi '^[[:space:]]*protected-mode' "$configuration"; then
        protected=
    fi
    exec redis-server ${configuration:+"$configuration"} ${protected:+--protected-mode no} "$@"
fi

exec "$@"
