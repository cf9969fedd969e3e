// Two healthy hosts: a virtual web server, and a physical database server with mirrored disks and bonded links.
import { about, always, around, type Moment, type Normal, startTime, steadily, traffic } from "../../rules";

const GIB = 1024 ** 3;

/** So many CPUs and the share of their time that each mode takes; the rest is idle. */
const cpus = (count: number, shares: Readonly<Record<string, number>>): Normal => {
  const spent = Object.entries({ nice: 0, irq: 0, steal: 0, ...shares });
  const busy = traffic(spent.reduce((sum, [, share]) => sum + share, 0));
  const idle = (moment: Moment) => steadily(1)(moment) - busy(moment);
  const modes = [...spent.map(([mode, share]) => [mode, traffic(share)] as const), ["idle", idle] as const];
  return {
    node_cpu_seconds_total: Array.from({ length: count }, (_, cpu) => String(cpu)).flatMap((cpu) =>
      modes.map(([mode, course]) => [{ cpu, mode }, course] as const),
    ),
  };
};

/** A filesystem: its size and inodes in all, and what is free of them on average, less when there is more traffic. */
interface Filesystem {
  on: { device: string; fstype: string; mountpoint: string };
  bytes: readonly [size: number, free: number];
  inodes: readonly [all: number, free: number];
}

const filesystems = (...all: readonly Filesystem[]): Normal => ({
  node_filesystem_size_bytes: all.map(({ on, bytes: [size] }) => [on, always(size)]),
  node_filesystem_avail_bytes: all.map(({ on, bytes: [, free] }) => [on, around(free, -0.02)]),
  node_filesystem_files: all.map(({ on, inodes: [count] }) => [on, always(count)]),
  node_filesystem_files_free: all.map(({ on, inodes: [, free] }) => [on, about(free, -0.001)]),
  node_filesystem_readonly: all.map(({ on }) => [on, always(0)]),
  node_filesystem_device_error: all.map(({ on }) => [on, always(0)]),
});

/** Disks that do the same: reads and writes a second, bytes and seconds of each, and the share of time with any. */
const disks = (
  devices: readonly string[],
  does: { reads: number; writes: number; bytes: number; each: number; busy: number },
): Normal => {
  const each = (perSecond: number) => devices.map((device) => [{ device }, traffic(perSecond)] as const);
  return {
    node_disk_reads_completed_total: each(does.reads),
    node_disk_read_time_seconds_total: each(does.reads * does.each),
    node_disk_writes_completed_total: each(does.writes),
    node_disk_write_time_seconds_total: each(does.writes * does.each),
    node_disk_read_bytes_total: each(does.reads * does.bytes),
    node_disk_written_bytes_total: each(does.writes * does.bytes),
    node_disk_io_time_seconds_total: each(does.busy),
    node_disk_io_time_weighted_seconds_total: each((does.reads + does.writes) * does.each),
  };
};

/** Interfaces, and the share that each has of what is received and sent in a second. */
const network = (shares: Readonly<Record<string, number>>, receives: Flow, sends: Flow): Normal => {
  const each = (perSecond: number) =>
    Object.entries(shares).map(([device, share]) => [{ device }, traffic(share * perSecond)] as const);
  return {
    node_network_receive_bytes_total: each(receives.bytes),
    node_network_receive_packets_total: each(receives.packets),
    node_network_receive_errs_total: each(0),
    node_network_transmit_bytes_total: each(sends.bytes),
    node_network_transmit_packets_total: each(sends.packets),
    node_network_transmit_errs_total: each(0),
    // Down and up once, when the host starts.
    node_network_carrier_changes_total: Object.keys(shares).map((device) => [{ device }, always(2)]),
  };
};

interface Flow {
  bytes: number;
  packets: number;
}

/** Units that run. */
const units = (types: Readonly<Record<string, string>>): Normal => ({
  node_systemd_unit_state: Object.entries(types).flatMap(([name, type]) =>
    ["activating", "active", "deactivating", "failed", "inactive"].map(
      (state) => [{ name, state, type }, always(state === "active" ? 1 : 0)] as const,
    ),
  ),
  node_systemd_service_restart_total: Object.keys(types).map((name) => [{ name }, always(0)]),
});

