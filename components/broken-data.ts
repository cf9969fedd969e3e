// What a program says when it cannot read a part of its own data, and does not start: set aside, it does without.

export interface BrokenData {
  /** What its last lines match: a regular expression for JavaScript and grep -E. */
  readonly says: string;
  /** In its data folder. */
  readonly path: string;
  /** What is gone until somebody looks at what was set aside. */
  readonly lost: string;
}

/** As Prometheus 2.42 to 3 and Alertmanager from 0.26 on say it. What else breaks of a write-ahead log Prometheus repairs itself. */
export const BROKEN_DATA: readonly BrokenData[] = [
  {
    says: "opening storage failed: .*chunks_head",
    path: "chunks_head",
    lost: "samples of the last hours that its write-ahead log no longer has",
  },
  {
    says: "opening storage failed: .*segments are not sequential",
    path: "wal",
    lost: "samples since the last block, of two hours or three",
  },
  { says: "error creating notification log", path: "nflog", lost: "what was sent: what fires is sent once more" },
  { says: "error creating silence", path: "silences", lost: "every silence: make them again" },
];
