#!/bin/sh
# After a part has failed: sets aside what it could not read of its own data, so that it starts without, as on a local machine.
# usage: tocsin-set-aside FOLDER   as ExecStopPost of its unit
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
# Prometheus had no room to repair its write-ahead log: its next start would begin without what was to be repaired.
if printf '%s\n' "$said" | grep -q 'repair corrupted WAL'; then
  for half in "$folder"/wal/*.repair; do
    if [ -e "$half" ]; then mv "$half" "${half%.repair}"; fi
  done
fi
