#!/bin/sh
# The guide's own way: one curl a row, one after the other. $1: the gateway, $2: the CSV file, $3: where answers go.
set -eu
token=$(curl -sS -H 'Content-Type: application/json' -d '{"imp_key":"k","imp_secret":"s"}' "$1/users/getToken" |
	sed 's/.*"access_token":"\([^"]*\)".*/\1/')
number=0
sed 1d "$2" | while IFS=, read -r customer amount name; do
	number=$((number + 1))
	curl -sS -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
		-d "{\"customer_uid\":\"$customer\",\"merchant_uid\":\"curl$number\",\"amount\":$amount,\"name\":\"$name\"}" \
		"$1/subscribe/payments/again" >>"$3"
done
