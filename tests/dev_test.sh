#!/usr/bin/env bash
# ./dev in a machine made of shims: which packages it finds missing, and what it does about them.
# usage: dev_test.sh PATH_TO_DEV
set -euo pipefail

dev=$1
root=$(dirname "$dev")
# shellcheck source=tests/tools/shims.sh
source "$(dirname "${BASH_SOURCE[0]}")/tools/shims.sh"
failures=0

machine() {
  machine_of bash cat comm cut dirname env grep mktemp nproc sed sort true
  : >"$work/log"
}

# A Debian on which all packages of the table but those given are installed.
debian_without() {
  machine
  sed -n 's/^[a-z]* *| *\([^ ]*\) .*/\1/p' "$root/third_party/packages" | sort -u >"$work/known"
  printf '%s\n' "$@" | sort -u >"$work/absent"
  shim dpkg-query "shift 2; for p in \"\$@\"; do grep -qx \"\$p\" $work/absent || echo \"\$p installed\"; done
                   echo 'dpkg-query: no packages found' >&2; exit 1"
  : >"$work/unknown" # that the distribution does not have
  shim apt-cache "shift; [[ \$# -gt 0 ]] || echo ' 500 http://a/debian main amd64 Packages'
                  for p in \"\$@\"; do c=1.0; ! grep -qx \"\$p\" $work/unknown || c='(none)'
                    printf '%s:\n  Installed: (none)\n  Candidate: %s\n  Version table:\n' \"\$p\" \"\$c\"; done"
  shim apt-get "echo \"apt-get \$* (\${DEBIAN_FRONTEND:-})\" >>$work/log"
  shim id 'echo 1000'
}

# Runs ./dev ARGS in the machine; leaves $status, $output (both streams).
try() {
  status=0
  output=$(PATH=$work/bin "$work/bin/bash" "$dev" "$@" 2>&1 </dev/null) || status=$?
}

expect() {
  local what=$1
  shift
  if ! "$@"; then
    failures=$((failures + 1))
    printf 'FAILED: %s\n  status %s, output: %s\n  log: %s\n' "$what" "$status" "$output" "$(cat "$work/log")"
  fi
}
# shellcheck disable=SC2317  # the three are called by expect
{
  says() { grep -qF -- "$1" <<<"$output"; }
  logged() { grep -qF -- "$1" "$work/log"; }
  untouched() { [[ ! -s $work/log ]]; }
}

debian_without
try deps
expect "nothing is missing: nothing happens" test "$status$output" = 0
expect "nothing is missing: apt is not called" untouched

debian_without libcairo2-dev xvfb
try deps
expect "an ordinary user without sudo is refused" test "$status" = 1
expect "and is given the line to run" \
  says "apt-get update && apt-get install -y --no-install-recommends libcairo2-dev xvfb"
expect "and apt is not called" untouched

shim sudo 'exit 1'
try deps
expect "sudo that would ask for a password is not waited for" test "$status" = 1
expect "and the line is printed" says "apt-get install -y --no-install-recommends libcairo2-dev xvfb"

shim sudo 'shift; exec "$@"'
try deps
expect "sudo without a password installs" test "$status" = 0
expect "after apt-get update" logged "update -qq"
expect "waiting for a package manager that is at work" logged "apt-get -o DPkg::Lock::Timeout=300 update"
expect "without questions" \
  logged "apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends libcairo2-dev xvfb (noninteractive)"

debian_without libcairo2-dev xvfb
shim id 'echo 0'
try deps build run
expect "root installs the groups asked for, only" test "$status" = 0
expect "that is cairo and no more" logged "--no-install-recommends libcairo2-dev (noninteractive)"

# What only tests want may be unknown to a distribution; what the program wants may not.
debian_without libcairo2-dev chromium python3-torch
printf '%s\n' chromium python3-torch libcairo2-dev >"$work/unknown"
shim id 'echo 0'
try deps build test
expect "what only tests want is left out" logged "--no-install-recommends libcairo2-dev (noninteractive)"
expect "and named" says "This system has no package python3-torch: tests that want it are skipped."
debian_without gnome-control-center-faces
echo gnome-control-center-faces >"$work/unknown"
try deps run
expect "what only some distributions have is not asked of others" test "$status$output" = 0
shim apt-cache 'exit 0'
try deps run
expect "nor are lists fetched for it" test "$status$output" = 0
debian_without chromium
echo chromium >"$work/unknown"
try deps test
expect "when nothing else is missing" test "$status" = 0
expect "apt is not called for it" untouched
shim id 'echo 0'
shim apt-cache "if [[ -s $work/log ]]; then printf '%s:\n  Candidate: (none)\n' chromium; fi"
try deps test
expect "lists that were never fetched are fetched first" logged "update -qq"
expect "then it is left out" test "$status" = 0
expect "and nothing is installed" test "$(grep -c install "$work/log")" = 0

debian_without libcairo2-dev
shim id 'echo 0'
shim apt-get 'echo "E: no network" >&2; exit 100'
try build
expect "a failing apt stops the work" test "$status" = 100

debian_without clang-16
shim id 'echo 0'
try --preset tsan build
expect "a preset brings its compiler" logged "install -y -qq --no-install-recommends clang-16"

machine
try deps build
expect "a system without apt is refused" test "$status" = 1
expect "with the name of what is missing" says "Cairo (2-D drawing): not found by pkg-config cairo-ft"
shim pkg-config 'exit 0'
shim c++ 'exit 0'
shim cmake 'exit 0'
shim ninja 'exit 0'
try deps build
expect "or served, when everything is there" test "$status$output" = 0

shim cmake 'echo "cmake version 3.22.1"'
try build
expect "an old CMake is refused" test "$status" = 1
expect "with the versions" says "CMake 3.22.1 is too old: 3.25 or newer is wanted"

try deps kitchen
expect "an unknown group is a mistake" test "$status" = 2
try dance
expect "an unknown command is a mistake" test "$status" = 2
try --preset fast build
expect "an unknown preset is a mistake" test "$status" = 2

[[ $failures -eq 0 ]] && echo "all as expected"
exit "$((failures > 0))"
