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
cat >/usr/local/sbin/tocsin-host-name <<'END_OF_FILE'
#!/bin/sh
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
END_OF_FILE
chmod 755 /usr/local/sbin/tocsin-host-name
mkdir -p /etc/sysusers.d
cat >/etc/sysusers.d/tocsin-secrets.conf <<'END_OF_FILE'
g tocsin-secrets -
END_OF_FILE
chmod 644 /etc/sysusers.d/tocsin-secrets.conf
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-collector-secrets.service <<'END_OF_FILE'
[Unit]
Description=Secrets of this machine, from SSM parameters
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=oneshot
Environment=AWS_DEFAULT_REGION=eu-central-1
ExecStart=/usr/local/sbin/tocsin-secrets tocsin-secrets:logs-password=/tocsin/dev/logs-password tocsin-secrets:traces-password=/tocsin/dev/traces-password
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
chmod 644 /etc/systemd/system/tocsin-collector-secrets.service
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-collector.service <<'END_OF_FILE'
[Unit]
Description=OpenTelemetry Collector, the agent for logs
Wants=network-online.target tocsin-collector-secrets.service
After=network-online.target tocsin-collector-secrets.service
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/otelcol/otelcol-contrib --config=file:/etc/tocsin/collector.yml
DynamicUser=yes
CapabilityBoundingSet=CAP_DAC_READ_SEARCH
AmbientCapabilities=CAP_DAC_READ_SEARCH
SupplementaryGroups=tocsin-secrets
StateDirectory=tocsin-collector
Environment=GOMEMLIMIT=160MiB
Restart=always
RestartSec=5
MemoryMax=400M
CPUQuota=50%
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
chmod 644 /etc/systemd/system/tocsin-collector.service
mkdir -p /etc/tocsin
cat >/etc/tocsin/collector.yml <<'END_OF_FILE'
extensions:
  file_storage:
    directory: /var/lib/tocsin-collector/queue
    create_directory: true
    fsync: true
  basicauth/store:
    client_auth:
      username: tocsin-hosts
      password_file: /run/tocsin/secrets/logs-password
