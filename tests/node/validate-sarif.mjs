// Reads SARIF logs (JSON, one document on standard input) and prints what the OASIS schema of SARIF 2.1.0 says against it, as a JSON array.
// The schema is the one that datadog-ci checks uploads with; the package carries it as an object in its bundle.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);
const bundle = readFileSync(require.resolve('@datadog/datadog-ci-plugin-sarif'), 'utf8');
const [, literal] = /#region src\/json-schema\/sarif-schema-2\.1\.0\.json[\s\S]*?= (\{[\s\S]*?\n\});\n\/\/#endregion/.exec(bundle);
const schema = JSON.parse(JSON.stringify(runInNewContext(`(${literal})`)));
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);
const check = ajv.compile(schema);
check(JSON.parse(readFileSync(0, 'utf8')));
console.log(JSON.stringify((check.errors ?? []).map(error => `${error.instancePath} ${error.message}`)));
