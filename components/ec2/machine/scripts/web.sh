#!/bin/sh
# What servers need that reach each other: a certificate of this one's own, the password's hash, and curl's options.
set -eu
umask 027
directory=/run/tocsin/web
mkdir -p "$directory"
chgrp tocsin-web "$directory"
password=$(cat /run/tocsin/secrets/web-password)
if [ ! -f "$directory/tls.key" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=$(uname -n)" -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$directory/tls.key" -out "$directory/tls.crt" 2>/dev/null
fi
hash=$(printf '%s' "$password" | htpasswd -niBC 10 tocsin | cut -d : -f 2 | head -n 1)
sed "s|@PASSWORD_HASH@|$hash|" /etc/tocsin/web.yml >"$directory/web.yml"
printf 'insecure\nuser = "tocsin:%s"\n' "$password" >"$directory/curl"
chgrp tocsin-web "$directory"/*
# OpenSSL makes keys that their owner alone reads; those who show this one are in the group.
chmod 640 "$directory"/*