receivers:
  otlp:
    protocols:
      http:
        endpoint: 127.0.0.1:4318
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 160
    spike_limit_mib: 40
  transform/label:
    error_mode: silent
    log_statements:
      - statements:
          - set(resource.attributes["service"], resource.attributes["service.name"])
          - set(resource.attributes["service"], "unknown") where resource.attributes["service"] == nil
          - set(resource.attributes["team"], "platform")
          - set(resource.attributes["host"], resource.attributes["host.name"]) where resource.attributes["host.name"] != nil
          - set(resource.attributes["team"], "shop") where resource.attributes["service"] == "shop"
          - set(resource.attributes["team"], "shop") where resource.attributes["service"] == "sessions"
          - set(resource.attributes["team"], "orders") where resource.attributes["service"] == "orders-db"
          - set(resource.attributes["host"], "${file:/etc/tocsin/host-name}") where resource.attributes["host"] == nil
  transform/normalise:
    error_mode: silent
    log_statements:
      - statements:
          - replace_pattern(log.body, "(:\\s*)(?:(?:4\\d{3}|5[1-5]\\d{2}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d{2}|7[01]\\d|720)|6(?:011|5\\d{2}))[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}|3[47]\\d{2}[ -]?\\d{6}[ -]?\\d{5})(\\s*[,}\\]])", "$$1\"[card]\"$$2")
          - merge_maps(log.attributes, ParseJSON(log.body), "upsert") where IsMatch(log.body, "^\\s*\\{")
          - merge_maps(log.attributes, log.body, "upsert") where IsMap(log.body)
          - flatten(log.attributes)
          - set(log.attributes["line.service"], log.attributes["service"]) where log.attributes["service"] != nil
          - delete_key(log.attributes, "service")
          - set(log.attributes["line.team"], log.attributes["team"]) where log.attributes["team"] != nil
          - delete_key(log.attributes, "team")
          - set(log.attributes["line.host"], log.attributes["host"]) where log.attributes["host"] != nil
          - delete_key(log.attributes, "host")
          - set(log.cache["message"], log.attributes["msg"]) where log.cache["message"] == nil and log.attributes["msg"] != nil
          - set(log.cache["message"], log.attributes["message"]) where log.cache["message"] == nil and log.attributes["message"] != nil
          - set(log.cache["message"], log.attributes["event"]) where log.cache["message"] == nil and log.attributes["event"] != nil
          - set(log.cache["message"], log.attributes["log"]) where log.cache["message"] == nil and log.attributes["log"] != nil
          - set(log.body, String(log.cache["message"])) where log.cache["message"] != nil
          - delete_key(log.attributes, "msg")
          - delete_key(log.attributes, "message")
          - delete_key(log.attributes, "event")
          - delete_key(log.attributes, "log")
          - set(log.body, Substring(log.body, 0, 131072)) where IsString(log.body) and Len(log.body) > 131072
          - set(log.cache["time"], log.attributes["time"]) where log.cache["time"] == nil and log.attributes["time"] != nil
          - set(log.cache["time"], log.attributes["timestamp"]) where log.cache["time"] == nil and log.attributes["timestamp"] != nil
          - set(log.cache["time"], log.attributes["ts"]) where log.cache["time"] == nil and log.attributes["ts"] != nil
          - set(log.cache["time"], log.attributes["@timestamp"]) where log.cache["time"] == nil and log.attributes["@timestamp"] != nil
          - replace_pattern(log.cache["time"], "Z$$", "+00:00")
          - set(log.cache["nanos"], UnixNano(Time(log.cache["time"], "%Y-%m-%dT%H:%M:%S%j"))) where IsString(log.cache["time"])
          - set(log.cache["nanos"], Int(Double(log.cache["time"]) * 1000000.0 + 0.5) * 1000) where Double(log.cache["time"]) > 1000000000.0 and Double(log.cache["time"]) < 10000000000.0
          - set(log.cache["nanos"], Int(log.cache["time"]) * 1000000) where Double(log.cache["time"]) > 1000000000000.0 and Double(log.cache["time"]) < 10000000000000.0
          - set(log.time_unix_nano, log.cache["nanos"]) where log.cache["nanos"] > UnixNano(Now()) - 86400000000000 and log.cache["nanos"] < UnixNano(Now()) + 86400000000000
          - delete_key(log.attributes, "time") where log.cache["nanos"] > UnixNano(Now()) - 86400000000000 and log.cache["nanos"] < UnixNano(Now()) + 86400000000000
          - delete_key(log.attributes, "timestamp") where log.cache["nanos"] > UnixNano(Now()) - 86400000000000 and log.cache["nanos"] < UnixNano(Now()) + 86400000000000
          - delete_key(log.attributes, "ts") where log.cache["nanos"] > UnixNano(Now()) - 86400000000000 and log.cache["nanos"] < UnixNano(Now()) + 86400000000000
          - delete_key(log.attributes, "@timestamp") where log.cache["nanos"] > UnixNano(Now()) - 86400000000000 and log.cache["nanos"] < UnixNano(Now()) + 86400000000000
          - set(log.time_unix_nano, log.observed_time_unix_nano) where log.time_unix_nano == 0
          - set(log.cache["level"], log.attributes["level"]) where log.cache["level"] == nil and log.attributes["level"] != nil
          - set(log.cache["level"], log.attributes["severity"]) where log.cache["level"] == nil and log.attributes["severity"] != nil
          - set(log.cache["level"], log.attributes["levelname"]) where log.cache["level"] == nil and log.attributes["levelname"] != nil
          - set(log.cache["level"], log.attributes["lvl"]) where log.cache["level"] == nil and log.attributes["lvl"] != nil
          - set(log.cache["level"], log.attributes["log.level"]) where log.cache["level"] == nil and log.attributes["log.level"] != nil
          - set(log.cache["level"], log.severity_text) where log.cache["level"] == nil and log.severity_text != ""
          - set(log.cache["level"], ExtractPatterns(log.body, "(?i)\\blevel=\"?(?P<level>[a-z]+)")["level"]) where log.cache["level"] == nil
          - set(log.cache["level"], ExtractPatterns(log.body, "^[^a-z]{0,64}\\b(?P<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|PANIC)\\b")["level"]) where log.cache["level"] == nil
          - set(log.attributes["level"], "trace") where IsMatch(String(log.cache["level"]), "(?i)^(?:trace|finest|10)$$")
          - set(log.attributes["level"], "trace") where log.cache["level"] == nil and log.severity_number >= 1 and log.severity_number < 5
          - set(log.attributes["level"], "debug") where IsMatch(String(log.cache["level"]), "(?i)^(?:debug|dbg|fine|verbose|20)$$")
          - set(log.attributes["level"], "debug") where log.cache["level"] == nil and log.severity_number >= 5 and log.severity_number < 9
          - set(log.attributes["level"], "info") where IsMatch(String(log.cache["level"]), "(?i)^(?:info|information|informational|notice|30)$$")
          - set(log.attributes["level"], "info") where log.cache["level"] == nil and log.severity_number >= 9 and log.severity_number < 13
          - set(log.attributes["level"], "warn") where IsMatch(String(log.cache["level"]), "(?i)^(?:warn|warning|40)$$")
          - set(log.attributes["level"], "warn") where log.cache["level"] == nil and log.severity_number >= 13 and log.severity_number < 17
          - set(log.attributes["level"], "error") where IsMatch(String(log.cache["level"]), "(?i)^(?:err|error|severe|50)$$")
          - set(log.attributes["level"], "error") where log.cache["level"] == nil and log.severity_number >= 17 and log.severity_number < 21
          - set(log.attributes["level"], "fatal") where IsMatch(String(log.cache["level"]), "(?i)^(?:fatal|crit|critical|alert|emerg|emergency|panic|60)$$")
          - set(log.attributes["level"], "fatal") where log.cache["level"] == nil and log.severity_number >= 21 and log.severity_number < 25
          - delete_key(log.attributes, "severity")
          - delete_key(log.attributes, "levelname")
          - delete_key(log.attributes, "lvl")
          - delete_key(log.attributes, "log.level")
          - set(log.severity_number, 1) where log.attributes["level"] == "trace"
          - set(log.severity_number, 5) where log.attributes["level"] == "debug"
          - set(log.severity_number, 9) where log.attributes["level"] == "info"
          - set(log.severity_number, 13) where log.attributes["level"] == "warn"
          - set(log.severity_number, 17) where log.attributes["level"] == "error"
          - set(log.severity_number, 21) where log.attributes["level"] == "fatal"
          - set(log.severity_text, log.attributes["level"]) where log.attributes["level"] != nil
          - set(log.cache["trace_id"], log.attributes["trace_id"]) where log.cache["trace_id"] == nil and log.attributes["trace_id"] != nil
          - set(log.cache["trace_id"], log.attributes["traceId"]) where log.cache["trace_id"] == nil and log.attributes["traceId"] != nil
          - set(log.cache["trace_id"], log.attributes["traceID"]) where log.cache["trace_id"] == nil and log.attributes["traceID"] != nil
          - set(log.cache["trace_id"], log.attributes["trace.id"]) where log.cache["trace_id"] == nil and log.attributes["trace.id"] != nil
          - set(log.cache["trace_id"], log.attributes["otelTraceID"]) where log.cache["trace_id"] == nil and log.attributes["otelTraceID"] != nil
          - delete_key(log.attributes, "trace_id")
          - delete_key(log.attributes, "traceId")
          - delete_key(log.attributes, "traceID")
          - delete_key(log.attributes, "trace.id")
          - delete_key(log.attributes, "otelTraceID")
          - set(log.attributes["trace_id"], log.cache["trace_id"]) where log.cache["trace_id"] != nil
          - set(log.cache["span_id"], log.attributes["span_id"]) where log.cache["span_id"] == nil and log.attributes["span_id"] != nil
          - set(log.cache["span_id"], log.attributes["spanId"]) where log.cache["span_id"] == nil and log.attributes["spanId"] != nil
          - set(log.cache["span_id"], log.attributes["spanID"]) where log.cache["span_id"] == nil and log.attributes["spanID"] != nil
          - set(log.cache["span_id"], log.attributes["span.id"]) where log.cache["span_id"] == nil and log.attributes["span.id"] != nil
          - set(log.cache["span_id"], log.attributes["otelSpanID"]) where log.cache["span_id"] == nil and log.attributes["otelSpanID"] != nil
          - delete_key(log.attributes, "span_id")
          - delete_key(log.attributes, "spanId")
          - delete_key(log.attributes, "spanID")
          - delete_key(log.attributes, "span.id")
          - delete_key(log.attributes, "otelSpanID")
          - set(log.attributes["span_id"], log.cache["span_id"]) where log.cache["span_id"] != nil
          - set(log.cache["request_id"], log.attributes["request_id"]) where log.cache["request_id"] == nil and log.attributes["request_id"] != nil
          - set(log.cache["request_id"], log.attributes["requestId"]) where log.cache["request_id"] == nil and log.attributes["requestId"] != nil
          - set(log.cache["request_id"], log.attributes["requestID"]) where log.cache["request_id"] == nil and log.attributes["requestID"] != nil
          - set(log.cache["request_id"], log.attributes["reqId"]) where log.cache["request_id"] == nil and log.attributes["reqId"] != nil
          - set(log.cache["request_id"], log.attributes["req.id"]) where log.cache["request_id"] == nil and log.attributes["req.id"] != nil
          - delete_key(log.attributes, "request_id")
          - delete_key(log.attributes, "requestId")
          - delete_key(log.attributes, "requestID")
          - delete_key(log.attributes, "reqId")
          - delete_key(log.attributes, "req.id")
          - set(log.attributes["request_id"], log.cache["request_id"]) where log.cache["request_id"] != nil
  transform/mask:
    error_mode: silent
    log_statements:
      - statements:
          - delete_matching_keys(log.attributes, "(?i)(?:^|[.])(?:[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)|(?:set-)?cookie|(?:proxy-)?authorization)(?:[.]|$$)")
          - delete_matching_keys(resource.attributes, "(?i)(?:^|[.])(?:[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)|(?:set-)?cookie|(?:proxy-)?authorization)(?:[.]|$$)")
          - replace_pattern(log.body, "(?i)(\"(?:[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)|(?:set-)?cookie|(?:proxy-)?authorization)\"\\s*:\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\",}\\]\\[{]+)", "$$1\"[masked]\"")
          - replace_all_patterns(log.attributes, "value", "(?i)(\"(?:[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)|(?:set-)?cookie|(?:proxy-)?authorization)\"\\s*:\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\",}\\]\\[{]+)", "$$1\"[masked]\"")
          - replace_all_patterns(resource.attributes, "value", "(?i)(\"(?:[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)|(?:set-)?cookie|(?:proxy-)?authorization)\"\\s*:\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\",}\\]\\[{]+)", "$$1\"[masked]\"")
          - replace_pattern(log.body, "(?i)\\b((?:(?:set-)?cookie|(?:proxy-)?authorization)\\s*[:=]\\s*)[^\"'\\\\\\r\\n]+", "$$1[masked]")
          - replace_all_patterns(log.attributes, "value", "(?i)\\b((?:(?:set-)?cookie|(?:proxy-)?authorization)\\s*[:=]\\s*)[^\"'\\\\\\r\\n]+", "$$1[masked]")
          - replace_all_patterns(resource.attributes, "value", "(?i)\\b((?:(?:set-)?cookie|(?:proxy-)?authorization)\\s*[:=]\\s*)[^\"'\\\\\\r\\n]+", "$$1[masked]")
          - replace_pattern(log.body, "(?i)(\\b[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)\\s*[:=]\\s*)(?:\"[^\"\\\\]*\"|'[^'\\\\]*'|[^\\s\"'\\\\,;&}]+)", "$$1[masked]")
          - replace_all_patterns(log.attributes, "value", "(?i)(\\b[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)\\s*[:=]\\s*)(?:\"[^\"\\\\]*\"|'[^'\\\\]*'|[^\\s\"'\\\\,;&}]+)", "$$1[masked]")
          - replace_all_patterns(resource.attributes, "value", "(?i)(\\b[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)\\s*[:=]\\s*)(?:\"[^\"\\\\]*\"|'[^'\\\\]*'|[^\\s\"'\\\\,;&}]+)", "$$1[masked]")
          - replace_pattern(log.body, "(?i)\\b(bearer )[\\w.~+/=-]{8,}", "$$1[masked]")
          - replace_all_patterns(log.attributes, "value", "(?i)\\b(bearer )[\\w.~+/=-]{8,}", "$$1[masked]")
          - replace_all_patterns(resource.attributes, "value", "(?i)\\b(bearer )[\\w.~+/=-]{8,}", "$$1[masked]")
          - replace_pattern(log.body, "(?i)\\b(basic )[\\w+/=-]{16,}", "$$1[masked]")
          - replace_all_patterns(log.attributes, "value", "(?i)\\b(basic )[\\w+/=-]{16,}", "$$1[masked]")
          - replace_all_patterns(resource.attributes, "value", "(?i)\\b(basic )[\\w+/=-]{16,}", "$$1[masked]")
          - replace_pattern(log.body, "\\beyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?", "[masked]")
          - replace_all_patterns(log.attributes, "value", "\\beyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?", "[masked]")
          - replace_all_patterns(resource.attributes, "value", "\\beyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?", "[masked]")
          - replace_pattern(log.body, "\\b(?:gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|sk-|[rs]k_live_)[\\w-]{16,}", "[masked]")
          - replace_all_patterns(log.attributes, "value", "\\b(?:gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|sk-|[rs]k_live_)[\\w-]{16,}", "[masked]")
          - replace_all_patterns(resource.attributes, "value", "\\b(?:gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|sk-|[rs]k_live_)[\\w-]{16,}", "[masked]")
          - replace_pattern(log.body, "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", "[masked]")
          - replace_all_patterns(log.attributes, "value", "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", "[masked]")
          - replace_all_patterns(resource.attributes, "value", "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", "[masked]")
          - replace_pattern(log.body, "(://)[^\\s:/@\"]+:[^\\s/@\"]+@", "$$1[masked]@")
          - replace_all_patterns(log.attributes, "value", "(://)[^\\s:/@\"]+:[^\\s/@\"]+@", "$$1[masked]@")
          - replace_all_patterns(resource.attributes, "value", "(://)[^\\s:/@\"]+:[^\\s/@\"]+@", "$$1[masked]@")
          - replace_pattern(log.body, "[\\w.%+-]+@(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,}\\b", "[e-mail]")
          - replace_all_patterns(log.attributes, "value", "[\\w.%+-]+@(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,}\\b", "[e-mail]")
          - replace_all_patterns(resource.attributes, "value", "[\\w.%+-]+@(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,}\\b", "[e-mail]")
          - replace_pattern(log.body, "\\b(?:(?:4\\d{3}|5[1-5]\\d{2}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d{2}|7[01]\\d|720)|6(?:011|5\\d{2}))[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}|3[47]\\d{2}[ -]?\\d{6}[ -]?\\d{5})\\b", "[card]")
          - replace_all_patterns(log.attributes, "value", "\\b(?:(?:4\\d{3}|5[1-5]\\d{2}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d{2}|7[01]\\d|720)|6(?:011|5\\d{2}))[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}|3[47]\\d{2}[ -]?\\d{6}[ -]?\\d{5})\\b", "[card]")
          - replace_all_patterns(resource.attributes, "value", "\\b(?:(?:4\\d{3}|5[1-5]\\d{2}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d{2}|7[01]\\d|720)|6(?:011|5\\d{2}))[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}|3[47]\\d{2}[ -]?\\d{6}[ -]?\\d{5})\\b", "[card]")
