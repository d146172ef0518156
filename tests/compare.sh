#!/usr/bin/env bash
# Compares this work tree with an older commit: what may not change in a refactoring, and which messages did.
set -euo pipefail

usage() {
    cat << 'END'
tests/compare.sh [--commands-only] [--messages=<file>] [--keep=<folder>] <commit>

  --commands-only    of effects compare the commands; the others are words, of which only the number counts
  --messages=<file>  write the messages that differ, old beside new, as Markdown
  --keep=<folder>    keep what was compared there: old/ and new/, each with plans/ and cases/

Compares the plan of every case with its actions and effects, and the findings of every case without their texts.
Exit codes: 0 the same, 1 something differs (the difference is printed), 2 wrong usage, or a version does not build.
END
}

fail() {
    printf 'compare: %s\n' "$*" >&2
    exit 2
}

messages=''
keep=''
commit=''
commands_only=false
for argument in "$@"; do
    case $argument in
        --commands-only) commands_only=true ;;
        --messages=?*) messages=${argument#*=} ;;
        --keep=?*) keep=${argument#*=} ;;
        --help) usage && exit 0 ;;
        -*) usage >&2 && fail "there is no option $argument" ;;
        *) [[ -z $commit ]] || fail "one commit, not both $commit and $argument" && commit=$argument ;;
    esac
done
[[ -n $commit ]] || { usage >&2 && fail "which commit?"; }
for program in git jq dotnet diff; do command -v "$program" > /dev/null || fail "there is no $program on the PATH"; done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
old=$(git -C "$root" rev-parse --verify --quiet "$commit^{commit}") || fail "there is no commit $commit"
git -C "$root" cat-file -e "$old:tests/Slipway.Core.Tests/Planning/PlanDumpTests.cs" 2> /dev/null ||
    fail "$commit cannot write its plans: it has no PlanDumpTests"

