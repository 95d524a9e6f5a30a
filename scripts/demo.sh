#!/bin/sh
# Adds the example reports to a ledger, prints its events and writes the page. $1 is the reportedly command.
set -eu
reportedly=$1
mkdir -p demo
rm -f demo/ledger.db demo/ledger.db-wal demo/ledger.db-shm
"$reportedly" add examples --ledger demo/ledger.db
"$reportedly" events --ledger demo/ledger.db
"$reportedly" export site demo/site.html --ledger demo/ledger.db
echo "The page is at demo/site.html; the command at $reportedly."
