#!/usr/bin/env bash
# Opens a report in a real browser, at a desk's and at a telephone's width, and fails unless it drew itself
# without a script error and lists every order of its data, or draws every provision of a timeline, the
# settings of a replay, the accounts of a funnel or the days of a frontier.
#
#   report_browser_test.sh REPORT.html
#
# Exit 0 passed, 1 failed, 2 wrong use, 77 skipped.
set -u

if [ $# -ne 1 ] || [ ! -r "$1" ]; then
  echo "report_browser_test: give the path of one readable HTML report" >&2
  exit 2
fi
report=$(realpath "$1")

browser=
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then browser=$name; break; fi
done
if [ -z "$browser" ]; then
  echo "report_browser_test: skipped, no chromium is installed"
  exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The data as it lies in the file against the rows that the script made of it.
cat >"$work/compare.py" <<'PYTHON'
import html, json, re, sys

source, dump = (open(path, encoding="utf-8").read() for path in sys.argv[1:3])
root = re.search(r"<html[^>]*>", dump)
state = re.search(r'data-rendered="(\w+)"', root.group(0)) if root else None
if state is None or state.group(1) != "true":
    said = re.search(r'<p class="failure" role="alert">([^<]*)', dump)
    sys.exit("the report did not draw itself: " + (html.unescape(said.group(1)) if said else "no word why"))

# The scripts come after the data, so that the first match is the element of the template.
data = re.search(r'<script type="application/json" id="licet-data">(.*?)</script>', source, re.S)
parsed = json.loads(data.group(1))
if "timeline" in parsed:
    count = sum(len(regime["provisions"]) for regime in parsed["regimes"])
    drawn = re.search(r'data-provisions="(\d+)"', dump)
    if drawn is None or int(drawn.group(1)) != count or "<svg" not in dump:
        sys.exit("the %d provisions were not drawn" % count)
    print("%d provisions drawn" % count)
    sys.exit(0)
if "replay" in parsed:
    drawn = re.search(r'data-settings="(\d+)"', dump)
    if drawn is None or int(drawn.group(1)) != len(parsed["results"]):
        sys.exit("the %d settings were not drawn" % len(parsed["results"]))
    changed = parsed["results"][0]["changed"]["orders"]
    if "<svg" not in dump if changed else "No order is decided otherwise" not in dump:
        sys.exit("the first setting was not drawn")
    print("%d settings drawn" % len(parsed["results"]))
    sys.exit(0)
if "frontier" in parsed:
    drawn = re.search(r'data-days="(\d+)"', dump)
    if drawn is None or int(drawn.group(1)) != len(parsed["years"]) or "<svg" not in dump:
        sys.exit("the %d days were not drawn" % len(parsed["years"]))
    print("%d days drawn" % len(parsed["years"]))
    sys.exit(0)
if "funnel" in parsed:
    drawn = re.search(r'data-accounts="(\d+)"', dump)
    count = len(parsed["accounts"])
    if drawn is None or int(drawn.group(1)) != count or ("<svg" not in dump if count else False):
        sys.exit("the %d funnels were not drawn" % count)
    print("%d funnels drawn" % count)
    sys.exit(0)
wanted = [decision["order"] for decision in parsed["decisions"]]
body = re.sub(r"<script.*?</script>", "", dump, flags=re.S)
rows = {html.unescape(name) for name in re.findall(r'<details [^>]*data-order="([^"]*)"', body)}
absent = [order for order in wanted if order not in rows]
if absent:
    sys.exit("%d of %d orders are not listed, the first is %s" % (len(absent), len(wanted), absent[0]))
print("%d orders listed" % len(wanted))
PYTHON

failed=0
for size in 1400,1000 420,900; do
  timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-background-networking \
    --disable-component-update --disable-sync --no-first-run --user-data-dir="$work/profile" \
    --enable-logging=stderr --virtual-time-budget=20000 --window-size="$size" \
    --dump-dom "file://$report" >"$work/dump.html" 2>"$work/log"
  code=$?
  if [ $code -ne 0 ]; then
    echo "report_browser_test: at $size the browser ended with $code" >&2
    tail -n 5 "$work/log" >&2
    failed=1
    continue
  fi
  if grep -E 'CONSOLE.*(Uncaught|Refused to|violates the following)' "$work/log" >&2; then
    echo "report_browser_test: at $size the page reported the errors above" >&2
    failed=1
  fi
  if ! result=$(python3 "$work/compare.py" "$report" "$work/dump.html" 2>&1); then
    echo "report_browser_test: at $size $result" >&2
    failed=1
  else
    echo "report_browser_test: at $size $result"
  fi
done
exit $failed
