#!/usr/bin/env bash
# The packages of ./dev package in a bare system: usage: package_test.sh SUITE [PACKAGES_FOLDER]   (as root)
# SUITE is a Debian release (bookworm, trixie); its minimal system is made by debootstrap under /var/tmp, once. One
# that is there is taken as it is, such as Ubuntu's:
#   debootstrap --variant=minbase --components=main,universe --keyring=KEYS noble /var/tmp/convscope-noble
# The .deb goes into the release that it was built on; the archive into any. Without a source tree each draws the
# tour, renders, and draws the window offscreen.
set -euo pipefail

suite=$1
packages=$(realpath "${2:-$(dirname "$0")/../out/packages}")
bare=/var/tmp/convscope-$suite
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -1)
[[ -d $bare/usr ]] || debootstrap --variant=minbase "$suite" "$bare" "${mirror:-http://deb.debian.org/debian}"
work=$(mktemp -d "$bare/tmp/packages.XXXX")
inside=${work#"$bare"}
trap 'umount "$bare/proc" 2>/dev/null || true; rm -rf "$work"' EXIT
mountpoint -q "$bare/proc" || mount -t proc proc "$bare/proc"
cp "$packages"/*.deb "$packages"/*.tar.gz "$work/"
cp /etc/resolv.conf "$bare/etc/resolv.conf"

cat >"$work/try.sh" <<'END'
set -eu
cd "$(dirname "$0")"
program=$1
"$program" views | grep -q '^scatter '
"$program" render "tconv 3x3 k3 s2" -o scatter.png
"$program" render "conv 5 k3" -o slide.gif
"$program" tour tour >/dev/null
"$program" --screenshot window.png
for file in scatter.png slide.gif window.png tour/*; do test -s "$file"; done
if ls / | grep -q '^work$'; then echo "there is a source tree here"; exit 1; fi
END
in_bare() { chroot "$bare" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }

in_bare apt-get update -qq
# What every desktop has: OpenGL and the libraries of the display.
in_bare apt-get install -y -qq --no-install-recommends libgl1 libegl1 libgl1-mesa-dri libx11-6 >/dev/null
in_bare sh -c "cd $inside && tar xzf ./*.tar.gz && mv convscope_*/ elsewhere && sh try.sh $inside/elsewhere/bin/convscope"
echo "$suite: the archive works"
if [[ $(sed -n s/^VERSION_CODENAME=//p /etc/os-release) == "$suite" ]]; then
  in_bare sh -c "apt-get install -y -qq --no-install-recommends $inside/*.deb >/dev/null && sh $inside/try.sh /usr/bin/convscope"
  echo "$suite: the .deb works"
fi
