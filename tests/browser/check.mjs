// Opens pages of reports in headless Chromium: no console message, no request but the page itself, no serious or critical finding of axe in
// light and dark, nothing wider than a phone. Leaves screenshots (light, dark, phone, print) in the folder given.
//
//   node check.mjs FOLDER PAGE...        (tests/browser/run installs what it needs and calls it)
import { readFileSync, mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";

const require = createRequire(join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [folder, ...pages] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"],
});
let faults = 0;
const fault = (text) => { faults += 1; console.log(`FAULT ${text}`); };

for (const path of pages) {
  const url = pathToFileURL(resolve(path)).href;
  const name = basename(path, ".html");
  for (const [look, colorScheme, width] of [["light", "light", 1280], ["dark", "dark", 1280], ["phone", "light", 390]]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
    const page = await context.newPage();
    page.on("console", (message) => fault(`${name} ${look}: console: ${message.text()}`));
    page.on("pageerror", (error) => fault(`${name} ${look}: ${error.message}`));
    page.on("request", (request) => { if (request.url() !== url && !request.url().startsWith("data:")) fault(`${name} ${look}: request ${request.url()}`); });
    await page.goto(url, { waitUntil: "load" });
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) fault(`${name} ${look}: ${wide} pixels wider than the window`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document));
    for (const violation of found.violations) {
      const where = violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ");
      const text = `${name} ${look}: axe ${violation.impact}: ${violation.id}: ${violation.help} (${violation.nodes.length}: ${where})`;
      if (["serious", "critical"].includes(violation.impact)) fault(text); else console.log(`note ${text}`);
    }
    console.log(`ok ${name} ${look}: ${found.passes.length} rules of axe passed`);
    if (look === "light") await page.pdf({ path: join(folder, `${name}-print.pdf`), format: "A4", printBackground: true });
    await context.close();
  }
}
await browser.close();
console.log(faults === 0 ? `${pages.length} pages are sound` : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
