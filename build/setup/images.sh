# shellcheck shell=bash
# Base images, made here under their public names, only where no registry answers. What they are: tests/images/README.md.
# shellcheck disable=SC2154,SC2034 # variables shared with setup.sh and its other parts

recipes=$repository/tests/images
# The registry is asked for the smallest of them.
probe_image=eclipse-mosquitto:2

set_up_images() {
    local folder tag tags=() name names=() missing=() base='' count
    for folder in "$recipes"/*/; do
        [ -f "$folder/tags" ] || continue
        name=$(basename "$folder")
        while read -r tag; do
            names+=("$name") tags+=("$tag")
        done <"$folder/tags"
    done
    count=${#tags[@]}

    local -A made=()
    local base_recipe recipe i
    # A change to the base's recipe is a change to all; so is another SDK, which is copied into the .NET images.
    base_recipe=$(sha256sum <"$recipes/debian/make.sh" | cut -c 1-16)
    recipe=$({ find "$recipes" -mindepth 2 -type f -print0 | sort -z | xargs -0 cat; cat "$recipes/docker-bake.hcl"; echo "$sdk_version"; } | sha256sum | cut -c 1-16)
    read_local_images "${tags[@]}"
    for ((i = 0; i < count; i++)); do
        # A pulled image has no recipe and is nobody's to replace; one of ours is made again when its recipe has changed.
        case ${names[i]}:${made[${tags[i]}]-absent} in
            *:pulled | "debian:$base_recipe") ;;
            debian:*) base=${tags[i]} ;;
            *:"$recipe") ;;
            *) missing+=("${names[i]}") ;;
        esac
    done
    if [ -z "$base" ] && [ ${#missing[@]} -eq 0 ]; then
        summary+=("$count base images")
        return
    fi
    if registry_answers; then
        summary+=("a container registry")
        return
    fi

    [ -z "$base" ] || make_base "$base"
    [ ${#missing[@]} -eq 0 ] || step "base images: ${missing[*]}" \
        "read the lines below; to try one alone: docker buildx bake --file $recipes/docker-bake.hcl <name>" make_images "${missing[@]}"
}

# read_local_images <tags>: fills made[tag] with the recipe an image was made by, or "pulled".
read_local_images() {
    local label names tag
    while IFS='|' read -r label names; do
        for tag in $names; do made[$tag]=${label:-pulled}; done
    done < <(docker image inspect --format \
        '{{with .Config.Labels}}{{index . "slipway-recipe"}}{{end}}|{{range .RepoTags}}{{.}} {{end}}' "$@" 2>/dev/null)
}

# One question for the whole run: where it has an answer, Docker pulls by itself whatever is needed.
registry_answers() { timeout 15 docker pull --quiet "$probe_image" >>"$log" 2>&1; }

make_base() {
    local mirror=''
    need_root "making the base image $1"
    if ! command -v debootstrap >/dev/null; then
        need_apt "making the base image $1"
        refresh_lists
        step "packages: debootstrap" "$apt_remedy" apt_get install -y --no-install-recommends debootstrap debian-archive-keyring
    fi
    # Elsewhere than on Debian, debootstrap has a mirror of its own.
    [ "$distribution" != debian ] || read -r mirror _ < <(debian_source) || true
    step "base image $1, by debootstrap" "$apt_remedy" as_root "$recipes/debian/make.sh" "$1" "slipway-recipe=$base_recipe" ${mirror:+"$mirror"}
}

make_images() {
    local name tag arguments=()
    for name in "$@"; do
        while read -r tag; do
            arguments+=(--set "$name.tags=$tag")
        done <"$recipes/$name/tags"
    done
    cd "$recipes" || return
    # The SDK's folder lies outside of this one, and older releases of Buildx have no option for that.
    DOTNET=$sdk_root BUILDX_BAKE_ENTITLEMENTS_FS=0 \
        docker buildx bake --file docker-bake.hcl --progress plain --set "*.labels.slipway-recipe=$recipe" "${arguments[@]}" "$@"
}
