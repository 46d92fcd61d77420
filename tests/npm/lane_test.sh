#!/usr/bin/env bash
# What the lane of published networks says where there is no npm, no registry, or no package, and that it fails when
# networks differ. The comparison itself is ./dev test --networks.
# usage: lane_test.sh
set -euo pipefail

lane=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lane.sh
# shellcheck source=tests/tools/shims.sh
source "$(dirname "${BASH_SOURCE[0]}")/../tools/shims.sh"
failures=0

machine() {
  machine_of bash dirname realpath mktemp grep tail rm timeout true
  rm -rf "${work:?}/tmp"
  mkdir "$work/tmp"
}
# expect STATUS WORDS: the lane ends so, says this, and leaves nothing.
expect() {
  local status=0 output
  output=$(PATH=$work/bin TMPDIR=$work/tmp "$work/bin/bash" "$lane" "$lane" 2>&1 </dev/null) || status=$?
  if [[ $status -ne $1 || $output != *"$2"* || -n $(ls "$work/tmp") ]]; then
    failures=$((failures + 1))
    printf 'FAILED: expected %s and "%s"\n  status %s, output: %s, left: %s\n' "$1" "$2" "$status" "$output" "$(ls "$work/tmp")"
  fi
}

machine
expect 0 "networks: not compared: there is no node or npm here"
machine
shim node 'exit 1'
shim npm 'echo "npm error code ENOTFOUND" >&2; exit 1'
expect 0 "networks: not compared: the npm registry does not answer: npm error code ENOTFOUND"
# shellcheck disable=SC2016  # the shim's own argument
shim npm '[[ $1 == view ]] || { echo "npm error code E404"; exit 1; }'
expect 0 "does not give the packages: npm error code E404"
shim npm 'true'
shim node 'echo "networks: FAILED a/model.json"; exit 1'
expect 1 "networks: FAILED a/model.json"
shim node 'echo "networks: 12 of 12 agree"'
expect 0 "networks: 12 of 12 agree"
exit $((failures > 0))