exporters:
  otlp_http/1:
    logs_endpoint: https://monitoring-1.dev.tocsin.internal:4318/v1/logs
    tls:
      insecure_skip_verify: true
    auth:
      authenticator: basicauth/store
    compression: gzip
    sending_queue:
      storage: file_storage
      sizer: bytes
      queue_size: 1000000000
      num_consumers: 2
      batch:
        sizer: bytes
        flush_timeout: 1s
        min_size: 500000
        max_size: 4000000
    retry_on_failure:
      initial_interval: 1s
      max_interval: 10s
      max_elapsed_time: "0"
  otlp_http/2:
    logs_endpoint: https://monitoring-2.dev.tocsin.internal:4318/v1/logs
    tls:
      insecure_skip_verify: true
    auth:
      authenticator: basicauth/store
    compression: gzip
    sending_queue:
      storage: file_storage
      sizer: bytes
      queue_size: 1000000000
      num_consumers: 2
      batch:
        sizer: bytes
        flush_timeout: 1s
        min_size: 500000
        max_size: 4000000
    retry_on_failure:
      initial_interval: 1s
      max_interval: 10s
      max_elapsed_time: "0"
service:
  extensions:
    - file_storage
    - basicauth/store
  telemetry:
    metrics:
      level: normal
      readers:
        - pull:
            exporter:
              prometheus:
                host: 0.0.0.0
                port: 8888
                without_scope_info: true
    logs:
      level: warn
      encoding: json
  pipelines:
    logs/otlp:
      receivers:
        - otlp
      processors:
        - memory_limiter
        - transform/label
        - transform/normalise
        - transform/mask
      exporters:
        - otlp_http/1
        - otlp_http/2
