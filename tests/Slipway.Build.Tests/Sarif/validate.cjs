// node validate.cjs <folder of node_modules> <file...>: prints what the schema of SARIF 2.1.0 finds wrong, one a line; exits with 1 if there is anything.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const [modules, ...files] = process.argv.slice(2);
const Ajv = require(join(modules, "ajv"));
const ajv = new Ajv({ schemaId: "id", meta: false, allErrors: true });
ajv.addMetaSchema(require(join(modules, "ajv/lib/refs/json-schema-draft-04.json")));
const isValid = ajv.compile(require(join(modules, "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")));
let findings = 0;
for (const file of files) {
  if (isValid(JSON.parse(readFileSync(file, "utf8")))) continue;
  for (const error of isValid.errors) console.log(`${error.dataPath} ${error.message} ${JSON.stringify(error.params)}`);
  findings += isValid.errors.length;
}
process.exit(findings === 0 ? 0 : 1);
