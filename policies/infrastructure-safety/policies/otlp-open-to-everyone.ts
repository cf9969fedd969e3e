import { componentsOf, fieldsOf, textOf } from "../../content";
import type { Policy } from "../../policy";

/** Every address of the machine, however it is written. */
const ANYWHERE = /^(?:0\.0\.0\.0|\[::\]|\*)?:\d+$/;

export const otlpOpenToEveryone: Policy = {
  name: "otlp-open-to-everyone",
  level: "advisory",
  description: "A collector takes OTLP on loopback or on one address, or asks who sends it.",
  judges: "document",
  *check({ fields }) {
    for (const [id, receiver] of componentsOf(fields, "receivers", "otlp")) {
      for (const [protocol, value] of Object.entries(fieldsOf(receiver.protocols))) {
        const { endpoint, auth, tls } = fieldsOf(value);
        const asks = auth !== undefined || fieldsOf(tls).client_ca_file !== undefined;
        if (asks || !ANYWHERE.test(textOf(endpoint) ?? "")) continue;
        yield {
          found: `the receiver ${id} takes ${protocol} at ${textOf(endpoint)} from everyone`,
          why: "Whoever reaches it can fill the store, and write lines and spans that look like those of your services",
          fix: "Let it listen on 127.0.0.1 or, in a cluster, on the pod's own address, or give it auth or tls.client_ca_file",
        };
      }
    }
  },
  examples: {
    bad: "receivers: { otlp: { protocols: { http: { endpoint: '0.0.0.0:4318' } } } }\nservice: { pipelines: { logs: { receivers: [otlp], exporters: [debug] } } }",
    good: "receivers: { otlp: { protocols: { http: { endpoint: '127.0.0.1:4318' } } } }\nservice: { pipelines: { logs: { receivers: [otlp], exporters: [debug] } } }",
  },
};
