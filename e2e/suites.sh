# Sourced by ./joy test: every suite on a person's road, each with its time and its count.
# The last line is "N passed, N failed, N skipped"; a suite that ran no test counts as failed.

JAVA_SUITES=(protocol engine/local agent gateway master)
PASSED=0 FAILED=0 SKIPPED=0

run_suites() {
  local all=
  case "${1:-}" in
    '') ;;
    --all) all=yes ;;
    *) fail $WRONG_USAGE "test takes --all, not '$1'" ;;
  esac
  needs_to_build
  needs_to_run
  needs chromium=chromium
  needs_postgresql
  suites_of_java "$all"
  suite_of_web
  suite_of_browser
  printf '\n%d passed, %d failed, %d skipped\n' $PASSED $FAILED $SKIPPED
  [ $FAILED -eq 0 ]
}

# Debian keeps initdb off the PATH.
needs_postgresql() {
  local found
  for found in /usr/lib/postgresql/*/bin/initdb; do [ -x "$found" ] && return; done
  needs initdb=postgresql
}

# report SUITE SECONDS PASSED FAILED SKIPPED
report() {
  local failed=$4
  if [ "$3" -eq 0 ] && [ "$4" -eq 0 ]; then
    failed=1
    say "joy: suite $1 ran no test"
  fi
  printf 'suite %-14s %5d passed %3d failed %3d skipped  %4d s\n' "$1" "$3" "$failed" "$5" "$2"
  PASSED=$((PASSED + $3)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + $5))
}

suites_of_java() {
  local log=$CACHE/test-java.log module groups=()
  [ -n "$1" ] || groups=(-DexcludedGroups=soak)
  find "$ROOT" -path '*/target/surefire-reports/*' -delete
  local start=$SECONDS outcome=0
  maven -fae package "${groups[@]}" >"$log" 2>&1 || outcome=1
  if [ $outcome -ne 0 ]; then
    grep -E '^\[ERROR\]|BUILD' "$log" | head -n 60 >&2
    say "joy: $log has all of it"
  fi
  for module in "${JAVA_SUITES[@]}"; do report_of_surefire "$module"; done
  # a failure outside the tests: formatting, Error Prone, a module boundary
  if [ $outcome -ne 0 ] && [ $FAILED -eq 0 ]; then FAILED=1; fi
  say "joy: Java took $((SECONDS - start)) s in all"
}

report_of_surefire() {
  local reports=$ROOT/$1/target/surefire-reports tests failures skipped seconds
  read -r tests failures skipped seconds < <(surefire_totals "$reports")
  report "$1" "$seconds" $((tests - failures - skipped)) "$failures" "$skipped"
  skip_reasons "$reports" | sort | uniq -c | sed -E "s#^ *([0-9]+) (.*)#  $1, \1 skipped: \2#" || true
}

# Prints why each test was skipped; some assumptions put it on the line after the exception's name.
skip_reasons() {
  cat "$1"/TEST-*.xml 2>/dev/null | awk '
    /TestAbortedException: / {
      sub(/.*TestAbortedException: */, "")
      if ($0 == "") getline
      sub(/^Assumption failed: /, "")
      sub(/^assumption was not met due to: /, "")
      gsub(/^\[|\] *$|\]\]>.*$/, "")
      print
    }'
}

# Prints tests, failures and errors, skipped, seconds of all reports in a folder.
surefire_totals() {
  cat "$1"/TEST-*.xml 2>/dev/null | grep -oE '<testsuite [^>]*' | awk '
    function value(name) {
      return match($0, " " name "=\"[0-9.,]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
    }
    { tests += value("tests"); failed += value("failures") + value("errors"); skipped += value("skipped"); time += value("time") }
    END { printf "%d %d %d %d\n", tests, failed, skipped, time }'
}

suite_of_web() {
  local start=$SECONDS log=$CACHE/test-web.log
  install_node_modules web
  if (cd "$ROOT/web" && npm run --silent check && npx tsc --noEmit) >"$log" 2>&1; then
    vitest_report web "$start"
  else
    tail -n 40 "$log" >&2
    report web $((SECONDS - start)) 0 1 0
  fi
}

suite_of_browser() {
  local start=$SECONDS
  build_all
  install_node_modules e2e
  export JOY_LAUNCHER=$ROOT/joy
  if (cd "$ROOT/e2e" && npx tsc --noEmit && npx prettier --check src) >"$CACHE/test-e2e.log" 2>&1; then
    vitest_report e2e "$start"
  else
    tail -n 40 "$CACHE/test-e2e.log" >&2
    report e2e $((SECONDS - start)) 0 1 0
  fi
}

# vitest_report FOLDER START: runs its tests; the figures come from vitest's own report.
vitest_report() {
  local log=$CACHE/test-$1.log json=$CACHE/test-$1.json figures
  rm -f "$json"
  (cd "$ROOT/$1" && npx vitest run --reporter=default --reporter=json --outputFile.json="$json") >"$log" 2>&1 ||
    tail -n 60 "$log" >&2
  figures=$(node -e '
    const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
    const brokenFiles = r.testResults.filter((f) => f.status === "failed" && f.assertionResults.length === 0).length;
    console.log(r.numPassedTests, r.numFailedTests + brokenFiles, r.numPendingTests)' "$json" 2>/dev/null) || figures="0 1 0"
  # shellcheck disable=SC2086 # three numbers
  report "$1" $((SECONDS - $2)) $figures
}
