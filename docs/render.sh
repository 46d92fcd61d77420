#!/usr/bin/env bash
# Renders the pictures of README.md and docs/ with the program itself: docs/render.sh build/convscope
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")"

window() { "$program" view "$2" --screenshot "$1" --size 1600x1000 --commands "$3"; }
lab() { "$program" "$2" ${3:+"$3"} --screenshot "$1" --size 1600x1000 --commands "${4:-pause}"; }
picture() { "$program" render "$2" -o "$1" --size 1280x720 "${@:3}"; }

window window.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" "pause; view scatter; step 5; hover output 7"
window window-dark.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" "pause; theme dark; layout 4; step 5"
lab round-trip.png round-trip "conv 5 k3" "numbers fraction"
lab sizes.png sizes "conv 12x12 k3 s2 p1"
lab images.png images
lab claims.png claims "" "numbers fraction"
picture slide.png "conv 5x5 k3 s2 p1" --view slide --step 5
picture scatter.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" --view scatter --step 5
picture direct.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" --view direct --step 15
picture matrix.png "conv 4x4 k3 w=ramp" --view matrix --step 2
picture wiring.png "conv 5 k3 w=ramp" --view wiring --step 2
picture overlap.png "tconv 4x4 k3 s2 w=ones" --view overlap --step 1
picture gradient.png "tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3] up=arange" --view gradient --step 3
picture channels.png "conv 5x5 k3 p1 c3>2 w=random:1 in=random:2" --view channels --step 13
picture photo.png "tconv 4x4 k3 s2 w=box" --view photo
