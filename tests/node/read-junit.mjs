// Reads JUnit XML from standard input as test reporters do and prints it as JSON.
import { readFileSync } from 'node:fs';
import { parse } from 'junit2json';

console.log(JSON.stringify(await parse(readFileSync(0, 'utf8'))));
