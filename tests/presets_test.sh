#!/usr/bin/env bash
# presets_test.sh CMAKE SOURCE: every preset whose compiler is here can be configured, in a folder of its own.
set -eu
cmake=$1 source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
names=$(cd "$source" && "$cmake" --list-presets | sed -n 's/^ *"\([^"]*\)".*/\1/p')
for name in $names; do
  (cd "$source" && "$cmake" --preset "$name" -B "$folder/$name") >"$folder/log" 2>&1 && continue
  grep -q "not able to compile\|not a full path to an existing compiler\|not found in the PATH" "$folder/log" &&
    echo "$name: its compiler is not here" && continue
  echo "$name cannot be configured:"
  grep -A4 "CMake Error" "$folder/log" || cat "$folder/log"
  failed=1
done
[[ -n $names ]] || failed=1
exit $failed
