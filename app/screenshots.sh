#!/usr/bin/env bash
# Makes the pictures of docs/images anew: starts the demo of the built jar and looks at its page in Chromium. Works from any folder;
# needs the jar (./mvnw -q -DskipTests package), Node 20 or newer, npm, and Chromium (SOLFLOW_CHROMIUM names it elsewhere).
set -eu

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
address=127.0.0.1:${1:-18787}
page=$root/app/target/page
folder=$(mktemp -d)

mkdir -p "$page" "$root/docs/images"
cp "$root"/app/src/test/page/*.mjs "$root"/app/src/test/page/package*.json "$page"
(cd "$page" && npm ci --ignore-scripts --no-audit --no-fund --silent)

# a minute of trades before the first picture, so that windows and charts have something to show
(cd "$folder" && exec java -jar "$root/app/target/solflow.jar" demo --seconds 900 --rate 300 --db pictures.db --http "$address" >demo.txt 2>&1) &
demo=$!
trap 'kill $demo 2>/dev/null || true; wait $demo 2>/dev/null || true; rm -rf "$folder"' EXIT
sleep 60
node "$page/screenshots.mjs" "http://$address" "$root/docs/images"
# a quarter of the size, where it is installed
if command -v pngquant >/dev/null; then
    pngquant --force --ext .png --speed 1 "$root"/docs/images/*.png
fi
