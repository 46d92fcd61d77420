#!/usr/bin/env bash
# How much processor time an idle window takes: bench/idle.sh build/convscope [SECONDS]
# Under Xvfb, paused, after it has come to rest; in ticks of 10 ms, all threads.
set -euo pipefail
program=$1 seconds=${2:-4}
home=$(mktemp -d)
display=:$((100 + $$ % 400))
trap 'kill "${window:-}" "${server:-}" 2>/dev/null || true; wait; rm -rf "$home"' EXIT
Xvfb "$display" -screen 0 1920x1080x24 >/dev/null 2>&1 &
server=$!
sleep 1
DISPLAY=$display HOME=$home XDG_CONFIG_HOME=$home XDG_STATE_HOME=$home LIBGL_ALWAYS_SOFTWARE=1 \
  "$program" view "conv 16x16 k3" --commands pause >/dev/null 2>&1 &
window=$!
ticks() { awk '{ print $14 + $15 }' "/proc/$window/stat"; }
# It has come to rest when five seconds have brought nothing; a busy machine may take its time.
before=-1 still=0
for _ in {1..60}; do
  sleep 1
  now=$(ticks)
  still=$((now == before && now >= 5 ? still + 1 : 0))
  [[ $still -lt 5 ]] || break
  before=$now
done
before=$(ticks)
sleep "$seconds"
echo "$(($(ticks) - before)) ticks in $seconds s"
