#!/bin/sh
set -- /run/tocsin/web/curl https://127.0.0.1:9090/-/ready https://127.0.0.1:9093/-/ready
# Waits until all that is named answers that it is ready; fails where it does not within about a quarter of an hour.
# usage: tocsin-ready CURL URL…   CURL is a file with options for curl
set -u
options=$1
shift
: "${PAUSE:=10}"

unready() {
  for url in "$@"; do
    curl -fsS -m 5 -o /dev/null -K "$options" "$url" 2>&1 || return 0
  done
  return 1
}

tries=0
while problem=$(unready "$@"); do
  tries=$((tries + 1))
  if [ $tries -ge 80 ]; then echo "not ready: $problem" >&2 && exit 1; fi
  sleep "$PAUSE"
done
