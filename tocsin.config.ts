// What this repository's own environments have beside Tocsin's mixins: the examples.
import { defineConfig } from "tocsin";
import { conversations } from "./examples/conversations/mixins/conversations";
import { interviews } from "./examples/interviews/mixins/interviews";
import { threads } from "./examples/threads/mixins/threads";

export default defineConfig({
  mixins: { conversations, interviews, threads },
  folders: {
    conversations: "examples/conversations/mixins/conversations",
    interviews: "examples/interviews/mixins/interviews",
    threads: "examples/threads/mixins/threads",
  },
});
