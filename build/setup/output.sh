# shellcheck shell=bash
# What the operator sees: one plain line per step with its duration, and errors that say what, why and what to do.
# shellcheck disable=SC2154,SC2034 # variables shared with setup.sh and its other parts

# say <text>: a line of its own.
say() { printf 'setup: %s\n' "$1"; }

# fail <what> <why> <what to do> [<file whose last lines are the evidence>]: ends the set-up with exit 1.
fail() {
    {
        printf 'Set-up stopped: %s.\n  Why:  %s\n  Do:   %s\n' "$1" "$2" "$3"
        if [ -s "${4:-}" ]; then
            printf '  Last lines:\n'
            tail -n 20 -- "$4" | sed 's/^/    /'
        fi
    } >&2
    exit 1
}

# step <title> <what to do on failure> <command...>: runs the command with its output in the log, and says how long it took.
# Never call it in a condition: bash would switch off errexit inside the command.
step() {
    local title=$1 remedy=$2 started=${EPOCHREALTIME/[.,]/} mark status=0 spent
    shift 2
    changed=1
    mark=$(mktemp "$work/step.XXXXXX")
    printf '== %s\n' "$title" >>"$log"
    set +e
    if [ "${GITHUB_ACTIONS:-}" = true ]; then
        printf '::group::%s\n' "$title"
        (set -e; "$@") 2>&1 </dev/null | tee "$mark"
        status=${PIPESTATUS[0]}
        printf '::endgroup::\n'
    else
        printf 'setup: %s ... ' "$title"
        (set -e; "$@") >"$mark" 2>&1 </dev/null
        status=$?
    fi
    set -e
    spent=$(((${EPOCHREALTIME/[.,]/} - started) / 100000))
    [ "${GITHUB_ACTIONS:-}" != true ] || printf 'setup: %s ... ' "$title"
    cat -- "$mark" >>"$log"
    if [ "$status" -ne 0 ]; then
        printf 'failed after %d.%d s\n' $((spent / 10)) $((spent % 10))
        fail "$title" "a command ended with exit code $status; its output is below and in $log" "$remedy" "$mark"
    fi
    printf '%d.%d s\n' $((spent / 10)) $((spent % 10))
}

# at_least <version> <wanted>: compares dotted numbers, the wanted one given as major.minor.
at_least() {
    local major minor
    IFS=. read -r major minor _ <<<"${1#v}."
    major=${major%%[!0-9]*} minor=${minor%%[!0-9]*}
    ((${major:-0} > ${2%%.*} || (${major:-0} == ${2%%.*} && ${minor:-0} >= ${2##*.})))
}
