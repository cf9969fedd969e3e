// A Prometheus that answers with what a test gives it.
import { createServer } from "node:http";
import { freePort } from "../../support/ports";

interface Served {
  url: string;
  close: () => void;
}

/** `answer` is the `data` of a query's answer, or the error of one that is refused. */
export async function servePrometheus(answer: (query: string) => object | string): Promise<Served> {
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const query = new URLSearchParams(Buffer.concat(chunks).toString());
    const said = answer(query.get("query") ?? "");
    const ok = typeof said !== "string";
    response.writeHead(ok ? 200 : 422, { "content-type": "application/json" });
    response.end(JSON.stringify(ok ? { status: "success", data: said } : { status: "error", error: said }));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
