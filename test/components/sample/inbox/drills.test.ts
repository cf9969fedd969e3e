import { describe, expect, it } from "vitest";
import { DrillNotifications } from "../../../../components/sample/inbox/receipts/drills";

const payload = (status: string, service: string) =>
  JSON.stringify({
    version: "4",
    groupKey: "{}",
    status,
    receiver: "tocsin/drills",
    alerts: [{ status, labels: { alertname: "RedisDown", service }, annotations: {}, fingerprint: "1" }],
  });

describe("the notifications of drills", () => {
  it("are kept with their time and their alerts' labels, and listed from a time on", () => {
    const drills = new DrillNotifications();
    drills.receive(payload("firing", "drill-1-redis"), new Date(1_000));
    drills.receive(payload("resolved", "drill-1-redis"), new Date(2_000));
    expect(drills.list(0)).toHaveLength(2);
    expect(drills.list(2_000)).toEqual([
      {
        receivedAt: "1970-01-01T00:00:02.000Z",
        status: "resolved",
        alerts: [{ status: "resolved", labels: { alertname: "RedisDown", service: "drill-1-redis" } }],
      },
    ]);
  });

  it("are the last thousand", () => {
    const drills = new DrillNotifications();
    for (let n = 0; n < 1_005; n++) drills.receive(payload("firing", `drill-${n}`), new Date(n));
    expect(drills.list(0)).toHaveLength(1_000);
    expect(drills.list(0)[0]?.alerts[0]?.labels.service).toBe("drill-5");
  });

  it("are refused where they are not Alertmanager's", () => {
    expect(() => new DrillNotifications().receive("{}", new Date())).toThrow("version");
  });
});
