#!/usr/bin/env bash
# An installed copy works where it stands: program, data and documents under one prefix.
# usage: install_test.sh CMAKE BUILD_FOLDER
set -euo pipefail

prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

"$1" --install "$2" --prefix "$prefix/first" >/dev/null
mv "$prefix/first" "$prefix/second"
cd "$prefix"
for file in bin/convscope share/convscope/assets/scenario.schema.json share/convscope/shaders/relation.glsl share/doc/convscope/LICENSE; do
  [[ -s second/$file ]] || { echo "not installed: $file"; exit 1; }
done
second/bin/convscope views | grep -q '^scatter '
second/bin/convscope render "tconv 3x3 k3 s2" -o scatter.png
[[ $(head -c 4 scatter.png | tail -c 3) == PNG ]]
echo "installs and runs"
