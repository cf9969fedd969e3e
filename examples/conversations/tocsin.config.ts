// What this repository brings beside Tocsin's own mixins.
import { defineConfig } from "tocsin";
import { conversations } from "./mixins/conversations";

export default defineConfig({ mixins: { conversations } });
