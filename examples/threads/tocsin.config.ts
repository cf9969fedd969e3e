// What this repository brings beside Tocsin's own mixins.
import { defineConfig } from "tocsin";
import { threads } from "./mixins/threads";

export default defineConfig({ mixins: { threads } });
