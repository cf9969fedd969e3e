import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Heartbeat } from "../../../../components/sample/inbox/receipts/heartbeat";
import { temporaryFolder } from "../support";

const time = "2026-01-02T03:04:05.678Z";

describe("the heartbeat", () => {
  it("starts at none", async () => {
    expect((await Heartbeat.open(temporaryFolder())).state).toEqual({ lastReceived: null, count: 0 });
  });

  it("remembers the last time and the number over a restart", async () => {
    const folder = temporaryFolder();
    const heartbeat = await Heartbeat.open(folder);
    await Promise.all([heartbeat.receive(new Date(0)), heartbeat.receive(new Date(time))]);
    expect((await Heartbeat.open(folder)).state).toEqual({ lastReceived: time, count: 2 });
  });

  it("starts at none where its file makes no sense", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "heartbeat.json"), '{"count":');
    expect((await Heartbeat.open(folder)).state).toEqual({ lastReceived: null, count: 0 });
  });
});
