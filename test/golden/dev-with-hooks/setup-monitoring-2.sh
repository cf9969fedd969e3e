#!/bin/sh
set -eu
export PATH="/usr/local/sbin:/usr/local/bin:$PATH"
mkdir -p /usr/local/sbin
cat >/usr/local/sbin/tocsin-install <<'END_OF_FILE'
#!/bin/sh
set -eu
name=$1 url=$2 checksums=$3
file=${url##*/} home=/opt/tocsin/$1
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
    set -- new/*
    if [ $# = 1 ] && [ -d "$1" ]; then mv new packed && mv "packed/${1#new/}" new; fi
    ;;
  *) install -m 755 "$file" "new/$name" ;;
esac
chmod 755 new
echo "$url" >new/.release
rm -rf "$home" && mv new "$home"
END_OF_FILE
chmod 755 /usr/local/sbin/tocsin-install
mkdir -p /usr/local/sbin
cat >/usr/local/sbin/tocsin-volume <<'END_OF_FILE'
#!/bin/sh
set -eu
device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$(echo "$1" | tr -d -)
folder=$2
tries=120
until [ -b "$device" ]; do
  tries=$((tries - 1))
  if [ "$tries" = 0 ]; then echo "$device did not appear in ten minutes" >&2 && exit 1; fi
  sleep 5
done
status=0
blkid -p "$device" >/dev/null 2>&1 || status=$?
case $status in
  0) ;;
  2) mkfs.ext4 -q -L tocsin-data "$device" ;;
  *) echo "$device cannot be read (blkid says $status)" >&2 && exit 1 ;;
esac
mkdir -p "$folder"
grep -q " $folder " /etc/fstab || echo "$device $folder ext4 defaults,nofail,x-systemd.device-timeout=60 0 2" >>/etc/fstab
mountpoint -q "$folder" || mount "$folder"
resize2fs "$device" >/dev/null 2>&1 || echo "$device could not be grown" >&2
END_OF_FILE
chmod 755 /usr/local/sbin/tocsin-volume
mkdir -p /usr/local/sbin
cat >/usr/local/sbin/tocsin-secrets <<'END_OF_FILE'
#!/bin/sh
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
END_OF_FILE
chmod 755 /usr/local/sbin/tocsin-secrets
mkdir -p /usr/local/sbin
cat >/usr/local/sbin/tocsin-set-aside <<'END_OF_FILE'
#!/bin/sh
set -u
[ "${SERVICE_RESULT:-success}" != success ] || exit 0
folder=$1
journalctl --sync
said=$(journalctl --quiet --output=cat --lines=20 "_SYSTEMD_INVOCATION_ID=${INVOCATION_ID:?}")
while IFS='|' read -r path pattern; do
  if [ -e "$folder/$path" ] && printf '%s\n' "$said" | grep -qE -- "$pattern"; then
    rm -rf "$folder/$path.broken"
    mv "$folder/$path" "$folder/$path.broken"
    echo "$folder/$path is broken, and was set aside as $folder/$path.broken" >&2
  fi
done <<'END'
chunks_head|opening storage failed: .*chunks_head
wal|opening storage failed: .*segments are not sequential
nflog|error creating notification log
silences|error creating silence
END
if printf '%s\n' "$said" | grep -q 'repair corrupted WAL'; then
  for half in "$folder"/wal/*.repair; do
    if [ -e "$half" ]; then mv "$half" "${half%.repair}"; fi
  done
fi
END_OF_FILE
chmod 755 /usr/local/sbin/tocsin-set-aside
mkdir -p /usr/local/sbin
cat >/usr/local/sbin/tocsin-pull <<'END_OF_FILE'
#!/bin/sh
set -u
umask 022
: "${SOURCE:?}" "${ROOT:?}" "${METRICS:?}" "${RELOAD:=}" "${RESTART:=}" "${ENDING:=}" "${CURL:=}"

mkdir -p "$ROOT/releases" "${METRICS%/*}" || exit 1
exec 9>"$ROOT/lock"
flock -n 9 || exit 0
rm -rf "$ROOT"/incoming.* "$ROOT"/*.new "$METRICS".new

running() { basename "$(readlink "$ROOT/current" 2>/dev/null)"; }

put() { cat >"$1.new" && mv -f "$1.new" "$1"; }

end_of_certificate() {
  [ -f "$ENDING" ] && end=$(openssl x509 -noout -enddate -in "$ENDING" 2>/dev/null) && date -d "${end#notAfter=}" +%s
}

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

last_reload() {
  curl -sS -m 5 ${CURL:+-K "$CURL"} "$1" 2>/dev/null | sed -n \
    -e 's/^[a-z_]*_config_last_reload_successful \([^ ]*\)$/s \1/p' \
    -e 's/^[a-z_]*_config_last_reload_success_timestamp_seconds \([^ ]*\)$/t \1/p' | sort | cut -d ' ' -f 2 | paste -sd ' ' -
}

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
        "0 "*) case $was in "0 "*) [ $tries -lt 25 ] ;; *) false ;; esac || { problems="$problems $unit: refused its files"; break; } ;;
      esac
      tries=$((tries + 1))
      [ $tries -lt 100 ] || { problems="$problems $unit: no reload within 20 s"; break; }
      sleep 0.2
    done
  done
  [ -z "$problems" ]
}

restart() {
  was=$ROOT/releases/$(cat "$ROOT/reloaded" 2>/dev/null)
  for target in $RESTART; do
    unit=${target%%=*} file=${target#*=}
    [ "$(sha256sum <"$was/$file")" = "$(sha256sum <"$ROOT/current/$file")" ] || systemctl try-restart "$unit" || return 1
  done 2>/dev/null
}

switch() { ln -sfn "releases/$1" "$ROOT/current.new" && mv -fT "$ROOT/current.new" "$ROOT/current"; }

password() { sed -n 's/.*[$]{file:\(.*\)}.*/\1/p' "$1" | head -n 1; }

checked() {
  if [ -f prometheus/prometheus.yml ]; then promtool check config prometheus/prometheus.yml || return 1; fi
  if [ -f archive/prometheus.yml ]; then promtool check config archive/prometheus.yml || return 1; fi
  if [ -f alertmanager/alertmanager.yml ]; then amtool check-config alertmanager/alertmanager.yml || return 1; fi
  if [ -f blackbox/blackbox.yml ]; then
    blackbox_exporter --config.check --config.file=blackbox/blackbox.yml || return 1
  fi
  if [ -f vmalert/rules.yml ] && command -v vmalert-prod >/dev/null; then
    vmalert-prod -dryRun -rule=vmalert/rules.yml || return 1
  fi
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
  problem=$(printf '%s\n' "$manifest" | sed 1d | sha256sum --check --quiet --strict 2>&1) || fail pull "$problem"
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

if [ "$(cat "$ROOT/reloaded" 2>/dev/null)" != "$version" ]; then
  if ! reload; then
    refused=$problems
    if [ "$version" != "$before" ] && [ -d "$ROOT/releases/$before" ]; then switch "$before" && reload; fi
    fail reload "$refused"
  fi
  restart || fail reload "a unit of $RESTART does not start"
  echo "$version" | put "$ROOT/reloaded"
  for release in "$ROOT"/releases/*; do
    case ${release##*/} in "$version" | "$before") ;; *) rm -rf "$release" ;; esac
  done
