#!/bin/sh
# Charges input-samples/charges.csv against a sandbox, with no keys and no real money: builds the program if need be,
# starts the sandbox on a free loopback port, charges, shows what happened and stops what it started. Needs a JDK 17
# or newer. Repeat it: nothing is charged twice. `rm -r target/try` forgets the trial.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
jar=$top/target/charge-runner.jar
try=$top/target/try
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

"$java" -version >/dev/null 2>&1 || { echo "A JDK 17 or newer is needed: install one, or set JAVA_HOME." >&2; exit 78; }

# A reproducible jar does not bear the time of its build; the file beside it does.
if [ ! -f "$jar" ] || [ -n "$(find "$top/pom.xml" "$top/src/main" -newer "$jar.original" 2>&1 | head -n 1)" ]; then
	echo "Building $jar; the first time this fetches libraries and takes a minute or two." >&2
	(cd "$top" && ./mvnw -q -B -ntp -DskipTests package) >&2
	touch "$jar.original"
fi

mkdir -p "$try"
cd "$try"
[ -e data ] && again=true || again=false
rm -f port summary.txt
sandbox='' charge=''

stop_sandbox() {
	[ -n "$sandbox" ] || return 0
	kill "$sandbox" 2>/dev/null || true
	wait "$sandbox" 2>/dev/null || true
	sandbox=''
}
trap 'stop_sandbox' EXIT
trap '[ -z "$charge" ] && exit 130; kill "$charge" 2>/dev/null' HUP INT PIPE TERM

"$top/jobs/charge-runner" sandbox --port 0 --port-file port >sandbox.log 2>&1 &
sandbox=$!
waited=0
until [ -s port ]; do
	if [ "$waited" -ge 120 ] || ! kill -0 "$sandbox" 2>/dev/null; then
		echo "The sandbox does not start:" >&2
		cat sandbox.log >&2
		exit 70
	fi
	sleep 0.5
	waited=$((waited + 1))
done
echo "The sandbox answers at http://127.0.0.1:$(cat port)" >&2

# In the background, so that a signal to this script alone reaches it too.
PORTONE_API_BASE_URL=http://127.0.0.1:$(cat port) PORTONE_API_KEY=try PORTONE_API_SECRET=try \
	PORTONE_API_READ_TIMEOUT=2s CHARGE_QUARANTINE=4s CHARGE_RESOLVE_FOR=30s \
	"$top/jobs/charge-runner" charge --csv "$top/input-samples/charges.csv" --out out >summary.txt &
charge=$!
while true; do
	code=0
	wait "$charge" || code=$?
	kill -0 "$charge" 2>/dev/null || break
done
# A signal may end the wait after the command has ended: then its exit code is still to be asked for.
if [ "$code" -ge 128 ]; then
	really=0
	wait "$charge" 2>/dev/null || really=$?
	[ "$really" -eq 127 ] || code=$really
fi
stop_sandbox
cat summary.txt

# "ledger paid=N won=W posts=P" is the sandbox's last word.
number() { sed -n "s/.* $1=\([0-9]*\).*/\1/p" "$2" | tail -n 1; }
posts=$(number posts sandbox.log)
charged=$(number won sandbox.log)
printed=$(number won_paid summary.txt)
echo
echo "Sandbox: ${posts:-?} charge requests, ${charged:-?} won really charged."
echo "Files: $try/out"
echo "This was a trial: its sandbox has ended, and its ledger is in $try/data. What to do next is for runs of your own."
if [ "$again" = true ]; then
	echo "(A repeated trial: the ledger remembers what earlier ones charged. Forget it with: rm -r $try)"
elif [ "$printed" != "$charged" ]; then
	echo "THE TOTALS DIFFER: the run says ${printed:-nothing}, the sandbox charged ${charged:-nothing}." >&2
	[ "$code" != 0 ] || code=70
fi
exit "$code"
