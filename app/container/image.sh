#!/usr/bin/env bash
# Builds a container image as a tar, without an engine and without a network: docker-archive and OCI layout in one file,
# for `docker load`, `podman load` and `skopeo copy oci-archive:…`.
#
#   bash app/container/image.sh [JAR] [OUTPUT]      (app/target/solflow.jar, app/target/solflow-image.tar)
#
# Four layers: the C libraries of this machine that Java and the jar's native libraries need, with accounts and an empty
# /data; a Java runtime of the needed modules only, with this JDK's certificate authorities; the jar; a class archive for a
# faster start. No shell, no package manager. Needs a JDK of 17 or newer with jlink, glibc's ldd, GNU tar and coreutils. The
# image runs on this machine's architecture. SOURCE_DATE_EPOCH sets all times; the same libraries and jar give the same
# first and third layer, the JVM's own archives make the other two differ from build to build.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=${1:-$here/../target/solflow.jar}
output=${2:-$here/../target/solflow-image.tar}
epoch=${SOURCE_DATE_EPOCH:-0}
user_id=65532

fail() {
    echo "image.sh: $*" >&2
    exit 2
}

[ -f "$jar" ] || fail "$jar is not there; build it with: ./mvnw -q -DskipTests package"
java_bin=$(readlink -f "$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")") || fail "no java; a JDK of 17 or newer is needed"
jdk=${java_bin%/bin/java}
[ -x "$jdk/bin/jlink" ] || fail "$jdk has no jlink; a whole JDK is needed, not a runtime"
for tool in tar sha256sum ldd; do
    command -v "$tool" >/dev/null || fail "$tool is missing"
done
case $(uname -m) in
    x86_64) architecture=amd64 native='x86_64|amd64' ;;
    aarch64) architecture=arm64 native=aarch ;;
    *) fail "the architecture is $(uname -m), allowed: x86_64, aarch64" ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
libraries=$work/1
runtime=$work/2
program=$work/3
archive=$work/4
mkdir -p "$libraries" "$runtime/opt" "$program/opt/solflow" "$archive/opt/solflow"

