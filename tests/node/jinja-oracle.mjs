// Reads cases, one JSON object a line ({template, variables}), and writes what @huggingface/jinja makes of each.
import { createInterface } from "node:readline";
import { Template } from "@huggingface/jinja";

// The tests' clock stands at this moment, and so does the package's.
globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length ? parts : [2024, 6, 6, 15, 4, 5, 123]));
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const { template, variables } = JSON.parse(line);
  let answer;
  try {
    answer = { expected: new Template(template).render(variables) };
  } catch (error) {
    answer = { error: "operation", message: String(error.message) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
