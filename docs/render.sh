#!/usr/bin/env bash
# Renders the pictures of README.md and docs/ with the program itself: docs/render.sh build/convscope
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")"

window() { "$program" view "$2" --screenshot "$1" --size 1600x1000 --commands "$3"; }
picture() { "$program" render "$2" -o "$1" --size 1280x720 "${@:3}"; }

window window.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" "pause; view scatter; step 5; hover output 7"
window window-dark.png "conv 5x5 k3 s2 p1 w=gaussian" "pause; theme dark; view slide; step 5"
picture slide.png "conv 5x5 k3 s2 p1" --view slide --step 5
picture scatter.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" --view scatter --step 5
picture direct.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" --view direct --step 15
picture matrix.png "conv 4x4 k3 w=ramp" --view matrix --step 2
picture photo.png "tconv 4x4 k3 s2 w=box" --view photo
