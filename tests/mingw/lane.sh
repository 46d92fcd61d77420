#!/usr/bin/env bash
# The core and its own tests, and what the core asks of Windows (core/base/system_windows.cpp): compiled by mingw-w64,
# run by Wine.
# usage: lane.sh BUILD_FOLDER [ARGS of GoogleTest]
#
# Where there is no such compiler, or Wine does not start, the lane says so and has nothing to run: exit status 0.
set -euo pipefail

mkdir -p "$1"
build=$(realpath "$1")
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

skip() {
  echo "mingw: not run: $*"
  exit 0
}

command -v x86_64-w64-mingw32-g++-posix >/dev/null ||
  skip "there is no x86_64-w64-mingw32-g++-posix here (Debian: g++-mingw-w64-x86-64)"
# Debian's package wine64 puts it beside PATH.
wine=$(PATH=$PATH:${CONVSCOPE_WINE:-/usr/lib/wine} type -P wine64) || skip "there is no wine64 here"
google=${CONVSCOPE_GOOGLETEST:-/usr/src/googletest}
[[ -d $google ]] || skip "there are no sources of GoogleTest in $google (Debian: googletest)"
# A Windows of its own, without a display; what it says of itself is not what came of the tests.
export WINEPREFIX=$build/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml="
unset DISPLAY WAYLAND_DISPLAY
# The first start makes its disk. Seen from that one absolute paths of this system are not there, as on a real one.
if ! timeout 300 "$wine" cmd /c exit 0 >"$build/wine.log" 2>&1 || ! cd "$WINEPREFIX/drive_c"; then
  skip "wine64 does not start here: $(grep -m1 . "$build/wine.log" || echo "it said nothing")"
fi

[[ -f $build/build.ninja ]] || cmake -S "$here" -B "$build" -G Ninja --toolchain "$here/toolchain.cmake" \
  -D GOOGLE="$google" >&2
ninja -C "$build" >&2
# What asks for libraries of pictures, which are not there for Windows.
left_out=Jpeg.LosesWhatPillowsLoses:Photo.TheUnevenKernelIsToldFromTheEvenOne:Photo.RefusesWhatItCannotEnlarge
left_out+=:Degradation.JpegComesLastAndSeesSavedColours:Degradation.OpacityIsNeitherNoisyNorCompressed
left_out+=:PredictionsSlow.AgreeWithMeasurements:Checkerboards.OnPhotographs
failed=0
timeout 300 "$wine" "$build/system_check.exe" || failed=$?
for tests in core_tests upper_tests; do
  timeout 3600 "$wine" "$build/$tests.exe" --gtest_brief=1 --gtest_filter="-$left_out" "$@" || failed=$?
done
exit "$failed"
