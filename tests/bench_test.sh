#!/usr/bin/env bash
# The benchmarks have every workload of bench/workloads.txt; `./dev bench` says what it can do, and what it lacks.
# usage: bench_test.sh SOURCES CONVSCOPE_BENCH
set -euo pipefail
root=$1 bench=$2
failures=0
fail() {
  failures=$((failures + 1))
  echo "FAILED: $*"
}

names=$("$bench" --benchmark_list_tests)
count=0
while read -r workload; do
  count=$((count + 1))
  for threads in 1 2; do
    grep -qE "^$workload/t$threads(/|\$)" <<<"$names" || fail "no benchmark $workload/t$threads"
  done
done <"$root/bench/workloads.txt"
[[ $count -ge 60 ]] || fail "only $count workloads in bench/workloads.txt"

help=$("$root/dev" bench --help)
for option in --keep --peers --benchmark_filter CONVSCOPE_PEERS; do
  grep -qF -- "$option" <<<"$help" || fail "./dev bench --help does not tell of $option"
done
status=0
words=$(CONVSCOPE_PEERS=/nowhere "$root/dev" bench --peers 2>&1) || status=$?
[[ $status -eq 1 ]] || fail "status $status where there are no peers"
[[ $words == "dev: no peers' harness in /nowhere (set CONVSCOPE_PEERS to the folder that has compare.py)" ]] ||
  fail "said '$words'"

[[ $failures -eq 0 ]] || exit 1
echo "$count workloads are there"
