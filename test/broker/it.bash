# Cases with sentences for names, for tests in bash. The caller sets $work, a folder.

passed=0 failed=0

it() { # TITLE: runs the function of that name, in a shell where the first fault ends it
  local begin=$SECONDS status
  (set -e; "${1// /-}") >"$work/log" 2>&1 </dev/null
  status=$?
  if [ $status = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  echo "$([ $status = 0 ] && echo ok || echo FAILED): $1 ($((SECONDS - begin)) s)"
  [ $status = 0 ] || sed 's/^/    /' "$work/log"
}

says() { # TEXT COMMAND...: succeeds and says it
  local text=$1
  shift
  "$@" 2>&1 | tee "$work/said"
  grep -q -- "$text" "$work/said"
}

fails() { ! "$@"; } # `!` alone does not end a case

total() {
  echo "$passed passed, $failed failed"
  [ $failed = 0 ]
}