const web: Normal = {
  ...cpus(2, { user: 0.24, system: 0.06, softirq: 0.01, iowait: 0.01, steal: 0.005 }),
  node_load1: around(0.8, 1),
  node_memory_MemTotal_bytes: always(8 * GIB),
  node_memory_MemAvailable_bytes: around(4.2 * GIB, -0.2),
  // The cloud's image has no swap.
  node_memory_SwapTotal_bytes: always(0),
  node_memory_SwapFree_bytes: always(0),
  node_vmstat_pgmajfault: traffic(0.3),
  node_vmstat_pswpin: always(0),
  node_vmstat_pswpout: always(0),
  node_vmstat_oom_kill: always(0),
  ...filesystems(
    {
      on: { device: "/dev/nvme0n1p1", fstype: "ext4", mountpoint: "/" },
      bytes: [48 * GIB, 27 * GIB],
      inodes: [3_200_000, 2_900_000],
    },
    // FAT has no inodes.
    {
      on: { device: "/dev/nvme0n1p15", fstype: "vfat", mountpoint: "/boot/efi" },
      bytes: [0.12 * GIB, 0.1 * GIB],
      inodes: [0, 0],
    },
  ),
  ...disks(["nvme0n1"], { reads: 4, writes: 22, bytes: 24_576, each: 0.002, busy: 0.03 }),
  ...network({ eth0: 1 }, { bytes: 900_000, packets: 1_400 }, { bytes: 2_600_000, packets: 1_900 }),
  node_nf_conntrack_entries: about(1_800, 0.8),
  node_nf_conntrack_entries_limit: always(262_144),
  node_filefd_allocated: about(2_600, 0.2),
  node_filefd_maximum: always(800_000),
  node_timex_offset_seconds: around(0.0002, 1),
  node_timex_sync_status: always(1),
  node_timex_maxerror_seconds: around(0.02, 0.5),
  ...units({ "nginx.service": "forking", "ssh.service": "notify" }),
  node_textfile_scrape_error: always(0),
  node_boot_time_seconds: startTime,
};

const database: Normal = {
  ...web,
  ...cpus(4, { user: 0.3, system: 0.07, softirq: 0.01, iowait: 0.04 }),
  node_load1: around(2.1, 1),
  node_memory_MemTotal_bytes: always(64 * GIB),
  node_memory_MemAvailable_bytes: around(21 * GIB, -0.1),
  node_memory_SwapTotal_bytes: always(8 * GIB),
  node_memory_SwapFree_bytes: always(7.8 * GIB),
  node_vmstat_pgmajfault: traffic(2),
  node_vmstat_pswpin: traffic(0.2),
  node_vmstat_pswpout: traffic(0.2),
  // Little enough is free for a trend to count, but it goes up and down with the days only.
  ...filesystems({
    on: { device: "/dev/md0", fstype: "xfs", mountpoint: "/var/lib/postgresql" },
    bytes: [930 * GIB, 340 * GIB],
    inodes: [488_000_000, 480_000_000],
  }),
  ...disks(["sda", "sdb"], { reads: 140, writes: 260, bytes: 16_384, each: 0.0022, busy: 0.22 }),
  // What goes through the bond goes through one of its links.
  ...network({ bond0: 1, eno1: 0.6, eno2: 0.4 }, { bytes: 3.5e6, packets: 4_200 }, { bytes: 6e6, packets: 5_100 }),
  node_bonding_slaves: [[{ master: "bond0" }, always(2)]],
  node_bonding_active: [[{ master: "bond0" }, always(2)]],
  node_md_disks_required: [[{ device: "md0" }, always(2)]],
  node_md_disks: Object.entries({ active: 2, failed: 0, spare: 0, sync: 0 }).map(([state, count]) => [
    { device: "md0", state },
    always(count),
  ]),
  ...units({ "postgresql@15-main.service": "forking" }),
};

export const normal: readonly Normal[] = [web, database];
