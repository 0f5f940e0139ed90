#!/usr/bin/env bash
# Runs one of the drills at full scale and prints its table; without a name lists them. Works from any folder and in a
# fresh clone; needs Java 17 or newer and Maven 3.8 or newer, nothing else.
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1

# name | modules | test classes (IT: the finished jar as a child process) | properties | about how long | what it does
drills=$(cat <<'END'
kills     | app | KillDrillIT      | -Dsolflow.kills=500                                 | 30 min | kills the running jar 500 times at random moments
locked    | app | LockedDatabaseIT | -Dsolflow.lockedSeconds=60                           | 3 min  | another process holds the database for a minute: the ring is full, the source is slowed
ring-full | app | LockedDatabaseIT | -Dsolflow.lockedSeconds=60                           | 3 min  | the same drill seen from the ring
disk-full | app | DiskFullIT       | -Dsolflow.fullSeconds=60                             | 2 min  | the database's disk is full for a minute, then there is room again (Linux, root)
stop      | app | StopSignalIT     |                                                      | 1 min  | SIGTERM with a full ring and a locked database, once and twice
throws    | app | StageFailureTest |                                                      | 1 min  | each of the three stages throws
second    | app | SecondProcessIT  |                                                      | 1 min  | a second process on the same database
start     | app | StartDrillIT     | -Dsolflow.startTrades=1000000 -Dsolflow.starts=5     | 5 min  | from the launch to the first commit with a million trades in the windows
END
)

field() { # line, number
    printf '%s' "$1" | cut -d'|' -f"$2" | sed 's/^ *//; s/ *$//'
}

list() {
    echo "usage: bash app/drill.sh NAME [-Dproperty=value …]"
    echo
    printf '%s\n' "$drills" | while IFS= read -r line; do
        printf '  %-10s %-7s %s\n' "$(field "$line" 1)" "$(field "$line" 5)" "$(field "$line" 6)"
    done
}

[ $# -ge 1 ] || { list; exit 0; }
name=$1
shift
line=$(printf '%s\n' "$drills" | while IFS= read -r l; do [ "$(field "$l" 1)" = "$name" ] && printf '%s' "$l"; done)
if [ -z "$line" ]; then
    echo "drill.sh: no drill is called '$name'" >&2
    list >&2
    exit 2
fi

for tool in java mvn; do
    command -v "$tool" >/dev/null 2>&1 || { echo "drill.sh: $tool is missing; needed are a JDK 17 or newer and Maven 3.8 or newer" >&2; exit 2; }
done
command -v javac >/dev/null 2>&1 || [ -x "${JAVA_HOME:-}/bin/javac" ] ||
    { echo "drill.sh: javac is missing: a JDK 17 or newer is needed, not a runtime alone" >&2; exit 2; }

module=$(field "$line" 2)
tests=$(field "$line" 3)
read -r -a properties <<<"$(field "$line" 4)"
case $tests in
    *IT*) goal=verify; select=(-Dtest=NoSuchTest "-Dit.test=$tests") ;;
    *) goal=test; select=("-Dtest=$tests") ;;
esac

log=$(mktemp "${TMPDIR:-/tmp}/solflow-drill.XXXXXX") || exit 1
echo "drill $name: building and running $tests, about $(field "$line" 5); log: $log"
cd "$root" || exit 1
mvn -B -pl "$module" -am "${select[@]}" ${properties[@]+"${properties[@]}"} "$@" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true "$goal" >"$log" 2>&1
status=$?

# a table: its title, then rows that are indented
awk '/^drill: /{table=1; print ""; print; next} table && /^  /{print; next} {table=0}' "$log"
if [ $status -ne 0 ]; then
    echo
    grep -E '^\[ERROR\]|BUILD FAILURE' "$log" | head -40
    echo "drill $name: FAILED (log: $log)"
    exit 1
fi
if grep -qE 'Tests run: [0-9]+, Failures: 0, Errors: 0, Skipped: [1-9]' "$log"; then
    echo
    grep -hE 'Assumption|no disk can|skipped' "$log" | head -5
    echo "drill $name: skipped in part, see $log"
    exit 0
fi
rm -f "$log"
echo
echo "drill $name: ok"
