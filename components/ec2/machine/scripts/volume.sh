#!/bin/sh
# Waits for the data volume, gives it a file system if it has none, and mounts it. What is on it stays as it is.
# usage: tocsin-volume VOLUME_ID FOLDER
set -eu
device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$(echo "$1" | tr -d -)
folder=$2
# It is attached after the machine has started; where it replaces another one, after that one has stopped.
tries=120
until [ -b "$device" ]; do
  tries=$((tries - 1))
  if [ "$tries" = 0 ]; then echo "$device did not appear in ten minutes" >&2 && exit 1; fi
  sleep 5
done
# blkid: 2 says that there is nothing to be recognised; any other failure must never format.
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
# A volume that was made larger.
resize2fs "$device" >/dev/null 2>&1 || echo "$device could not be grown" >&2
