#!/bin/sh
# Unpacks a release into /opt/tocsin/NAME, after a check against its SHA-256.
# usage: tocsin-install NAME URL CHECKSUMS
# CHECKSUMS is the checksum itself, or the URL of a list of checksums or of a single one.
set -eu
name=$1 url=$2 checksums=$3
file=${url##*/} home=/opt/tocsin/$1
# Several documents can install at once, and what a killed run left is in nobody's way.
exec 9>/run/tocsin-install.lock
flock 9
rm -rf /opt/tocsin/.download.*
if [ "$(cat "$home/.release" 2>/dev/null)" = "$url" ]; then exit 0; fi
mkdir -p /opt/tocsin
work=$(mktemp -d /opt/tocsin/.download.XXXXXX)
trap 'rm -rf "$work"' EXIT
cd "$work"
get() { curl -fsSL --retry 10 --retry-delay 3 --retry-connrefused -o "$1" "$2"; }
get "$file" "$url"
case $checksums in
  http*) get checksums "$checksums" && expected=$(awk -v file="$file" 'NF == 1 || $2 == file { print $1; exit }' checksums) ;;
  *) expected=$checksums ;;
esac
if [ -z "$expected" ]; then echo "$file is not in $checksums" >&2 && exit 1; fi
found=$(sha256sum "$file") found=${found%% *}
if [ "$found" != "$expected" ]; then
  echo "$url: found SHA-256 $found, expected $expected; not installed. Put its maker's file there, or another mirror in platform.downloads" >&2
  exit 1
fi
mkdir new
case $file in
  *.tar.gz)
    tar -xzf "$file" -C new --no-same-owner
    # Some makers put all into a folder, others do not.
    set -- new/*
    if [ $# = 1 ] && [ -d "$1" ]; then mv new packed && mv "packed/${1#new/}" new; fi
    ;;
  *) install -m 755 "$file" "new/$name" ;;
esac
chmod 755 new
echo "$url" >new/.release
rm -rf "$home" && mv new "$home"
