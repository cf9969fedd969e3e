#!/bin/sh
# Pulls this server's configuration from its bucket: checks it, switches to it at once or not at all, and keeps the last good
# one. A run that is killed leaves nothing half written; the next one clears up and goes on.
#
# SOURCE   s3://bucket/server, with a file `manifest`: a line `version <text>`, then `<sha256>  <path>` for each file
# ROOT     folder of its own: releases/<version>, and `current`, a link to the one that runs
# METRICS  file for the node exporter's textfile collector
# RELOAD   `unit=URL`, separated by spaces: a unit that SIGHUP has read its files again, and its metrics, which say how that went
# RESTART  `unit=file`, separated by spaces: a unit that reads its file when it starts, and is started again where that is another one
# ENDING   file of a certificate, whose end the metrics say
# CURL     file with options for curl, where those ask for a password
set -u
umask 022
: "${SOURCE:?}" "${ROOT:?}" "${METRICS:?}" "${RELOAD:=}" "${RESTART:=}" "${ENDING:=}" "${CURL:=}"

mkdir -p "$ROOT/releases" "${METRICS%/*}" || exit 1
exec 9>"$ROOT/lock"
flock -n 9 || exit 0
# What a killed run left.
rm -rf "$ROOT"/incoming.* "$ROOT"/*.new "$METRICS".new

running() { basename "$(readlink "$ROOT/current" 2>/dev/null)"; }

# Written beside and renamed: a reader sees the old file or the new one.
put() { cat >"$1.new" && mv -f "$1.new" "$1"; }

# When the certificate ends, in seconds since 1970; nothing where there is none.
end_of_certificate() {
  [ -f "$ENDING" ] && end=$(openssl x509 -noout -enddate -in "$ENDING" 2>/dev/null) && date -d "${end#notAfter=}" +%s
}

# The metrics of this run; the argument is the stage that failed, if one did.
report() {
  [ -n "$1" ] || date +%s | put "$ROOT/succeeded"
  {
    echo '# HELP tocsin_delivery_version_info 1; its label is the version that runs.'
    echo '# TYPE tocsin_delivery_version_info gauge'
    echo "tocsin_delivery_version_info{version=\"$(running)\"} 1"
    echo '# HELP tocsin_delivery_error 1 where the last run failed in this stage.'
    echo '# TYPE tocsin_delivery_error gauge'
    for stage in pull check reload; do
      [ "$stage" = "$1" ] && value=1 || value=0
      echo "tocsin_delivery_error{stage=\"$stage\"} $value"
    done
    echo '# HELP tocsin_delivery_last_success_timestamp_seconds When a run last found that what is wanted is what runs.'
    echo '# TYPE tocsin_delivery_last_success_timestamp_seconds gauge'
    echo "tocsin_delivery_last_success_timestamp_seconds $(cat "$ROOT/succeeded" 2>/dev/null || echo 0)"
    if end=$(end_of_certificate); then
      echo '# HELP tocsin_delivery_certificate_not_after_timestamp_seconds When the certificate that the servers show ends.'
      echo '# TYPE tocsin_delivery_certificate_not_after_timestamp_seconds gauge'
      echo "tocsin_delivery_certificate_not_after_timestamp_seconds $end"
    fi
  } | put "$METRICS"
}

fail() {
  echo "tocsin-pull: $1: $2" >&2
  report "$1"
  exit 1
}

# What the metrics at a URL say of the last reload: `1 1.7e+09`, or `0 …` where it failed; nothing where nobody answers.
last_reload() {
  curl -sS -m 5 ${CURL:+-K "$CURL"} "$1" 2>/dev/null | sed -n \
    -e 's/^[a-z_]*_config_last_reload_successful \([^ ]*\)$/s \1/p' \
    -e 's/^[a-z_]*_config_last_reload_success_timestamp_seconds \([^ ]*\)$/t \1/p' | sort | cut -d ' ' -f 2 | paste -sd ' ' -
}

# Sends SIGHUP to every unit that answers, and waits for the outcome; one that is not there reads its files when it starts.
# Not a POST to /-/reload: with it comes /-/quit, which any page of a browser behind a port forwarding may ask for.
reload() {
  problems=
  for target in $RELOAD; do
    unit=${target%%=*} metrics=${target#*=}
    was=$(last_reload "$metrics")
    [ -n "$was" ] || continue
    systemctl kill --signal=HUP "$unit" || { problems="$problems $unit: no SIGHUP"; continue; }
    tries=0
    while :; do
      now=$(last_reload "$metrics")
      case $now in
        "1 "*) [ "$now" = "$was" ] || break ;;
        # One that failed before looks the same until the unit has come to it.
        "0 "*) case $was in "0 "*) [ $tries -lt 25 ] ;; *) false ;; esac || { problems="$problems $unit: refused its files"; break; } ;;
      esac
      tries=$((tries + 1))
      [ $tries -lt 100 ] || { problems="$problems $unit: no reload within 20 s"; break; }
      sleep 0.2
    done
  done
  [ -z "$problems" ]
}

# Starts again what runs with another file than the one that was last in force.
restart() {
  was=$ROOT/releases/$(cat "$ROOT/reloaded" 2>/dev/null)
  for target in $RESTART; do
    unit=${target%%=*} file=${target#*=}
    [ "$(sha256sum <"$was/$file")" = "$(sha256sum <"$ROOT/current/$file")" ] || systemctl try-restart "$unit" || return 1
  done 2>/dev/null
}

# Points `current` at a release, in one step.
switch() { ln -sfn "releases/$1" "$ROOT/current.new" && mv -fT "$ROOT/current.new" "$ROOT/current"; }

# The file with the password that a collector's configuration asks for.
password() { sed -n 's/.*[$]{file:\(.*\)}.*/\1/p' "$1" | head -n 1; }

