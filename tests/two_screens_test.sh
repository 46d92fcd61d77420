#!/usr/bin/env bash
# A lecture on two screens, for real: an X server in memory with two of different sizes (Debian:
# xserver-xorg-video-dummy 0.4, x11-xserver-utils). F5 gives the stage one of them and the lecturer's window the
# other, both hear a remote's keys, and the lecture goes on when the second screen is unplugged.
# usage: two_screens_test.sh PROGRAM; exit status 77: not possible here
set -euo pipefail
program=$(realpath "$1")
for tool in Xorg xrandr xdotool; do command -v "$tool" >/dev/null || { echo "no $tool"; exit 77; }; done
find /usr/lib/xorg -name dummy_drv.so 2>/dev/null | grep -q . || { echo "no dummy driver"; exit 77; }

work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "$*"
  xdotool search --name ConvScope getwindowgeometry 2>/dev/null || true
  exit 1
}

cat >"$work/xorg.conf" <<'CONF'
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "memory"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "any"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "both"
  Device "memory"
  Monitor "any"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 2560 1024
    Modes "1280x720" "1024x768"
  EndSubSection
EndSection
CONF
Xorg -config "$work/xorg.conf" -logfile "$work/log" -displayfd 3 -noreset -nolisten tcp 3>"$work/display" \
  >"$work/said" 2>&1 &
pids+=($!)
for _ in $(seq 100); do
  [[ -s $work/display ]] && break
  kill -0 "${pids[0]}" 2>/dev/null || { echo "Xorg does not start: $(tail -n 3 "$work/said")"; exit 77; }
  sleep 0.1
done
DISPLAY=:$(cat "$work/display")
export DISPLAY XDG_STATE_HOME="$work/state"
xrandr --addmode DUMMY1 1024x768 2>"$work/said" || { echo "the driver has one screen"; exit 77; }
xrandr --output DUMMY0 --mode 1280x720 --pos 0x0 --primary --output DUMMY1 --mode 1024x768 --pos 1280x0
xrandr >/dev/null  # probes, so that programs are told of both

# Where a window stands: "X Y WIDTH HEIGHT".
place() { (eval "$(xdotool getwindowgeometry --shell "$1")" && echo "$X $Y $WIDTH $HEIGHT") 2>/dev/null; }
# Tries until a command succeeds; a slow machine has half a minute.
soon() {
  for _ in $(seq 150); do "$@" && return; sleep 0.2; done
  return 1
}
stands_at() { [[ $(place "$1") == "$2" ]]; }
lies_within() {  # WINDOW LEFT RIGHT BOTTOM
  local x y w h
  read -r x y w h <<<"$(place "$1")"
  [[ -n $h ]] && ((x >= $2 && y >= 0 && x + w <= $3 && y + h <= $4))
}
lies_on_the_first() { lies_within "$1" 0 1280 720; }
lies_on_the_other() { lies_within "$1" 1280 2304 768; }
picture() { import -silent -window root "$work/$1.png" && md5sum <"$work/$1.png" >"$work/$1"; }
changes() { picture now && ! cmp -s "$work/before" "$work/now"; }
lecturer() { xdotool search --name 'ConvScope .*lecturer' 2>/dev/null | head -n 1; }
has_lecturer() { [[ -n $(lecturer) ]]; }
focus() { xdotool windowfocus --sync "$1" 2>/dev/null; }
has_none() { ! has_lecturer; }

"$program" --size 900x600 --commands "reduced-motion on; lesson padding-and-stride; scene 1" &
window=$!
pids+=("$window")
soon xdotool search --name 'ConvScope' >/dev/null || fail "no window"
stage=$(xdotool search --name 'ConvScope' | head -n 1)
soon focus "$stage" || fail "a window does not take the keyboard"

xdotool key --clearmodifiers 71 # F5; for its name newer ones press Alt as well
soon has_lecturer || fail "F5 opens no second window"
second=$(lecturer)
soon stands_at "$stage" "0 0 1280 720" || fail "the stage does not have the first screen whole"
soon lies_on_the_other "$second" || fail "the lecturer's window is not on the second screen"

picture before
soon focus "$second" || fail "a window does not take the keyboard"
xdotool key --clearmodifiers Next
soon changes || fail "the lecturer's window does not hear a remote"

xrandr --output DUMMY1 --off
xrandr >/dev/null
soon lies_on_the_first "$second" || fail "the lecturer's window stays on a screen that is gone"
soon lies_on_the_first "$stage" || fail "the stage is gone with the other screen"
sleep 1
picture before
soon focus "$stage" || fail "a window does not take the keyboard"
xdotool key --clearmodifiers Next
soon changes || fail "the lecture does not go on"

# The first one takes the message away that the screens have changed.
ended() { xdotool key --clearmodifiers Escape && sleep 1 && has_none; }
soon ended || fail "Esc does not end the lecture"
for _ in $(seq 50); do
  kill -0 "$window" 2>/dev/null || break
  xdotool key --clearmodifiers ctrl+q 2>/dev/null || true
  sleep 0.2
done
wait "$window" || fail "the program ends with status $?"
echo "two screens, then one"
