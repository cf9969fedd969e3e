// The engine stops the packs that it runs; one that was killed cannot, and its pack would stay for ever.
const engine = process.ppid;
const LOOK_EVERY_MS = 1_000;
setInterval(() => {
  if (process.ppid !== engine) process.exit(0);
}, LOOK_EVERY_MS).unref();
