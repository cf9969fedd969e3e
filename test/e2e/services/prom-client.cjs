// A service on Express whose metrics are express-prom-bundle's, on each of the ports given.
const bundle = require("express-prom-bundle");
const express = require("express");

const app = express();
app.use(bundle({ includeMethod: true, includePath: true, buckets: [0.003, 0.03, 0.1, 0.3, 1.5, 10] }));
app.get("/orders", (request, response) => {
  const { fail, wait = "0" } = request.query;
  setTimeout(() => response.status(fail ? 500 : 200).end("done"), Number(wait));
});
for (const port of process.argv.slice(2)) app.listen(Number(port), "127.0.0.1");
