#!/usr/bin/env bash
# Runs one of the drills at full scale and prints its table; without a name lists them. Works from any folder and in a
# fresh clone; needs a JDK 17 or newer, nothing else.
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1

# name | modules | test classes (IT: the finished jar as a child process) | properties | about how long | what it does
drills=$(cat <<'END'
kills       | app     | KillDrillIT            | -Dsolflow.kills=500                                    | 40 min | kills the running jar 500 times at random moments
checkpoints | app     | CheckpointKillTest     | -Dsolflow.checkpointKills=25                           | 3 min  | kills a writer within checkpoints
migrations  | persist | MigrationKillTest      | -Dsolflow.migrationKills=1000                          | 3 min  | kills a start after every statement of its migrations
power       | app     | PowerLossTest          | -Dsolflow.powerSeconds=40 -Dsolflow.powerResumes=60    | 10 min | cuts the write-ahead log behind every frame and within
cuts        | app     | BrokenConnectionTest   | -Dsolflow.cutBytes=65536 -Dsolflow.cutSamples=2000     | 8 min  | cuts a connection at every byte of the first 64 KiB and at random later ones
garbage     | app     | GarbageTest            | -Dsolflow.garbage=10000000                             | 10 min | plays ten million garbage messages between a market's
mints       | app     | ManyMintsTest          | -Dsolflow.mints=1000000                                | 5 min  | a million mints, each with a wallet of its own
disorder    | app     | SimulatedMarketTest    | -Dsolflow.permutations=30                              | 5 min  | slots twice and out of order within 150 slots
dead-slots  | core    | RollingMetricsTakeBackTest | -Dsolflow.takeBackRuns=2000                        | 2 min  | takes dead slots back from the windows, beside a model
clock       | app     | ClockJumpIT            |                                                        | 2 min  | the wall clock jumps an hour and back (needs libfaketime)
locked      | app     | LockedDatabaseIT       | -Dsolflow.lockedSeconds=60                             | 4 min  | another process holds the database for a minute: the ring is full, the source is slowed
storm       | app     | BusyStormTest          | -Dsolflow.stormSeconds=20                              | 2 min  | other processes fight for the write lock
disk-full   | app     | DiskFullIT             | -Dsolflow.fullSeconds=60                               | 2 min  | the database's disk is full for a minute, then there is room again (Linux, root)
disk-error  | app     | InputOutputErrorIT     |                                                        | 1 min  | writes fail with an input/output error, then no more (Linux)
crafted     | app     | CraftedDatabaseIT      | -Dsolflow.everyCommand=true                            | 3 min  | damaged, foreign and read-only databases against every command
long-reader | persist | LongReaderTest         | -Dsolflow.readerTrades=1000000                         | 3 min  | a reader's transaction stays open while a million trades are written
stop        | app     | StopSignalIT           |                                                        | 1 min  | SIGTERM with a full ring and a locked database, once and twice
throws      | app     | StageFailureTest       |                                                        | 1 min  | each of the three stages throws
second      | app     | SecondProcessIT        |                                                        | 1 min  | a second process on the same database
prune       | app     | PruneIT                | -Dsolflow.prune=true                                   | 5 min  | removes old rows beside a running demo, and by the demo itself
crowd       | app     | SlowReadersTest        | -Dsolflow.crowd=true                                   | 2 min  | two hundred clients of the page that never read, beside the running engine
page        | app     | PageIT#shouldShow*     | -Dsolflow.page=true                                    | 3 min  | clicks through the live page in a real browser (Node, npm, Chromium)
paint       | app     | PageIT#shouldPaint*    | -Dsolflow.paint=true                                   | 5 min  | how soon the page shows itself with 5 000 live tokens, and how steadily it follows
image       | app     | ContainerImageIT       | -Dsolflow.container=true                               | 2 min  | builds the container image, unpacks it and runs it in a root of its own
start       | app     | StartDrillIT           | -Dsolflow.startTrades=1000000 -Dsolflow.starts=5       | 3 min  | from the launch to the first commit with a million trades in the windows, plain and with a class archive
END
)

field() { # line, number
    printf '%s' "$1" | cut -d'|' -f"$2" | sed 's/^ *//; s/ *$//'
}

list() {
    echo "usage: bash app/drill.sh NAME [-Dproperty=value …]"
    echo
    printf '%s\n' "$drills" | while IFS= read -r line; do
        printf '  %-12s %-7s %s\n' "$(field "$line" 1)" "$(field "$line" 5)" "$(field "$line" 6)"
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

for tool in java; do
    command -v "$tool" >/dev/null 2>&1 || { echo "drill.sh: $tool is missing; needed is a JDK 17 or newer" >&2; exit 2; }
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
"${MVN:-./mvnw}" -B -pl "$module" -am "${select[@]}" ${properties[@]+"${properties[@]}"} "$@" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true -Dtest.jar.flags= -Dtest.jvm.compilers= -Dtest.output.toFile=false \
    '-Dtest.limit=30 d' -Dtest.run.limitSeconds=0 "$goal" >"$log" 2>&1
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
