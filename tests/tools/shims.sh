# shellcheck shell=bash
# A machine of shims for tests of our scripts, to be sourced: $work/bin replaces PATH.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# machine_of TOOLS: has these plain tools and nothing else.
machine_of() {
  rm -rf "${work:?}/bin"
  mkdir "$work/bin"
  local tool
  for tool in "$@"; do
    ln -s "$(type -P "$tool")" "$work/bin/$tool"
  done
}
# shim NAME BODY: a command that runs BODY.
shim() {
  printf '#!%s\n%s\n' "$(command -v bash)" "$2" >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}