END_OF_FILE
chmod 644 /etc/tocsin/collector.yml
mkdir -p /etc/systemd/system
cat >/etc/systemd/system/tocsin-spans.service <<'END_OF_FILE'
[Unit]
Description=OpenTelemetry Collector, the agent for spans
Wants=network-online.target tocsin-collector-secrets.service
After=network-online.target tocsin-collector-secrets.service
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/otelcol/otelcol-contrib --config=file:/etc/tocsin/spans.yml
DynamicUser=yes
CapabilityBoundingSet=
SupplementaryGroups=tocsin-secrets
StateDirectory=tocsin-spans
Environment=GOMEMLIMIT=100MiB
Restart=always
RestartSec=5
MemoryMax=300M
CPUQuota=50%
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
chmod 644 /etc/systemd/system/tocsin-spans.service
mkdir -p /etc/tocsin
cat >/etc/tocsin/spans.yml <<'END_OF_FILE'
extensions:
  file_storage:
    directory: /var/lib/tocsin-spans/queue
    create_directory: true
    fsync: true
  basicauth/store:
    client_auth:
      username: tocsin-hosts
      password_file: /run/tocsin/secrets/traces-password
receivers:
  otlp:
    protocols:
      http:
        endpoint: 127.0.0.1:4319
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 100
    spike_limit_mib: 25
  transform/host:
    error_mode: ignore
    trace_statements:
      - statements:
          - set(resource.attributes["host.name"], "${file:/etc/tocsin/host-name}") where resource.attributes["host.name"] == nil
  filter/1:
    error_mode: propagate
    traces:
      span:
        - not IsMatch(trace_id.string, "[02468ace]$$")
  filter/2:
    error_mode: propagate
    traces:
      span:
        - IsMatch(trace_id.string, "[02468ace]$$")
