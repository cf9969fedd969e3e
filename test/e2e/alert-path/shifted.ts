// Stands between a Prometheus and an Alertmanager, and makes the times of its alerts those of a clock that is wrong.
import { createServer, type Server } from "node:http";
import { z } from "zod";
import { close, listen } from "../../../components/sample/http";

const alerts = z.array(
  z.looseObject({ labels: z.record(z.string(), z.string()), startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }),
);

/**
 * Listens on a port of loopback. Alerts with a label `skew` are as many seconds early, or late where it is negative.
 * The label stays: the other Prometheus' alert has it too.
 */
export async function startShifted(port: number, alertmanager: string): Promise<{ close: () => Promise<void> }> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const shifted = alerts.parse(JSON.parse(Buffer.concat(chunks).toString())).map((alert) => {
      const by = (time: string) => new Date(Date.parse(time) + Number(alert.labels.skew ?? 0) * 1000).toISOString();
      return { ...alert, startsAt: by(alert.startsAt), endsAt: by(alert.endsAt) };
    });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${alertmanager}${request.url}`, {
      ...{ method: "POST", headers, body: JSON.stringify(shifted) },
    });
    response.writeHead(answer.status).end();
  });
  await listen(server, port, "127.0.0.1");
  return { close: () => close(server, 0) };
}
