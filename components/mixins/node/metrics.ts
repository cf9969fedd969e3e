// What node exporter gives about a host.
import { type Catalogue, counter, gauge, untyped } from "../../rules";

const filesystem = { device: 20, fstype: 5, mountpoint: 20 };
const disk = { device: 16 };
const network = { device: 16 };

export const metrics: Catalogue = {
  exporter: "node_exporter",
  version: "1.5.0",
  source: "https://github.com/prometheus/node_exporter",
  // Counted with 1.12.1's default collectors on a virtual machine with two CPUs, two disks, four interfaces and one filesystem:
  // another CPU brings 13, a disk 18, an interface 32.
  series: { expected: 532 },
  present: {
    metrics: ["node_cpu_seconds_total", "node_memory_MemAvailable_bytes", "node_filesystem_avail_bytes", "node_load1"],
  },
  metrics: [
    counter("node_cpu_seconds_total", "seconds", "Time each CPU spent in each mode.", {
      cpu: 64,
      mode: ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"],
    }),
    gauge("node_load1", "count", "Runnable and uninterruptible tasks, averaged over one minute."),
    gauge("node_memory_MemTotal_bytes", "bytes", "Memory of the host."),
    gauge("node_memory_MemAvailable_bytes", "bytes", "Memory that can be given to processes without swapping."),
    gauge("node_memory_SwapTotal_bytes", "bytes", "Swap space of the host; 0 without swap."),
    gauge("node_memory_SwapFree_bytes", "bytes", "Swap space not in use."),
    untyped("node_vmstat_pgmajfault", "count", "Page faults that needed a disk; only goes up."),
    untyped("node_vmstat_pswpin", "count", "Pages read back from swap; only goes up."),
    untyped("node_vmstat_pswpout", "count", "Pages written to swap; only goes up."),
    untyped("node_vmstat_oom_kill", "count", "Processes that the kernel OOM-killed; only goes up."),
    gauge("node_filesystem_avail_bytes", "bytes", "Space that users can still write.", filesystem),
    gauge("node_filesystem_size_bytes", "bytes", "Size of the filesystem.", filesystem),
    gauge("node_filesystem_files_free", "count", "Free inodes.", filesystem),
    gauge("node_filesystem_files", "count", "Inodes of the filesystem; 0 where it has no fixed number.", filesystem),
    gauge("node_filesystem_readonly", "boolean", "1 where the filesystem is mounted read-only.", filesystem),
    gauge("node_filesystem_device_error", "boolean", "1 where the filesystem cannot be read.", filesystem),
    counter("node_disk_io_time_seconds_total", "seconds", "Time in which the disk had work.", disk),
    counter(
      "node_disk_io_time_weighted_seconds_total",
      "seconds",
      "Time of all requests together; its rate is the queue length.",
      disk,
    ),
    counter("node_disk_read_bytes_total", "bytes", "Bytes read.", disk),
    counter("node_disk_written_bytes_total", "bytes", "Bytes written.", disk),
    counter("node_disk_read_time_seconds_total", "seconds", "Time spent in reads.", disk),
    counter("node_disk_reads_completed_total", "count", "Reads completed.", disk),
    counter("node_disk_write_time_seconds_total", "seconds", "Time spent in writes.", disk),
    counter("node_disk_writes_completed_total", "count", "Writes completed.", disk),
    counter("node_network_receive_bytes_total", "bytes", "Bytes received.", network),
    counter("node_network_receive_packets_total", "count", "Packets received.", network),
    counter("node_network_receive_errs_total", "count", "Packets received in error.", network),
    counter("node_network_transmit_bytes_total", "bytes", "Bytes sent.", network),
    counter("node_network_transmit_packets_total", "count", "Packets sent.", network),
    counter("node_network_transmit_errs_total", "count", "Packets that could not be sent.", network),
    counter("node_network_carrier_changes_total", "count", "Times the link went up or down.", network),
    gauge("node_bonding_slaves", "count", "Interfaces that a bond should have.", { master: 4 }),
    gauge("node_bonding_active", "count", "Interfaces of a bond that work.", { master: 4 }),
    gauge("node_nf_conntrack_entries", "count", "Connections that the firewall tracks."),
    gauge("node_nf_conntrack_entries_limit", "count", "Connections that the firewall can track."),
    gauge("node_filefd_allocated", "count", "Open files of the host."),
    gauge("node_filefd_maximum", "count", "Open files that the kernel allows."),
    gauge("node_timex_offset_seconds", "seconds", "Distance of the clock from its reference."),
    gauge("node_timex_sync_status", "boolean", "1 while the clock is synchronised."),
    gauge(
      "node_timex_maxerror_seconds",
      "seconds",
      "Largest error the kernel assumes; grows to 16 s without synchronisation.",
    ),
    gauge("node_md_disks", "count", "Disks of a RAID array by state.", {
      device: 4,
      state: ["active", "failed", "spare", "sync"],
    }),
    gauge("node_md_disks_required", "count", "Disks that a RAID array should have.", { device: 4 }),
    gauge("node_systemd_unit_state", "boolean", "1 for the state a unit is in; needs --collector.systemd.", {
      name: 200,
      state: ["activating", "active", "deactivating", "failed", "inactive"],
      type: 6,
    }),
    counter(
      "node_systemd_service_restart_total",
      "count",
      "Restarts of a unit; needs --collector.systemd.enable-restarts-metrics.",
      {
        name: 200,
      },
    ),
    gauge("node_textfile_scrape_error", "boolean", "1 where a file of the textfile collector could not be read."),
    gauge("node_boot_time_seconds", "timestamp", "When the host started."),
  ],
};
