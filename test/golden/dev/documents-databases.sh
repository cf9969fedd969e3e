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
mkdir -p /etc/sysusers.d
cat >/etc/sysusers.d/tocsin-node.conf <<'END_OF_FILE'
u tocsin-node - "Prometheus node exporter"
END_OF_FILE
chmod 644 /etc/sysusers.d/tocsin-node.conf
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
cat >/etc/systemd/system/cadvisor.service <<'END_OF_FILE'
[Unit]
Description=cAdvisor
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=/opt/tocsin/cadvisor/cadvisor --port=9110 --docker_only=true --housekeeping_interval=10s --store_container_labels=false --whitelisted_container_labels=com.docker.compose.service,restartcount --disable_metrics=percpu,sched,tcp,udp,hugetlb,referenced_memory,resctrl,cpuset,advtcp,memory_numa
CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_SYS_PTRACE CAP_SYSLOG
Restart=always
RestartSec=5
MemoryMax=256M
CPUQuota=30%
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
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallErrorNumber=EPERM
UMask=0077
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
END_OF_FILE
chmod 644 /etc/systemd/system/cadvisor.service
export DEBIAN_FRONTEND=noninteractive
tries=60; until dpkg --configure -a && apt-get -o DPkg::Lock::Timeout=300 update -qq && apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends --fix-broken curl ca-certificates; do tries=$((tries - 1)); [ $tries -gt 0 ] || exit 1; sleep 5; done
systemd-sysusers
mkdir -p /var/lib/tocsin-textfile
tocsin-install node_exporter https://github.com/prometheus/node_exporter/releases/download/v1.12.1/node_exporter-1.12.1.linux-amd64.tar.gz b51d8a76aa2a9156a55d501aca6276fae09e262259a5e4e831d2c2222f084e63
tocsin-install cadvisor https://github.com/google/cadvisor/releases/download/v0.57.0/cadvisor-v0.57.0-linux-amd64 9359a1192775eafeead41941690f7d94fb55f5f85833071b70593f8e7eae31ec
systemctl daemon-reload
systemctl enable node_exporter cadvisor
systemctl restart node_exporter cadvisor