fi
report ""
END_OF_FILE
chmod 755 /usr/local/sbin/tocsin-pull
mkdir -p /usr/local/sbin
cat >/usr/local/sbin/tocsin-web <<'END_OF_FILE'
#!/bin/sh
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
chmod 640 "$directory"/*
END_OF_FILE
chmod 755 /usr/local/sbin/tocsin-web
mkdir -p /etc/tocsin
cat >/etc/tocsin/web.yml <<'END_OF_FILE'
tls_server_config:
  cert_file: /run/tocsin/web/tls.crt
  key_file: /run/tocsin/web/tls.key
  min_version: TLS12
basic_auth_users:
  tocsin: "@PASSWORD_HASH@"
END_OF_FILE
chmod 644 /etc/tocsin/web.yml
mkdir -p /etc/sysusers.d
cat >/etc/sysusers.d/tocsin.conf <<'END_OF_FILE'
u tocsin-prometheus 941 "prometheus" /data/prometheus
u tocsin-alertmanager 942 "alertmanager" /data/alertmanager
u tocsin-grafana 943 "grafana" /data/grafana
u tocsin-node - "Prometheus node exporter"
g tocsin-web 944
m tocsin-prometheus tocsin-web
m tocsin-alertmanager tocsin-web
m tocsin-grafana tocsin-web
END_OF_FILE
chmod 644 /etc/sysusers.d/tocsin.conf
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-secrets.service <<'END_OF_FILE'
[Unit]
Description=Secrets of this machine, from SSM parameters
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=oneshot
Environment=AWS_DEFAULT_REGION=eu-central-1
ExecStart=/usr/local/sbin/tocsin-secrets tocsin-alertmanager:slack-token=/tocsin/dev/slack-token tocsin-alertmanager:pagerduty-routing-key=/tocsin/dev/pagerduty-routing-key tocsin-alertmanager:hooks/restart-webhook=/tocsin/dev/hooks/restart-webhook tocsin-alertmanager:hooks/restart-secret=/tocsin/dev/hooks/restart-secret tocsin-grafana:grafana-admin=/tocsin/dev/grafana-admin tocsin-web:web-password=/tocsin/dev/web-password
TimeoutStartSec=300
Restart=on-failure
RestartSec=10
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
ReadWritePaths=/run

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/tocsin-secrets.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/prometheus.service <<'END_OF_FILE'
[Unit]
Description=Prometheus
Wants=network-online.target tocsin-secrets.service tocsin-web.service
After=network-online.target tocsin-secrets.service tocsin-web.service
RequiresMountsFor=/data
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/prometheus/prometheus --config.file=/etc/tocsin/current/prometheus/prometheus.yml --storage.tsdb.path=/data/prometheus --storage.tsdb.retention.time=30d --storage.tsdb.retention.size=21474836480B --web.listen-address=:9090 --web.external-url=https://localhost:9090 --web.cors.origin=https://localhost:9090 --rules.alert.resend-delay=15s --web.config.file=/run/tocsin/web/web.yml
User=tocsin-prometheus
CapabilityBoundingSet=
Environment=GOGC=20
ExecStopPost=-+/usr/local/sbin/tocsin-set-aside /data/prometheus
Restart=always
RestartSec=5
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
RestrictNamespaces=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectClock=yes
PrivateDevices=yes
ProtectProc=invisible
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service
ReadWritePaths=/data/prometheus

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/prometheus.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/alertmanager.service <<'END_OF_FILE'
[Unit]
Description=Alertmanager
Wants=network-online.target tocsin-secrets.service tocsin-web.service
After=network-online.target tocsin-secrets.service tocsin-web.service
RequiresMountsFor=/data
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/alertmanager/alertmanager --config.file=/etc/tocsin/current/alertmanager/alertmanager.yml --storage.path=/data/alertmanager --web.listen-address=:9093 --web.external-url=https://localhost:9093 --cluster.listen-address=0.0.0.0:9094 --cluster.peer-timeout=5s --dispatch.start-delay=30s --cluster.peer=monitoring-1.dev.tocsin.internal:9094 --web.config.file=/run/tocsin/web/web.yml
User=tocsin-alertmanager
CapabilityBoundingSet=
ExecStopPost=-+/usr/local/sbin/tocsin-set-aside /data/alertmanager
Restart=always
RestartSec=5
MemoryMax=256M
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
RestrictNamespaces=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectClock=yes
PrivateDevices=yes
ProtectProc=invisible
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service
ReadWritePaths=/data/alertmanager

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/alertmanager.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/grafana.service <<'END_OF_FILE'
[Unit]
Description=Grafana
Wants=network-online.target tocsin-secrets.service
After=network-online.target tocsin-secrets.service
RequiresMountsFor=/data
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/grafana/bin/grafana server --homepath=/opt/tocsin/grafana --config=/etc/tocsin/current/grafana/grafana.ini
User=tocsin-grafana
CapabilityBoundingSet=
Restart=always
RestartSec=5
MemoryMax=512M
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
RestrictNamespaces=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectClock=yes
PrivateDevices=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service
ReadWritePaths=/data/grafana

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/grafana.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/remediation.service <<'END_OF_FILE'
[Unit]
Description=Calls the hooks of remediation
Wants=network-online.target tocsin-secrets.service tocsin-web.service
After=network-online.target tocsin-secrets.service tocsin-web.service
RequiresMountsFor=/data
StartLimitIntervalSec=0

[Service]
ExecStart=/usr/bin/node-24 /etc/tocsin/current/remediation/remediation.cjs --plan=/etc/tocsin/current/remediation/plan.json --port=9903 --name=monitoring-2 --shared=s3://dev-configuration-ee38ca9/remediation --credentials=/run/tocsin/secrets/hooks --password-file=/run/tocsin/secrets/web-password --parts-password-file=/run/tocsin/secrets/web-password --alertmanager=https://127.0.0.1:9093 --data=/data/remediation/incidents.json
User=tocsin-alertmanager
CapabilityBoundingSet=
Environment=NODE_EXTRA_CA_CERTS=/run/tocsin/web/tls.crt
Environment=AWS_DEFAULT_REGION=eu-central-1
Restart=always
RestartSec=5
MemoryMax=384M
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
RestrictNamespaces=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectClock=yes
PrivateDevices=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service
ReadWritePaths=/data/remediation

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/remediation.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/node_exporter.service <<'END_OF_FILE'
[Unit]
Description=Prometheus node exporter
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/node_exporter/node_exporter --web.listen-address=:9100 --collector.textfile.directory=/var/lib/tocsin-textfile --collector.systemd --collector.systemd.unit-include=.+[.]service --collector.systemd.enable-restarts-metrics
User=tocsin-node
CapabilityBoundingSet=
Restart=always
RestartSec=5
MemoryMax=128M
CPUQuota=25%
IPAddressDeny=any
IPAddressAllow=localhost 10.0.0.0/24 10.0.0.0/24
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
RestrictNamespaces=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
PrivateDevices=yes
ProtectProc=invisible
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service adjtimex clock_adjtime

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/node_exporter.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/blackbox_exporter.service <<'END_OF_FILE'
[Unit]
Description=Prometheus blackbox exporter
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/blackbox_exporter/blackbox_exporter --config.file=/etc/tocsin/current/blackbox/blackbox.yml --web.listen-address=127.0.0.1:9115
DynamicUser=yes
CapabilityBoundingSet=
Restart=always
RestartSec=5
MemoryMax=128M
CPUQuota=25%
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
RestrictNamespaces=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectClock=yes
PrivateDevices=yes
ProtectProc=invisible
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/blackbox_exporter.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-redis-sessions.service <<'END_OF_FILE'
[Unit]
Description=Exporter of the redis sessions
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/redis_exporter/redis_exporter --web.listen-address=127.0.0.1:9121 --redis.addr=redis://sessions.internal:6379
DynamicUser=yes
CapabilityBoundingSet=
Environment=REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT=true
Restart=always
RestartSec=5
MemoryMax=128M
CPUQuota=25%
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
RestrictNamespaces=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectClock=yes
PrivateDevices=yes
ProtectProc=invisible
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/tocsin-redis-sessions.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-web.service <<'END_OF_FILE'
[Unit]
Description=Certificate and password of this server's parts
Wants=network-online.target tocsin-secrets.service
After=network-online.target tocsin-secrets.service
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/tocsin-web
TimeoutStartSec=300
Restart=on-failure
RestartSec=10
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
CapabilityBoundingSet=CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER
RestrictNamespaces=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectClock=yes
PrivateDevices=yes
ProtectProc=invisible
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service
PrivateNetwork=yes
ReadWritePaths=/run

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/tocsin-web.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-pull.timer <<'END_OF_FILE'
[Unit]
Description=Pulls the configuration every half a minute

[Timer]
OnBootSec=5
OnUnitInactiveSec=25
AccuracySec=1

[Install]
WantedBy=timers.target
END_OF_FILE
chmod 644 /etc/systemd/system/tocsin-pull.timer
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-volume.timer <<'END_OF_FILE'
[Unit]
Description=Grows the data's file system when its volume has grown

[Timer]
OnBootSec=5
OnUnitInactiveSec=3600
AccuracySec=1

[Install]
WantedBy=timers.target
END_OF_FILE
chmod 644 /etc/systemd/system/tocsin-volume.timer
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-secrets.timer <<'END_OF_FILE'
[Unit]
Description=Reads secrets again

[Timer]
OnBootSec=5
OnUnitInactiveSec=900
AccuracySec=1

[Install]
WantedBy=timers.target
END_OF_FILE
chmod 644 /etc/systemd/system/tocsin-secrets.timer
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-pull.service <<'END_OF_FILE'
[Unit]
Description=Pulls the configuration
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
Environment=SOURCE=s3://dev-configuration-ee38ca9/monitoring-2
Environment=ROOT=/etc/tocsin
Environment=METRICS=/var/lib/tocsin-textfile/delivery.prom
Environment="RELOAD=prometheus.service=https://127.0.0.1:9090/metrics alertmanager.service=https://127.0.0.1:9093/metrics blackbox_exporter.service=http://127.0.0.1:9115/metrics"
Environment="RESTART=remediation.service=remediation/remediation.cjs remediation.service=remediation/plan.json"
Environment=CURL=/run/tocsin/web/curl
Environment=AWS_DEFAULT_REGION=eu-central-1
Environment=PATH=/opt/tocsin/prometheus:/opt/tocsin/alertmanager:/opt/tocsin/blackbox_exporter:/usr/local/bin:/usr/bin:/bin
ExecStart=/usr/local/sbin/tocsin-pull
TimeoutStartSec=300
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
ReadWritePaths=/etc/tocsin /var/lib/tocsin-textfile
END_OF_FILE
chmod 644 /etc/systemd/system/tocsin-pull.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-volume.service <<'END_OF_FILE'
[Unit]
Description=The data volume, mounted and as large as it is
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/tocsin-volume vol-0f36afa9194fb7e31 /data
TimeoutStartSec=300
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
ProtectHostname=yes
ReadWritePaths=/data
END_OF_FILE
chmod 644 /etc/systemd/system/tocsin-volume.service
dnf install -y -q tar gzip httpd-tools openssl nodejs24
systemd-sysusers
tocsin-volume vol-0f36afa9194fb7e31 /data
install -d -o tocsin-prometheus -m 750 /data/prometheus
install -d -o tocsin-prometheus -m 750 /data/archive
install -d -o tocsin-alertmanager -m 750 /data/alertmanager
install -d -o tocsin-grafana -m 750 /data/grafana
install -d -o tocsin-alertmanager -m 750 /data/remediation
mkdir -p /var/lib/tocsin-textfile
tocsin-install prometheus https://github.com/prometheus/prometheus/releases/download/v3.13.5/prometheus-3.13.5.linux-arm64.tar.gz https://github.com/prometheus/prometheus/releases/download/v3.13.5/sha256sums.txt
tocsin-install alertmanager https://github.com/prometheus/alertmanager/releases/download/v0.34.2/alertmanager-0.34.2.linux-arm64.tar.gz https://github.com/prometheus/alertmanager/releases/download/v0.34.2/sha256sums.txt
tocsin-install grafana https://dl.grafana.com/oss/release/grafana-13.2.2.linux-arm64.tar.gz https://dl.grafana.com/oss/release/grafana-13.2.2.linux-arm64.tar.gz.sha256
tocsin-install node_exporter https://github.com/prometheus/node_exporter/releases/download/v1.12.1/node_exporter-1.12.1.linux-arm64.tar.gz ad35b605f9954b9f1ffddf5ba054bdc5a98d790b9eae5291e1eeb83f1ecbd0e7
tocsin-install blackbox_exporter https://github.com/prometheus/blackbox_exporter/releases/download/v0.28.0/blackbox_exporter-0.28.0.linux-arm64.tar.gz 63312be0983d85e5109710a7dc93df3051157ae581853fa3655d171cc1b2806e
tocsin-install redis_exporter https://github.com/oliver006/redis_exporter/releases/download/v1.86.0/redis_exporter-v1.86.0.linux-arm64.tar.gz a4ecc3bc631713835c1016ad5d6fb3dee8a05a9fbd7a90d4f0e00655bce6d5f3
systemctl daemon-reload
systemctl enable --now --no-block prometheus.service alertmanager.service grafana.service remediation.service node_exporter.service blackbox_exporter.service tocsin-redis-sessions.service tocsin-web.service tocsin-pull.timer tocsin-volume.timer tocsin-secrets.timer