exporters:
  otlp_http/1:
    traces_endpoint: https://monitoring-1.dev.tocsin.internal:4319/v1/traces
    tls:
      insecure_skip_verify: true
    auth:
      authenticator: basicauth/store
    compression: gzip
    sending_queue:
      storage: file_storage
      sizer: bytes
      queue_size: 500000000
      num_consumers: 2
      batch:
        sizer: bytes
        flush_timeout: 1s
        min_size: 500000
        max_size: 4000000
    retry_on_failure:
      initial_interval: 1s
      max_interval: 10s
      max_elapsed_time: "0"
  otlp_http/2:
    traces_endpoint: https://monitoring-2.dev.tocsin.internal:4319/v1/traces
    tls:
      insecure_skip_verify: true
    auth:
      authenticator: basicauth/store
    compression: gzip
    sending_queue:
      storage: file_storage
      sizer: bytes
      queue_size: 500000000
      num_consumers: 2
      batch:
        sizer: bytes
        flush_timeout: 1s
        min_size: 500000
        max_size: 4000000
    retry_on_failure:
      initial_interval: 1s
      max_interval: 10s
      max_elapsed_time: "0"
service:
  extensions:
    - file_storage
    - basicauth/store
  telemetry:
    metrics:
      level: normal
      readers:
        - pull:
            exporter:
              prometheus:
                host: 0.0.0.0
                port: 8889
                without_scope_info: true
    logs:
      level: warn
      encoding: json
  pipelines:
    traces/1:
      receivers:
        - otlp
      processors:
        - memory_limiter
        - transform/host
        - filter/1
      exporters:
        - otlp_http/1
    traces/2:
      receivers:
        - otlp
      processors:
        - memory_limiter
        - transform/host
        - filter/2
      exporters:
        - otlp_http/2