place=$(mktemp -d "${TMPDIR:-/tmp}/slipway-compare.XXXXXX")
# shellcheck disable=SC2317 # The trap calls it.
clean() {
    git -C "$root" worktree remove --force "$place/source" > /dev/null 2>&1 || true
    rm -rf -- "$place"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The plans of a version, as its own tests write them: dump <source> <version>
dump() {
    mkdir -p "$place/$2/dump"
    if ! env -u SLIPWAY_APPROVE SLIPWAY_DUMP="$place/$2/dump" dotnet test "$1/tests/Slipway.Core.Tests" --nologo --verbosity quiet \
        --filter FullyQualifiedName~PlanDumpTests > "$place/$2/log" 2>&1; then
        tail -n 40 "$place/$2/log" >&2
        fail "the $2 version does not write its plans"
    fi
    [[ -n $(find "$place/$2/dump" -name '*.json' -print -quit) ]] || fail "the $2 version wrote no plan"
    jq --raw-output --sort-keys --argjson commandsOnly "$commands_only" '
        def command: test("^([A-Z_]+=\\S+ )*(docker|git) ");
        def compared: if $commandsOnly and (command | not) then "(words)" else . end;
        "### \(input_filename | split("/")[-1])",
        walk(
            if type == "object" then
                del(.title, .reason, .undo, .notes, .message)
                | with_entries(if .key == "effects" or .key == "undoEffects" then .value |= map(compared) else . end)
            else . end)' "$place/$2/dump"/*.json | split plans "$2"
}

# Writes what follows a line with ### and a name into a file of that name: split <part> <version>
split() {
    mkdir -p "$place/$2/$1"
    awk -v folder="$place/$2/$1" '/^### / { close(file); file = folder "/" substr($0, 5); printf "" > file; next } { print > file }'
}

# A line of a case is a finding, a problem, or text. What is no text has to stay: severity, rule, file:line path, and whose it is.
# shellcheck disable=SC2016
read -r -d '' lines << 'END' || true
def line: . as $line
    | (capture("^(?<severity>error|warning|info) (?<rule>[a-z-]+/[a-z-]+) (?<place>.+?): (?<text>.*)$")
        | {fact: "\(.severity) \(.rule) \(.place)", kind: "finding", text})
    // (capture("^  of: (?<of>.*)$") | {fact: "  of: \(.of)"})
    // (capture("^(?<count>[0-9]+) problems? ") | {fact: "problems: \(.count)", kind: "heading", text: $line})
    // (capture("^    (?<place>\\S.*?): (?<text>.*)$") | {fact: .place, kind: "problem", text})
    // {kind: "remedy", text: $line};
def definition: . as $line
    | (capture("^(?<place>\\S.*?): (?<text>.*)$") | {fact: .place, kind: "problem", text}) // {kind: "remedy", text: $line};
def findings: .[((index("== findings") // -1) + 1):(index("== holds") // length)];
def parts($name):
    if ($name | endswith(".expected") | not) then findings[] | select(. != "") | line
    elif .[0] | startswith("{") then {fact: .[]}
    else .[] | select(. != "") | definition end;
reduce inputs as $line ({}; .[input_filename | ltrimstr($folder) | gsub("/"; ".")] += [$line]) | to_entries[]
| .key as $name | [.value | parts($name)] | {$name, parts: .}
END

# The cases with findings or problems: facts into files to compare, texts into one list: cases <source> <version>
cases() {
    local folder=$1/tests/cases/
    find "${folder}stack" "${folder}validate" "${folder}sabotages" "(" -name "*.expected" -o -name "*.case" ")" -print0 |
        sort --zero-terminated | xargs -0 jq --null-input --raw-input --compact-output --arg folder "$folder" "$lines" > "$place/$2/parts"
    jq --raw-output '"### \(.name)", (.parts[].fact // empty)' "$place/$2/parts" | split cases "$2"
    jq --compact-output '.name as $name | [.parts[] | select(.kind)] | to_entries[]
        | {kind: .value.kind, key: "\($name) \(.key)", text: .value.text}' "$place/$2/parts" > "$place/$2/texts"
}

# The texts of the plans: texts <version>
texts() {
    jq --compact-output '
        (input_filename | split("/")[-1] | rtrimstr(".json")) as $case
        | (.steps[]? | .id as $id
            | {kind: "title", key: $id, text: .title}, {kind: "reason", key: $id, text: .reason}, {kind: "undo", key: $id, text: .undo},
              (.effects | to_entries[] | {kind: "effect", key: "\($id) \(.key)", text: .value})),
          (.services[]?, .edge // empty | {kind: "reason", key: "service \(.name)", text: .reason}),
          (.migrations // empty | {kind: "reason", key: "migrations", text: .reason}),
          (.notes // [] | to_entries[] | {kind: "note", key: "\(.key)", text: .value}),
          (.message // empty | {kind: "refusal", key: "", text: .})
        | select(.text) | .key = "\($case) \(.key)"' "$place/$1/dump"/*.json >> "$place/$1/texts"
}

# The messages that differ, each pair once, with the first case that has it.
write_messages() {
    jq --null-input --raw-output --slurpfile old "$place/old/texts" --slurpfile new "$place/new/texts" --arg commit "$commit" '
        def table: reduce .[] as $text ({}; .["\($text.kind) \($text.key)"] = $text);
        def cell: if . == null then "(none)" else gsub("\\|"; "\\|") | gsub("\n *"; "<br>") end;
        def case: .key | split(" ")[0];
        ([$old[] | case] | unique) as $cases | ($cases - ($cases - ([$new[] | case] | unique))) as $both
        | ($both | map({key: ., value: true}) | from_entries) as $shared
        | ([$old[] | select($shared[case])] | table) as $before | ([$new[] | select($shared[case])] | table) as $after
        | [$before + $after | to_entries[] | {kind: .value.kind, key: .value.key, old: $before[.key].text, new: $after[.key].text}] as $all
        | [$all | group_by([.kind, .old, .new])[] | first + {times: length}] as $pairs
        | [$pairs[] | select(.old != .new)] as $changed
        | "# Messages, \($commit) beside the work tree", "",
          "\($changed | length) differ, \($pairs | length - ($changed | length)) are the same. Each stands here once.",
          ($changed | group_by(.kind)[]
            | "", "## \(.[0].kind)", "", "| old | new | where |", "| --- | --- | --- |",
              (.[] | (if .times > 1 then " and \(.times - 1) more" else "" end) as $more
                | "| \(.old | cell) | \(.new | cell) | \(.key | cell)\($more) |"))' > "$messages"
}

git -C "$root" worktree add --quiet --detach "$place/source" "$old"
printf 'Compares %s with %s.\n' "$root" "$(git -C "$root" log -1 --format='%h %s' "$old")"
dump "$place/source" old
dump "$root" new
cases "$place/source" old
cases "$root" new
if [[ -n $messages ]]; then
    texts old
    texts new
    write_messages
    printf 'Messages that differ: %s\n' "$messages"
fi

status=0
for part in plans cases; do
    # A case of one version only proves nothing about the other one: it is named, and left out.
    comm -3 <(cd "$place/old/$part" && printf '%s\n' * | sort) <(cd "$place/new/$part" && printf '%s\n' * | sort) > "$place/single"
    while IFS= read -r name; do
        version=old
        [[ $name != $'\t'* ]] || version=new
        name=${name#$'\t'}
        printf 'only in the %s version: %s/%s\n' "$version" "$part" "$name"
        rm -f -- "$place/$version/$part/$name"
    done < "$place/single"
    (cd "$place" && diff --recursive --unified "old/$part" "new/$part") > "$place/difference" || status=1
    cat "$place/difference"
    printf '%s: %s compared, %s differ.\n' "$part" "$(find "$place/new/$part" -type f | wc -l)" \
        "$(grep -c '^diff ' "$place/difference" || true)"
done
if [[ -n $keep ]]; then
    mkdir -p "$keep"
    cp -R "$place/old" "$place/new" "$keep/"
fi
exit "$status"