# jdeps finds what the classes name; the rest is reached by name only: elliptic curves of TLS, signals, the heap's flags
modules() {
    local found
    found=$("$jdk/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 17 "$jar")
    echo "$found,java.naming,jdk.crypto.ec,jdk.management,jdk.unsupported"
}

java_runtime() {
    "$jdk/bin/jlink" --module-path "$jdk/jmods" --add-modules "$(modules)" --no-man-pages --no-header-files \
        --output "$runtime/opt/java"
    # some distributions keep the authorities outside of the modules
    mkdir -p "$runtime/opt/java/lib/security"
    cp -L --remove-destination "$jdk/lib/security/cacerts" "$runtime/opt/java/lib/security/cacerts"
    "$runtime/opt/java/bin/java" -Xshare:dump >/dev/null
}

# Every library of the runtime and of the jar, each with what it needs, at the place where the loader looks for it.
c_libraries() {
    mkdir "$work/native"
    # what the jar has for this architecture; its libraries name it in their ways
    (cd "$work/native" && "$jdk/bin/jar" xf "$jar" META-INF/native org/sqlite/native/Linux linux)
    {
        echo "$runtime/opt/java/bin/java"
        find "$runtime/opt/java/lib" -name '*.so'
        find "$work/native" -name '*.so' | grep -E "$native"
    } | while read -r file; do
        ldd "$file" 2>/dev/null || true
    done | while read -r name arrow path _; do
        # "name => path (address)", or "path (address)" for the loader
        [ "$arrow" = '=>' ] || path=$name
        case $path in
            "$work"/* | *vdso*) ;;
            /*) echo "$path" ;;
        esac
    done | sort -u >"$work/libraries.txt"
    # loaded by glibc itself to look names up
    local beside
    beside=$(dirname "$(grep -m1 '/libc\.so' "$work/libraries.txt")")
    find "$beside" -maxdepth 1 -name 'libnss_files.so.*' -o -maxdepth 1 -name 'libnss_dns.so.*' -o \
        -maxdepth 1 -name 'libresolv.so.*' >>"$work/libraries.txt"
    sort -u -o "$work/libraries.txt" "$work/libraries.txt"
    while read -r path; do
        mkdir -p "$libraries$(dirname "$path")"
        cp -L "$path" "$libraries$path"
    done <"$work/libraries.txt"
}

base_files() {
    # writable for whoever runs it: the drivers unpack their native libraries there
    mkdir -p "$libraries/etc" "$libraries/data" "$libraries/tmp"
    chmod 1777 "$libraries/tmp"
    echo "root:x:0:0:root:/:/nologin
solflow:x:$user_id:$user_id:solflow:/data:/nologin" >"$libraries/etc/passwd"
    echo "root:x:0:
solflow:x:$user_id:" >"$libraries/etc/group"
    echo 'hosts: files dns' >"$libraries/etc/nsswitch.conf"
}

solflow() {
    cp "$jar" "$program/opt/solflow/solflow.jar"
    "$jdk/bin/javac" --release 17 -d "$program/opt/solflow/probe" "$here/HealthProbe.java"
    chmod -R u=rwX,go=rX "$program/opt"
    find "$program" -exec touch -h -d "@$epoch" {} +
}

# The archive holds the jar's name as it was given and its time, so both are those of the image.
class_archive() {
    (cd "$program/opt/solflow" && "$runtime/opt/java/bin/java" -XX:ArchiveClassesAtExit="$archive/opt/solflow/solflow.jsa" \
        -jar solflow.jar demo --seconds 3 --http off --db "$work/archive.db") >"$work/archive.log" 2>&1 ||
        { cat "$work/archive.log" >&2; fail "the run that fills the class archive failed"; }
    chmod 644 "$archive/opt/solflow/solflow.jsa"
}

layer() { # number
    local pack=(tar --file "$work/layer$1.tar" --directory "$work/$1" --no-recursion --format=ustar --numeric-owner
        --mtime="@$epoch")
    (cd "$work/$1" && find . -mindepth 1 ! -path ./data -printf '%P\n' | sort) |
        "${pack[@]}" --create --owner=0 --group=0 --files-from=-
    [ ! -d "$work/$1/data" ] || "${pack[@]}" --append --owner=$user_id --group=$user_id data
}

digest() { # file
    sha256sum "$1" | cut -d' ' -f1
}

blob() { # file: moves it among the blobs and prints its digest
    local sum
    sum=$(digest "$1")
    mv "$1" "$image/blobs/sha256/$sum"
    echo "$sum"
}

size() { # digest
    stat -c %s "$image/blobs/sha256/$1"
}

java_runtime
c_libraries
base_files
solflow
class_archive

image=$work/image
mkdir -p "$image/blobs/sha256"
version=$("$runtime/opt/java/bin/java" -jar "$jar" --version | head -1)
version=${version##* }
sums=()
for number in 1 2 3 4; do
    layer "$number"
    sums+=("$(blob "$work/layer$number.tar")")
done

join() { # format, values
    local format=$1 text='' value
    shift
    for value in "$@"; do
        # shellcheck disable=SC2059
        text+=$(printf "$format" "$value"),
    done
    printf '%s' "${text%,}"
}

cat >"$work/config.json" <<END
{"architecture":"$architecture","os":"linux","created":"$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)",
"config":{"User":"$user_id:$user_id","WorkingDir":"/opt/solflow",
"Env":["PATH=/opt/java/bin","LANG=C.UTF-8","SOLFLOW_DB_PATH=/data/solflow.db"],
"Entrypoint":["/opt/java/bin/java","-XX:MaxRAMPercentage=50","-XX:SharedArchiveFile=solflow.jsa","-Xlog:cds=off","-Xlog:cds+dynamic=off","-Xlog:pagesize=off","-XX:Tier4InvocationThreshold=500000","-XX:Tier4MinInvocationThreshold=500000","-XX:Tier4BackEdgeThreshold=4000000","-XX:+UseTransparentHugePages","-jar","solflow.jar"],
"Cmd":["run"],"StopSignal":"SIGTERM","ExposedPorts":{"8787/tcp":{}},"Volumes":{"/data":{}},
"Healthcheck":{"Test":["CMD","/opt/java/bin/java","-XX:TieredStopAtLevel=1","-Xmx16m","-XX:+UseSerialGC","-cp","/opt/solflow/probe","HealthProbe"],
"Interval":30000000000,"Timeout":10000000000,"StartPeriod":60000000000,"Retries":3},
"Labels":{"org.opencontainers.image.title":"SolFlow","org.opencontainers.image.version":"$version",
"org.opencontainers.image.description":"Solana trade flow into SQLite","org.opencontainers.image.licenses":"Apache-2.0"}},
"rootfs":{"type":"layers","diff_ids":[$(join '"sha256:%s"' "${sums[@]}")]},
"history":[{"created_by":"C libraries, accounts, /data"},{"created_by":"Java runtime"},{"created_by":"solflow.jar"},{"created_by":"class archive"}]}
END
config=$(blob "$work/config.json")

layers=()
for sum in "${sums[@]}"; do
    layers+=("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"sha256:$sum\",\"size\":$(size "$sum")}")
done
cat >"$work/oci.json" <<END
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:$config","size":$(size "$config")},
"layers":[$(join '%s' "${layers[@]}")]}
END
manifest=$(blob "$work/oci.json")
cat >"$image/index.json" <<END
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:$manifest","size":$(size "$manifest"),
"platform":{"architecture":"$architecture","os":"linux"},
"annotations":{"io.containerd.image.name":"localhost/solflow:$version","org.opencontainers.image.ref.name":"$version"}}]}
END
echo '{"imageLayoutVersion":"1.0.0"}' >"$image/oci-layout"
cat >"$image/manifest.json" <<END
[{"Config":"blobs/sha256/$config","RepoTags":["localhost/solflow:$version"],"Layers":[$(join '"blobs/sha256/%s"' "${sums[@]}")]}]
END

mkdir -p "$(dirname "$output")"
tar --create --file "$output" --directory "$image" --sort=name --format=ustar --owner=0 --group=0 --numeric-owner \
    --mtime="@$epoch" blobs index.json manifest.json oci-layout
echo "$output: localhost/solflow:$version for $architecture, $(stat -c %s "$output") bytes, $(wc -l <"$work/libraries.txt") C libraries"
