#!/usr/bin/env bash
# Renders the pictures of README.md and docs/ with the program itself:
# docs/render.sh build/convscope [build/bench/convscope_bench_plot]
set -euo pipefail
program=$(realpath "$1")
plot=${2:+$(realpath "$2")}
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
lab networks.png networks "" "networks-example; wait 60; key Escape"
lab training.png training "" "train-run"
lesson() { "$program" --screenshot "$1" --size 1280x720 --commands "$2"; }
lesson lesson.png "lesson stamping; scene 1; scene ask"
lesson lesson-question.png "lesson do-they-cancel; scene 6; present on"
picture slide.png "conv 5x5 k3 s2 p1" --view slide --step 5
picture scatter.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" --view scatter --step 5
picture direct.png "tconv 3x3 k3 s2 p1 op1 w=bilinear" --view direct --step 15
picture matrix.png "conv 4x4 k3 w=ramp" --view matrix --step 2
picture wiring.png "conv 5 k3 w=ramp" --view wiring --step 2
picture overlap.png "tconv 4x4 k3 s2 w=ones" --view overlap --step 1
picture gradient.png "tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3] up=arange" --view gradient --step 3
picture channels.png "conv 5x5 k3 p1 c3>2 w=random:1 in=random:2" --view channels --step 13
picture photo.png "tconv 4x4 k3 s2 w=box" --view photo

# --- performance.md: the sweep's figures that are kept
if [[ -n $plot ]]; then
  "$plot" "$(grep -l over_limit ../bench/results/*.json | head -n 1)" sweep.png
fi

# --- checkerboards.md: five photographs of gnome-control-center-data, details and numbers ------------

faces=/usr/share/pixmaps/faces
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# compare NAME OPTIONS: all photographs with one set of methods; results in $work/NAME.
compare() {
  "$program" compare "$faces"/{cat,hummingbird,tomatoes,mountain,bicycle}.jpg --factor 2 -o "$work/$1" --quiet "${@:2}"
}
# detail KIND PHOTO X,Y RESULT: 32 x 32 pixels, six times as large.
detail() {
  "$program" upsample "$work/$4.png" -o "checkerboards/$2-$1.png" --crop "$3,32,32" --factor 6 --method nearest --quiet
}
# numbers RUN METHOD COLUMN IMAGE: one number of a table; IMAGE may be "mean".
numbers() {
  awk -F, -v name="$2" -v column="$3" -v image="$4" '
    NR == 1 { for (i = 1; i <= NF; ++i) place[$i] = i }
    $2 == name && ($1 == image || $1 ~ "/" image "\\.jpg$") { print $place[column] }' "$work/$1/metrics.csv"
}
# table NAME: replaces what stands between the page's markers of that name by standard input.
table() {
  awk -v name="$1" -v rows="$(cat)" '
    $0 == "<!-- end of " name " -->" { inside = 0; print rows }
    !inside { print }
    $0 == "<!-- " name ", by ./dev docs -->" { inside = 1 }' checkerboards.md >"$work/page"
  cp "$work/page" checkerboards.md
}

if [[ ! -f $faces/cat.jpg ]]; then
  echo "docs/checkerboards.md stays as it is: gnome-control-center-data is not installed." >&2
  exit
fi

mkdir -p checkerboards
compare uneven --methods nearest,bilinear,bicubic,lanczos3,conv-transpose --kernel uniform --kernel-size 3
compare repaired --methods conv-transpose --kernel uniform --kernel-size 3 --repair
compare even --methods conv-transpose --kernel bilinear --kernel-size 4
compare random --methods pixel-shuffle --kernel random:1 --kernel-size 3
compare icnr --methods pixel-shuffle --kernel random:1 --kernel-size 3 --repair
compare learned --methods conv-transpose,pixel-shuffle,nearest-conv,bilinear-conv --kernel learned --kernel-size 4

while read -r photo place; do
  detail original "$photo" "$place" "uneven/$photo/original"
  detail uneven "$photo" "$place" "uneven/$photo/conv-transpose"
  detail repaired "$photo" "$place" "repaired/$photo/conv-transpose"
  detail even "$photo" "$place" "even/$photo/conv-transpose"
  detail bicubic "$photo" "$place" "uneven/$photo/bicubic"
  awk -v photo="$photo" -v uneven="$(numbers uneven conv-transpose checkerboard "$photo")" \
    -v even="$(numbers even conv-transpose checkerboard "$photo")" \
    -v repaired="$(numbers repaired conv-transpose checkerboard "$photo")" \
    -v bicubic="$(numbers uneven bicubic checkerboard "$photo")" 'BEGIN {
      printf "| %s | %.0f | %.2f | %.0f × | %.2f | %.2f | %.2f × |\n",
        photo, uneven, even, uneven / even, repaired, bicubic, repaired / bicubic }'
done >"$work/photographs" <<'END'
cat 218,168
hummingbird 197,137
tomatoes 177,300
mountain 266,252
bicycle 283,180
END
{
  echo "| photograph | k3 uniform | k4 bilinear | ratio | k3 repaired | bicubic | ratio |"
  echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
  cat "$work/photographs"
} | table photographs

while IFS='|' read -r run method words; do
  awk -v words="$words" -v psnr="$(numbers "$run" "$method" psnr mean)" -v ssim="$(numbers "$run" "$method" ssim mean)" \
    -v energy="$(numbers "$run" "$method" checkerboard mean)" \
    -v spread="$(numbers "$run" "$method" phase_spread mean)" 'BEGIN {
      printf "| %s | %.2f | %.4f | %s | %s |\n", words, psnr, ssim,
        energy < 10 ? sprintf("%.2f", energy) : sprintf("%.0f", energy), sprintf("%.3g", 100 * spread) " %" }'
done >"$work/methods" <<'END'
uneven|nearest|nearest
uneven|bilinear|bilinear
uneven|bicubic|bicubic
uneven|lanczos3|Lanczos-3
uneven|conv-transpose|transposed convolution, k3 uniform
repaired|conv-transpose|the same, repaired
even|conv-transpose|transposed convolution, k4 bilinear
learned|conv-transpose|transposed convolution, k4 learned
random|pixel-shuffle|sub-pixel convolution, k3 random
icnr|pixel-shuffle|the same, repaired (ICNR)
learned|pixel-shuffle|sub-pixel convolution, k4 learned
learned|nearest-conv|nearest, then a convolution, k4 learned
learned|bilinear-conv|bilinear, then a convolution, k4 learned
END
{
  echo "| enlarging | PSNR, dB | SSIM | checkerboard | phase spread |"
  echo "| --- | ---: | ---: | ---: | ---: |"
  cat "$work/methods"
} | table methods

lab checkerboards/why.png images "" "image-mode why; panels none"
lab checkerboards/gradient.png images "" "image-mode gradient; panels none"
lab checkerboards/plots.png images "" "image-mode plots; panels none"
