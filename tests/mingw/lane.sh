#!/usr/bin/env bash
# What the core asks of Windows (core/base/system_windows.cpp), compiled by mingw-w64 and run by Wine.
# usage: lane.sh BUILD_FOLDER
#
# Where there is no such compiler, or Wine does not start, the lane says so and has nothing to run: exit status 0.
set -euo pipefail

mkdir -p "$1"
build=$(realpath "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

skip() {
  echo "mingw: not run: $*"
  exit 0
}

command -v x86_64-w64-mingw32-g++-posix >/dev/null ||
  skip "there is no x86_64-w64-mingw32-g++-posix here (Debian: g++-mingw-w64-x86-64)"
# Debian's package wine64 puts it beside PATH.
wine=$(PATH=$PATH:${CONVSCOPE_WINE:-/usr/lib/wine} type -P wine64) || skip "there is no wine64 here"
# A Windows of its own, without a display; what it says of itself is not what came of the tests.
export WINEPREFIX=$build/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml="
unset DISPLAY WAYLAND_DISPLAY
# The first start makes its disk. Seen from that one absolute paths of this system are not there, as on a real one.
if ! timeout 300 "$wine" cmd /c exit 0 >"$build/wine.log" 2>&1 || ! cd "$WINEPREFIX/drive_c"; then
  skip "wine64 does not start here: $(grep -m1 . "$build/wine.log" || echo "it said nothing")"
fi

x86_64-w64-mingw32-g++-posix -std=c++20 -O1 -Wall -Wextra -Wconversion -Wshadow -Werror -DNOMINMAX -DWIN32_LEAN_AND_MEAN \
  -I"$here/../.." -static -o "$build/system_check.exe" "$here/system_check.cc" "$here/../../core/base/system_windows.cpp"
timeout 300 "$wine" "$build/system_check.exe"