# With the tools that are there: what a server does not run need not be checked.
checked() {
  if [ -f prometheus/prometheus.yml ]; then promtool check config prometheus/prometheus.yml || return 1; fi
  if [ -f archive/prometheus.yml ]; then promtool check config archive/prometheus.yml || return 1; fi
  if [ -f alertmanager/alertmanager.yml ]; then amtool check-config alertmanager/alertmanager.yml || return 1; fi
  if [ -f blackbox/blackbox.yml ]; then
    blackbox_exporter --config.check --config.file=blackbox/blackbox.yml || return 1
  fi
  # The machine may be older than what it pulls.
  if [ -f vmalert/rules.yml ] && command -v vmalert-prod >/dev/null; then
    vmalert-prod -dryRun -rule=vmalert/rules.yml || return 1
  fi
  # It reads the password that hosts send with.
  if [ -f gateway/gateway.yml ] && [ -f "$(password gateway/gateway.yml)" ] && command -v otelcol-contrib >/dev/null; then
    otelcol-contrib validate --config=file:gateway/gateway.yml || return 1
  fi
}

manifest=$(aws s3 cp --only-show-errors "$SOURCE/manifest" - 2>&1) || fail pull "$manifest"
version=$(printf '%s\n' "$manifest" | sed -n '1s/^version \([0-9a-z]\{1,64\}\)$/\1/p')
[ -n "$version" ] || fail pull "the manifest's first line is not: version <text>"
before=$(running)

if [ "$version" != "$before" ]; then
  incoming=$ROOT/incoming.$$
  if ! { mkdir "$incoming" && cd "$incoming"; }; then fail pull "cannot write to $ROOT"; fi
  problem=$(aws s3 cp --only-show-errors --recursive "$SOURCE/" . 2>&1) || fail pull "$problem"
  # Files of a deployment that is still uploading do not match yet.
  problem=$(printf '%s\n' "$manifest" | sed 1d | sha256sum --check --quiet --strict 2>&1) || fail pull "$problem"
  # The bucket may hold more: a rule file that another version named would be in force for ever.
  printf '%s\n' "$manifest" | sed -e 1d -e 's/^[0-9a-f]\{64\} [ *]//' >"$ROOT/named.new"
  find . -type f | sed 's|^\./||' | while IFS= read -r file; do
    grep -qxF -- "$file" "$ROOT/named.new" || rm -f -- "$file"
  done
  rm -f "$ROOT/named.new"
  problem=$(checked 2>&1) || fail check "$problem"
  cd /
  rm -rf "$ROOT/releases/$version"
  if ! { mv "$incoming" "$ROOT/releases/$version" && switch "$version"; }; then fail pull "cannot write to $ROOT"; fi
fi

# A run that was killed after it switched did not reload.
if [ "$(cat "$ROOT/reloaded" 2>/dev/null)" != "$version" ]; then
  if ! reload; then
    refused=$problems
    if [ "$version" != "$before" ] && [ -d "$ROOT/releases/$before" ]; then switch "$before" && reload; fi
    fail reload "$refused"
  fi
  restart || fail reload "a unit of $RESTART does not start"
  echo "$version" | put "$ROOT/reloaded"
  # The one before is kept, to go back by hand.
  for release in "$ROOT"/releases/*; do
    case ${release##*/} in "$version" | "$before") ;; *) rm -rf "$release" ;; esac
  done
fi
report ""
