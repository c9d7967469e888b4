// Cuts GitHub's OpenAPI description to the operations named on standard input, one "METHOD PATH" a line, and prints it with all
// they refer to.
import { readFileSync } from 'node:fs';

const whole = JSON.parse(readFileSync(new URL('node_modules/@octokit/openapi/generated/api.github.com.json', import.meta.url), 'utf8'));
const cut = { openapi: whole.openapi, info: whole.info, servers: whole.servers, paths: {}, components: {} };

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const [method, path] = line.split(' ');
  const operation = whole.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`GitHub describes no ${line}`);
  (cut.paths[path] ??= {})[method.toLowerCase()] = operation;
}

// The description writes application/json where the REST guide asks for the media types below, which GitHub answers likewise.
for (const operation of Object.values(cut.paths).flatMap(Object.values)) {
  for (const { content } of Object.values(operation.responses)) {
    if (content?.['application/json']) content['application/vnd.github+json'] = content['application/json'];
  }
}
const file = cut.paths['/repos/{owner}/{repo}/contents/{path}']?.get.responses['200'].content;
if (file) file['application/vnd.github.raw+json'] = { schema: { type: 'string' }, example: 'version: 1' };

const seen = new Set();
const pending = [cut.paths];
while (pending.length > 0) {
  const node = pending.pop();
  if (node === null || typeof node !== 'object') continue;
  const reference = node.$ref;
  if (typeof reference === 'string' && reference.startsWith('#/components/') && !seen.has(reference)) {
    seen.add(reference);
    const [, , kind, name] = reference.split('/');
    (cut.components[kind] ??= {})[name] = whole.components[kind][name];
    pending.push(whole.components[kind][name]);
  }
  // Some times of events are plain strings in the description; their examples, and GitHub, have ISO 8601.
  if (node.created_at?.type === 'string') node.created_at.format ??= 'date-time';
  pending.push(...Object.values(node));
}

process.stdout.write(JSON.stringify(cut));
