// `!!binary` in YAML: a text in base64, which the servers read as the text itself.
import type { ScalarTag } from "yaml";

/** As Go reads base64: of standard letters, padded; line breaks do not count. */
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

export const BINARY: ScalarTag = {
  tag: "tag:yaml.org,2002:binary",
  resolve(text, onError) {
    const letters = text.replace(/[\r\n]/g, "");
    if (!BASE64.test(letters)) onError("!!binary value contains invalid base64 data");
    return Buffer.from(letters, "base64").toString("utf8");
  },
};
