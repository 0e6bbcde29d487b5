#!/bin/sh
# The way of a billing key, offline and in a browser: builds the program if need be, starts a sandbox (a stand-in of
# PortOne with a payment window of its own) and serve, and prints a link to open. Ctrl-C stops serve and runs the night:
# the customer who agreed is charged. Needs a JDK 17 or newer, no keys, no money. `rm -r target/try-issuance` forgets it.
# TRY_PORT (8780) is the port of serve; one above it is that of the sandbox.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
jar=$top/target/charge-runner.jar
try=$top/target/try-issuance
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=${TRY_PORT:-8780}

"$java" -version >/dev/null 2>&1 || { echo "A JDK 17 or newer is needed: install one, or set JAVA_HOME." >&2; exit 78; }
if [ ! -f "$jar" ] || [ -n "$(find "$top/pom.xml" "$top/src/main" -newer "$jar.original" 2>&1 | head -n 1)" ]; then
	echo "Building $jar; the first time this fetches libraries and takes a minute or two." >&2
	(cd "$top" && ./mvnw -q -B -ntp -DskipTests package) >&2
	touch "$jar.original"
fi
mkdir -p "$try"
cd "$try"
rm -f sandbox.port serve.port

sandbox='' serve=''
stop() {
	[ -z "$1" ] || { kill "$1" 2>/dev/null && wait "$1" 2>/dev/null; } || true
}
trap 'stop "$serve"; stop "$sandbox"' EXIT

# $1: what is started, $2: its process, $3: the file that its port comes into.
await() {
	waited=0
	until [ -s "$3" ]; do
		if [ "$waited" -ge 120 ] || ! kill -0 "$2" 2>/dev/null; then
			echo "$1 does not start:" >&2
			cat "$1.log" >&2
			exit 70
		fi
		sleep 0.5
		waited=$((waited + 1))
	done
}

# A process group of its own each, so that Ctrl-C reaches this script alone.
set -m 2>/dev/null || true
"$top/jobs/charge-runner" sandbox --port $((port + 1)) --port-file sandbox.port >sandbox.log 2>&1 &
sandbox=$!
await sandbox "$sandbox" sandbox.port

[ -s secret ] || { umask 077; od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >secret; }
gateway=http://127.0.0.1:$(cat sandbox.port)
secret=$(cat secret)
export PORTONE_API_BASE_URL="$gateway" PORTONE_API_KEY=try PORTONE_API_SECRET=try
export CHARGE_ISSUANCE_PUBLIC_URL="http://127.0.0.1:$port" CHARGE_ISSUANCE_SECRET="$secret"
export CHARGE_ISSUANCE_MERCHANT_CODE=imp00000000 CHARGE_ISSUANCE_SDK_URL="$gateway/v1/iamport.js"

# Before serve: the embedded database is for one process at a time.
link=$("$top/jobs/charge-runner" issue-link --customer-uid gildong_0001_1234 --name 'Premium' --amount 19,900 \
	--cadence month --first-due-on "$(TZ=Asia/Seoul date +%F)")

"$top/jobs/charge-runner" serve --port "$port" --port-file serve.port >serve.log 2>&1 &
serve=$!
await serve "$serve" serve.port
set +m

stopped=false
trap 'stopped=true' HUP INT TERM
echo
echo "Open this in a browser, and agree or do not:"
echo
echo "  $link"
echo
echo "Ctrl-C runs the night."
while [ "$stopped" = false ] && kill -0 "$serve" 2>/dev/null; do
	wait "$serve" || true
done
trap '' HUP INT TERM
stop "$serve"
serve=''
echo
echo "The night: charge --due"
"$top/jobs/charge-runner" charge --due --out out
