#!/bin/sh
# Reads secrets from SSM parameters, by the machine's role, into files on tmpfs. It never prints one.
# usage: tocsin-secrets GROUP:FILE=PARAMETER …   GROUP may read the file
set -u
umask 077
directory=/run/tocsin/secrets
mkdir -p "$directory" || exit 1
chmod 711 /run/tocsin "$directory"
failed=0
for each in "$@"; do
  parameter=${each#*=} to=${each%%=*}
  group=${to%%:*} file=$directory/${to#*:}
  if ! [ -d "${file%/*}" ]; then mkdir "${file%/*}" && chmod 711 "${file%/*}"; fi
  # One that is missing keeps none of the others back.
  if value=$(aws ssm get-parameter --name "$parameter" --with-decryption --query Parameter.Value --output text); then
    printf '%s' "$value" >"$file.new"
    chgrp "$group" "$file.new"
    chmod 640 "$file.new"
    mv -f "$file.new" "$file" || failed=1
  else
    failed=1
  fi
done
exit "$failed"
