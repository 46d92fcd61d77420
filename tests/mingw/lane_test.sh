#!/usr/bin/env bash
# What the lane for Windows says where there is no compiler, no Wine or no GoogleTest, that it fails when the build
# or a test does, and that CMake makes a build of it (here with this system's compiler). The tests themselves are
# ./dev test --mingw.
# usage: lane_test.sh
set -euo pipefail

lane=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lane.sh
# shellcheck source=tests/tools/shims.sh
source "$(dirname "${BASH_SOURCE[0]}")/../tools/shims.sh"
failures=0

# expect STATUS WORDS: the lane ends so and says this.
expect() {
  local status=0 output
  output=$(PATH=$work/bin CONVSCOPE_WINE=$work/none CONVSCOPE_GOOGLETEST=$work/google DISPLAY=:7 \
    "$work/bin/bash" "$lane" "$work/build" --more 2>&1 </dev/null) || status=$?
  if [[ $status -ne $1 || $output != *"$2"* ]]; then
    failures=$((failures + 1))
    printf 'FAILED: expected %s and "%s"\n  status %s, output: %s\n' "$1" "$2" "$status" "$output"
  fi
}

machine_of bash dirname grep mkdir realpath timeout
expect 0 "mingw: not run: there is no x86_64-w64-mingw32-g++-posix here (Debian: g++-mingw-w64-x86-64)"
shim x86_64-w64-mingw32-g++-posix 'exit 1'
expect 0 "mingw: not run: there is no wine64 here"
shim wine64 'echo "wine: chdir to /home : Permission denied" >&2; exit 1'
expect 0 "mingw: not run: there are no sources of GoogleTest in $work/google (Debian: googletest)"
mkdir "$work/google"
expect 0 "mingw: not run: wine64 does not start here: wine: chdir to /home : Permission denied"
shim wine64 'exit 1'
expect 0 "wine64 does not start here: it said nothing"

# What a program ends with stands in a file of its name; the shims' own arguments.
# shellcheck disable=SC2016
shim wine64 '[[ $1 != cmd ]] || { mkdir -p "$WINEPREFIX/drive_c"; exit 0; }
             echo "$(realpath .) $*, display \"${DISPLAY:-}\""; exit "$(<"$1")"'
shim cmake 'exit 4'
shim ninja 'exit 5'
expect 4 ""
# shellcheck disable=SC2016
shim cmake 'echo "cmake $*"; echo >"$4/build.ninja"'
expect 5 "cmake -S ${lane%/*} -B $work/build -G Ninja --toolchain ${lane%/*}/toolchain.cmake -D GOOGLE=$work/google"
shim ninja 'exit 0'
echo 0 >"$work/build/system_check.exe"
echo 0 >"$work/build/upper_tests.exe"
echo 3 >"$work/build/core_tests.exe"
expect 3 "$work/build/prefix/drive_c $work/build/core_tests.exe --gtest_brief=1 --gtest_filter=-"
echo 0 >"$work/build/core_tests.exe"
echo 7 >"$work/build/upper_tests.exe"
expect 7 "$work/build/upper_tests.exe --gtest_brief=1"
echo 0 >"$work/build/upper_tests.exe"
expect 0 "$work/build/prefix/drive_c $work/build/system_check.exe, display \"\""
echo 2 >"$work/build/system_check.exe"
expect 2 "$work/build/core_tests.exe"

mkdir -p "$work"/google/google{test,mock}/src
touch "$work"/google/googletest/src/gtest-all.cc "$work"/google/googlemock/src/gmock{-all,_main}.cc
if ! words=$(cmake -S "${lane%/*}" -B "$work/native" -G Ninja -D GOOGLE="$work/google" 2>&1); then
  failures=$((failures + 1))
  printf 'FAILED: CMake makes no build of the lane\n%s\n' "$words"
fi
exit $((failures > 0))
