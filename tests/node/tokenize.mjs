// Encodes and decodes with @huggingface/tokenizers: one JSON request on standard input, one JSON answer on standard output.
// Request: [{ tokenizer, config, addSpecialTokens, texts: [string], idLists: [[int]] }]; answer: [{ ids: [[int]], texts: [string] }].
import { Tokenizer } from "@huggingface/tokenizers";

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;

const answers = JSON.parse(input).map((request) => {
  const tokenizer = new Tokenizer(request.tokenizer, request.config);
  return {
    ids: request.texts.map((text) => tokenizer.encode(text, { add_special_tokens: request.addSpecialTokens }).ids),
    // The package refuses an empty list.
    texts: request.idLists.map((ids) =>
      ids.length === 0 ? "" : tokenizer.decode(ids, { skip_special_tokens: true, clean_up_tokenization_spaces: false })),
  };
});
process.stdout.write(JSON.stringify(answers));
