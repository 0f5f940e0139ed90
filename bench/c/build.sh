#!/usr/bin/env bash
# Builds store_loop, the C program that writes a trace into SolFlow's schema (the limit beside the product).
#
#   bench/c/build.sh OUTPUT_FOLDER [AMALGAMATION_FOLDER]
#
# Without AMALGAMATION_FOLDER (which holds sqlite3.c and sqlite3.h) SQLite comes from the npm package better-sqlite3,
# which ships it. Prints the program's path last. Exit codes: 0 built, 3 gcc, npm or its package is not here, 1 anything else.
set -euo pipefail

PACKAGE=better-sqlite3@13.2.0
here=$(cd "$(dirname "$0")" && pwd)
if [ $# -lt 1 ]; then
    echo "usage: $0 OUTPUT_FOLDER [AMALGAMATION_FOLDER]" >&2
    exit 1
fi
mkdir -p "$1"
out=$(cd "$1" && pwd)
amalgamation=${2:-$out/package/deps/sqlite3}

if ! command -v gcc > /dev/null; then
    echo "gcc is not here: the C limit is left out" >&2
    exit 3
fi
if [ ! -f "$amalgamation/sqlite3.c" ]; then
    if [ $# -ge 2 ]; then
        echo "$amalgamation holds no sqlite3.c, allowed: a folder with sqlite3.c and sqlite3.h" >&2
        exit 1
    fi
    if ! command -v npm > /dev/null; then
        echo "npm is not here, and no folder with sqlite3.c was given: the C limit is left out" >&2
        exit 3
    fi
    if ! (cd "$out" && npm pack --silent "$PACKAGE" > /dev/null); then
        echo "npm did not get $PACKAGE: the C limit is left out" >&2
        exit 3
    fi
    (cd "$out" && tar xzf better-sqlite3-*.tgz package/deps/sqlite3)
fi

# What sqlite-jdbc 3.54.1 is built with, as far as it changes code that these statements run.
options=(
    -DSQLITE_THREADSAFE=1 -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_DEFAULT_FILE_PERMISSIONS=0666
    -DSQLITE_MAX_VARIABLE_NUMBER=250000 -DSQLITE_MAX_MMAP_SIZE=1099511627776 -DSQLITE_MAX_ATTACHED=125
    -DSQLITE_ENABLE_STAT4 -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_RTREE
    -DSQLITE_ENABLE_FTS3 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_UPDATE_DELETE_LIMIT
    -DSQLITE_DISABLE_PAGECACHE_OVERFLOW_STATS -DHAVE_ISNAN=1)

if [ ! -f "$out/sqlite3.o" ] || [ "$amalgamation/sqlite3.c" -nt "$out/sqlite3.o" ]; then
    gcc -O2 "${options[@]}" -c "$amalgamation/sqlite3.c" -o "$out/sqlite3.o"
fi
gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -I "$amalgamation" \
    "$here/store_loop.c" "$out/sqlite3.o" -o "$out/store_loop" -lm -lpthread -ldl
echo "SQLite of the C program: $(sed -n 's/^#define SQLITE_VERSION  *"\(.*\)"/\1/p' "$amalgamation/sqlite3.h")"
echo "$out/store_loop"
