// The host as a whole; and the parts that only some hosts have.
import { row, timeseries } from "../../../dashboards";
import { on } from "./on";

export const system = row(
  "System",
  timeseries(
    "Open files",
    "ratio",
    "Share of the files that the kernel allows to be open.",
    { "{{instance}}": `node_filefd_allocated{${on}} / (node_filefd_maximum{${on}} > 0)` },
    { alert: "NodeFileDescriptorLimit", max: 1 },
  ),
  timeseries("Uptime", "seconds", "Time since the host started.", {
    "{{instance}}": `time() - node_boot_time_seconds{${on}}`,
  }),
  timeseries(
    "Clock offset",
    "seconds",
    "Distance of the clock from its reference.",
    { "{{instance}}": `abs(node_timex_offset_seconds{${on}})` },
    { alert: "NodeClockSkewDetected" },
  ),
  timeseries(
    "Possible error of the clock",
    "seconds",
    "What the kernel takes for the largest error; without a time source it grows to 16 seconds.",
    { "{{instance}}": `node_timex_maxerror_seconds{${on}}` },
    { alert: "NodeClockNotSynchronising" },
  ),
);

/** A host that has no such part lacks none of it: 0, and not an empty panel. */
const orNone = (expr: string) => `${expr} or on (instance, job) 0 * up{job="node",${on}}`;

export const parts = row(
  "RAID, bonds, units and scripts",
  timeseries(
    "RAID disks missing",
    "count",
    "Disks that an array should have and does not; one more failure can lose data. 0 for hosts without an array.",
    {
      "{{instance}} {{device}}": orNone(
        `node_md_disks_required{${on}} - on (instance, job, device) group_right node_md_disks{state="active",${on}}`,
      ),
    },
    { alert: "NodeRAIDDegraded", width: 8 },
  ),
  timeseries(
    "RAID disks failed",
    "count",
    "Disks of an array that are marked as failed, and wait to be replaced. 0 for hosts without an array.",
    { "{{instance}} {{device}}": orNone(`node_md_disks{state="failed",${on}}`) },
    { alert: "NodeRAIDDiskFailure", width: 8 },
  ),
  timeseries(
    "Bond interfaces missing",
    "count",
    "Interfaces of a bond that do not work. 0 for hosts without a bond.",
    { "{{instance}} {{master}}": orNone(`node_bonding_slaves{${on}} - node_bonding_active{${on}}`) },
    { alert: "NodeBondingDegraded", width: 8 },
  ),
  timeseries(
    "Units that failed",
    "count",
    "Units that systemd has given up on; the alert names them. Needs the collector systemd.",
    { "{{instance}}": `sum by (instance) (node_systemd_unit_state{state="failed",${on}})` },
    { alert: "NodeSystemdServiceFailed", width: 8 },
  ),
  timeseries(
    "Restarts of a unit",
    "count",
    "How often systemd restarted, in 15 minutes, the unit that it restarted most; the alert names it.",
    { "{{instance}}": `max by (instance) (round(increase(node_systemd_service_restart_total{${on}}[15m])))` },
    { alert: "NodeSystemdServiceCrashlooping", width: 8 },
  ),
  timeseries(
    "Metrics files that cannot be read",
    "boolean",
    "1 where a file that a script left for the exporter is no valid metrics text or cannot be read.",
    { "{{instance}}": `node_textfile_scrape_error{${on}}` },
    { alert: "NodeTextFileCollectorScrapeError", width: 8 },
  ),
);
