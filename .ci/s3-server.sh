#!/usr/bin/env bash
# Runs a command with a real S3-compatible server: OpenStack Swift with its s3api, which checks signatures and serves
# signed URLs. All its data is in FOLDER.
#
#   .ci/s3-server.sh FOLDER COMMAND…
#
# TEST_S3_URL passes the address to the command. Exits with 77 if Swift cannot be installed.
set -euo pipefail
folder=$(realpath -m "$1")
shift
if ! command -v swift-proxy-server >/dev/null || ! command -v memcached >/dev/null; then
  as_root=$([ "$(id -u)" = 0 ] || echo sudo)
  # The packages start no services: this script configures and starts its own.
  { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends \
      swift-proxy swift-account swift-container swift-object memcached; } >/dev/null 2>&1 || exit 77
fi
export PATH="$PATH:/usr/sbin:/usr/bin"

# Five free ports below 32768. Linux gives programs that ask for any port one above, so none takes these before Swift does.
read -r proxy account container object memory < <(node -e '
  const { createServer } = require("node:net")
  const { randomInt } = require("node:crypto")
  const listen = () => new Promise((found) => {
    const server = createServer()
    server.once("listening", () => found(server)).once("error", () => found(listen()))
    server.listen(randomInt(20_000, 32_768), "127.0.0.1")
  })
  Promise.all(Array.from({ length: 5 }, listen)).then((servers) => {
    console.log(servers.map((server) => server.address().port).join(" "))
    servers.forEach((server) => server.close())
  })')

mkdir -p "$folder/devices/d1" "$folder/run"
cat >"$folder/swift.conf" <<CONF
[swift-hash]
swift_hash_path_prefix = a
swift_hash_path_suffix = b
[storage-policy:0]
name = only
default = yes
CONF
for kind in account container object; do
  port=${!kind}
  cat >"$folder/$kind-server.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $port
user = $(id -un)
swift_dir = $folder
devices = $folder/devices
mount_check = false
disable_fallocate = true
workers = 0
[pipeline:main]
pipeline = $kind-server
[app:$kind-server]
use = egg:swift#$kind
CONF
  (
    cd "$folder"
    swift-ring-builder "$kind.builder" create 4 1 1
    swift-ring-builder "$kind.builder" add "r1z1-127.0.0.1:$port/d1" 1
    swift-ring-builder "$kind.builder" rebalance
  ) >/dev/null
done
cat >"$folder/proxy-server.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $proxy
user = $(id -un)
swift_dir = $folder
workers = 0
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats s3api tempauth copy dlo slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$memory
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:dlo]
use = egg:swift#dlo
[filter:slo]
use = egg:swift#slo
CONF

started=()
trap 'kill "${started[@]}" 2>/dev/null; wait 2>/dev/null' EXIT
memcached -u "$(id -un)" -l 127.0.0.1 -p "$memory" >/dev/null 2>&1 &
started+=($!)
for kind in account container object proxy; do
  SWIFT_DIR=$folder "swift-$kind-server" "$folder/$kind-server.conf" >"$folder/$kind.log" 2>&1 &
  started+=($!)
done
# Waits until Swift answers, which may take a while on a busy machine. Gives up when a server has ended, or after five minutes.
until curl -s -o /dev/null "http://127.0.0.1:$proxy/"; do
  if [ "$SECONDS" -gt 300 ] || [ "$(jobs -pr | wc -l)" -lt "${#started[@]}" ]; then
    echo 'OpenStack Swift does not start:'
    tail -n 20 "$folder"/*.log
    exit 1
  fi
  sleep 0.2
done
TEST_S3_URL="http://test%3Atester:testing@127.0.0.1:$proxy" "$@"
