#!/usr/bin/env bash
# Runs benchmark suites, writes bench/results/ and rewrites the tables of bench/README.md.
#
#   bash bench/run.sh                 all suites but line-soak, which takes half an hour
#   bash bench/run.sh wire ring       some of them
#   bash bench/run.sh --quick         all in a minute, to see that they work; writes to bench/target/quick
#   bash bench/run.sh jmh Wire -prof gc   JMH's own command line
#   JAVA=/path/to/java bash bench/run.sh wire   on another JVM; its tables are named wire-jdk25 and so on
set -euo pipefail
cd "$(dirname "$0")/.."

jar=bench/target/benchmarks.jar
newer() {
    find core ingest persist app bench sql pom.xml -path '*/target' -prune -o -type f \
        \( -name '*.java' -o -name '*.proto' -o -name '*.sql' -o -name 'pom.xml' -o -name '*.properties' \) \
        -newer "$jar" -print -quit
}
if [ ! -f "$jar" ] || [ -n "$(newer)" ]; then
    echo "building $jar"
    "${MVN:-./mvnw}" -q -B -pl bench -am -DskipTests -Dspotless.check.skip package
fi

# the command is printed with the results; where somebody's JVM lies is nobody else's business
command="bash bench/run.sh"
if [ -n "${JAVA:-}" ]; then
    command="JAVA=… $command"
fi
exec "${JAVA:-java}" -Xmx3g -Dsolflow.bench.command="$command" -jar "$jar" "$@"
