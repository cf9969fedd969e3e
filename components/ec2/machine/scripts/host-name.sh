#!/bin/sh
# Says what this machine is called, as discovery calls it: by the name that is given; in a group, by the group and what the network calls
# it; else by its tag, where its metadata show tags.
# usage: tocsin-host-name NAME GROUP   both may be empty
set -eu
metadata=http://169.254.169.254/latest
token=$(curl -sf -m 5 -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" "$metadata/api/token" || true)
get() { curl -sf -m 5 -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$1"; }
own() { { get local-hostname || uname -n; } | cut -d . -f 1; }
if [ -n "$1" ]; then
  name=$1
elif [ -n "$2" ]; then
  name=$2-$(own)
else
  name=$(get tags/instance/Name || own)
fi
printf '%s' "$name" | tr -c 'A-Za-z0-9._-' _
