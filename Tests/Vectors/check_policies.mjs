// Runs the page's own script on the vectors that the server's rules are tested with: node check_policies.mjs policies.js policies.json
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import vm from "node:vm";

const [script, vectors] = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));
const { judge } = vm.runInNewContext(`${script}\npolicyMatch;`);
const plain = (value) => JSON.parse(JSON.stringify(value));
const wrong = JSON.parse(vectors).filter(({ conditions, answers, result, each }) => {
  const judged = judge(conditions, answers);
  return judged.result !== result || !isDeepStrictEqual(plain(judged.conditions), each);
});
for (const { name } of wrong) console.log(`wrong: ${name}`);
console.log(`${JSON.parse(vectors).length - wrong.length} right`);
process.exitCode = wrong.length ? 1 : 0;
