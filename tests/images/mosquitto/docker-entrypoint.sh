#!/bin/sh
set -e

# The broker drops to its user by itself; its folders have to be that user's. A read-only mount cannot be given away.
if [ "$(id -u)" = '0' ] && [ -d /mosquitto ]; then
    chown -R mosquitto:mosquitto /mosquitto || true
fi

exec "$@"