END_OF_FILE
chmod 644 /etc/tocsin/spans.yml
case $(sed -n 's/^ID="*\([a-z]*\)"*$/\1/p' /etc/os-release) in
amzn)
dnf install -y -q tar gzip
;;
debian)
export DEBIAN_FRONTEND=noninteractive
tries=60; until dpkg --configure -a && apt-get -o DPkg::Lock::Timeout=300 update -qq && apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends --fix-broken curl ca-certificates awscli; do tries=$((tries - 1)); [ $tries -gt 0 ] || exit 1; sleep 5; done
;;
ubuntu)
export DEBIAN_FRONTEND=noninteractive
tries=60; until dpkg --configure -a && apt-get -o DPkg::Lock::Timeout=300 update -qq && apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends --fix-broken curl ca-certificates; do tries=$((tries - 1)); [ $tries -gt 0 ] || exit 1; sleep 5; done
snap install aws-cli --classic
ln -sf /snap/bin/aws /usr/local/bin/aws
;;
*) echo "no collector for this machine" >&2 && exit 1 ;;
esac
case $(uname -m) in
aarch64)
tocsin-install otelcol https://github.com/open-telemetry/opentelemetry-collector-releases/releases/download/v0.149.0/otelcol-contrib_0.149.0_linux_arm64.tar.gz https://github.com/open-telemetry/opentelemetry-collector-releases/releases/download/v0.149.0/opentelemetry-collector-releases_otelcol-contrib_checksums.txt
;;
x86_64)
tocsin-install otelcol https://github.com/open-telemetry/opentelemetry-collector-releases/releases/download/v0.149.0/otelcol-contrib_0.149.0_linux_amd64.tar.gz 4acb57355e9388f257b28de8c18422ff43e52eb329052bd54ebecde000dcbb47
;;
*) echo "no collector for this machine" >&2 && exit 1 ;;
esac
tocsin-host-name '{{ Host }}' '{{ Group }}' >/etc/tocsin/host-name
systemd-sysusers
systemctl daemon-reload
systemctl enable tocsin-collector-secrets tocsin-collector tocsin-spans
systemctl restart tocsin-collector-secrets tocsin-collector tocsin-spans
