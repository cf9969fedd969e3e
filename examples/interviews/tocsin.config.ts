// What this repository brings beside Tocsin's own mixins.
import { defineConfig } from "tocsin";
import { interviews } from "./mixins/interviews";

export default defineConfig({ mixins: { interviews } });
