#!/usr/bin/env bash
# The manual page as man and mandoc read it, and completions as bash, zsh and fish do; what is not installed is
# left out, bash is not.
# usage: documents_test.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() { echo "$*"; exit 1; }

# --- the manual page --------------------------------------------------------------------------------------
"$program" man >convscope.1
if command -v man >/dev/null && command -v groff >/dev/null; then
  warnings=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z convscope.1 2>&1 >/dev/null || true)
  [[ -z $warnings ]] || fail "man: $warnings"
fi
if command -v mandoc >/dev/null; then
  warnings=$(mandoc -Tlint -Wwarning convscope.1 | grep -v 'missing date' || true)
  [[ -z $warnings ]] || fail "mandoc: $warnings"
fi
# Every subcommand, and every option that its help has, stands in the page.
plain=$(sed 's/\\f[BIR]//g; s/\\-/-/g' convscope.1)
subcommands=$("$program" --help | sed -n 's/^  \([a-z]*\) .*/\1/p' | grep -vx convscope)
[[ $(wc -w <<<"$subcommands") -gt 10 ]] || fail "no subcommands in the help"
for sub in $subcommands; do
  grep -qx -- ".SS $sub" <<<"$plain" || fail "$sub is not in the manual page"
  section=$(awk -v head=".SS $sub" '$0 == head { on = 1; next } /^\.S[SH]/ { on = 0 } on' <<<"$plain")
  for option in $("$program" "$sub" --help | sed -n 's/^  \(-[a-z], \)\{0,1\}\(--[a-z-]*\).*/\2/p'); do
    [[ $option == --help ]] || grep -q -- "$option" <<<"$section" || fail "$sub $option is not in the manual page"
  done
done

# --- completions ------------------------------------------------------------------------------------------
for shell in bash zsh fish; do
  "$program" completions "$shell" >"for-$shell"
  command -v "$shell" >/dev/null || continue
  "$shell" -n "for-$shell" || fail "$shell does not read what is meant for it"
done
touch here.json "a photo.png"
# shellcheck disable=SC1091
source ./for-bash
# completes WORDS... : EXPECTED...: the last of the words is what stands at the cursor.
completes() {
  COMP_WORDS=(convscope)
  while [[ $1 != : ]]; do COMP_WORDS+=("$1"); shift; done
  shift
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  set +e  # a shell that is typed into goes on, and compopt works only there
  _convscope 2>/dev/null
  set -e
  local found expected
  found=$(printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"} | sort)
  expected=$(printf '%s\n' "$@" | sort)
  [[ $found == "$expected" ]] || fail "${COMP_WORDS[*]}: [$found] and not [$expected]"
}
completes ren : render
completes scat : scatter
completes render --vi : --view
completes render --view s : scatter slide
completes render x --theme l : light
completes render x --ground w : white
completes render x --step '' :
completes render x -o a : "a photo.png"
completes render he : here.json
completes shape conv- : conv-transpose
completes claims can : cancel
completes code "conv 5 k3" --framework p : pytorch
completes scatter --screens : --screenshot
completes completions f : fish for-bash for-fish for-zsh
if command -v fish >/dev/null; then
  # shellcheck disable=SC2016
  [[ $(fish -c 'source ./for-fish; complete -C "convscope render --view sc"' | cut -f1) == scatter ]] || fail "fish: --view"
fi
echo "the manual page and completions are as the shells want them"
