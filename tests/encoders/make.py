"""Makes the two tiny encoders beside it and what an independent implementation (torch, float64) computes with them: expected.json.

Run with torch 1.13 or later: python3 tests/encoders/make.py. Weights come from a generator written out here, so that the same files come out
on every machine. Tokens are made by a tokenizer written out here too, for ASCII texts.

Tolerances are those of Monte Carlo arithmetic (Parker 1997): the same network is run with every operation's result multiplied by
1 + e, e normal with deviation sqrt(n) * 2^-24 for n roundings in the operation (at least 4); a sum of n products gets an error of
sqrt(n) * 2^-24 times the root of the products' squares, which is what n roundings of its partial sums come to (Higham and Mary 2019). The
largest of the differences in 30 such runs, times 4, is what an FP32 implementation may differ by.
"""
import json, math, os, re, struct
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
UNIT = 2.0 ** -24

TEXTS = [
    "The cat sat on the mat.",
    "A cat is sitting on the mat!",
    "Seven red boxes, two blue ones: nine in all.",
    "There are nine boxes in all, seven of them red.",
    "I don't know the answer to 12 + 30 = 42",
    "  It's   unknown-ish (really)...  ",
    "zebra",
    "Q",
    "the cat " * 30,
    "",
    "   ",
    "</s> hello <pad> world",
]
PAIRS = [(0, 1), (2, 3), (4, 5), (0, 6), (6, 7), (8, 0), (0, 0), (9, 0), (0, 10), (9, 10), (11, 4), (1, 8)]
WORDS = "the cat sat on a mat is sitting seven red boxes two blue ones nine in all there are of them i don know answer to it un really hello world".split()


class Numbers:
    """xorshift64*, and a sum of four uniform numbers for a bell shape; exact in doubles."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        x = self.state
        x ^= x >> 12
        x = (x ^ (x << 25)) & (2 ** 64 - 1)
        x ^= x >> 27
        self.state = x
        return ((x * 0x2545F4914F6CDD1D & (2 ** 64 - 1)) >> 40) / 2 ** 24

    def bell(self):
        return (self.uniform() + self.uniform() + self.uniform() + self.uniform() - 2) * math.sqrt(3)


def bf16(value):
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    return (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16


def widen(code):
    return struct.unpack("<f", struct.pack("<I", code << 16))[0]


def draw(numbers, mean, deviation, *shape):
    count = math.prod(shape)
    return list(shape), [bf16(mean + deviation * numbers.bell()) for _ in range(count)]


def make_tensors(config, prefix, seed, older_names):
    numbers, tensors = Numbers(seed), {}
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    weight, bias = ("gamma", "beta") if older_names else ("weight", "bias")

    def norm(name):
        tensors[f"{prefix}{name}.LayerNorm.{weight}"] = draw(numbers, 1, 0.2, hidden)
        tensors[f"{prefix}{name}.LayerNorm.{bias}"] = draw(numbers, 0, 0.1, hidden)

    def linear(name, rows, columns):
        tensors[f"{prefix}{name}.weight"] = draw(numbers, 0, 1.2 / math.sqrt(columns), rows, columns)
        tensors[f"{prefix}{name}.bias"] = draw(numbers, 0, 0.1, rows)

    tensors[f"{prefix}embeddings.word_embeddings.weight"] = draw(numbers, 0, 0.3, config["vocab_size"], hidden)
    tensors[f"{prefix}embeddings.position_embeddings.weight"] = draw(numbers, 0, 0.1, config["max_position_embeddings"], hidden)
    tensors[f"{prefix}embeddings.token_type_embeddings.weight"] = draw(numbers, 0, 0.1, config["type_vocab_size"], hidden)
    norm("embeddings")
    for i in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{i}"
        for part in ("query", "key", "value"):
            linear(f"{layer}.attention.self.{part}", hidden, hidden)
        linear(f"{layer}.attention.output.dense", hidden, hidden)
        norm(f"{layer}.attention.output")
        linear(f"{layer}.intermediate.dense", inner, hidden)
        linear(f"{layer}.output.dense", hidden, inner)
        norm(f"{layer}.output")
    return tensors


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, (shape, codes) in tensors.items():
        begin = len(data)
        data += struct.pack(f"<{len(codes)}H", *codes)
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [begin, len(data)]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


class Network:
    """BERT's layers as the papers write them, in float64; noise > 0 perturbs every result."""

    def __init__(self, config, tensors, prefix, older_names):
        self.config, self.prefix = config, prefix
        self.weight, self.bias = ("gamma", "beta") if older_names else ("weight", "bias")
        self.tensors = {
            name: torch.tensor([widen(code) for code in codes], dtype=torch.float64).reshape(shape) for name, (shape, codes) in tensors.items()}

    def run(self, ids, noise=None):
        def rounded(x, terms=4):
            if noise is None:
                return x
            return x * (1 + math.sqrt(max(terms, 4)) * UNIT * torch.randn(x.shape, generator=noise, dtype=torch.float64))

        def get(name):
            return self.tensors[self.prefix + name]

        def product(a, b):
            result, terms = a @ b, a.shape[-1]
            if noise is None:
                return result
            size = torch.sqrt(a ** 2 @ b ** 2) * math.sqrt(terms) * UNIT
            return result + size * torch.randn(result.shape, generator=noise, dtype=torch.float64)

        def linear(name, x):
            return product(x, get(name + ".weight").T) + get(name + ".bias")

        def norm(name, x):
            mean = rounded(x.mean(-1, keepdim=True), x.shape[1])
            centred = rounded(x - mean)
            variance = rounded((centred ** 2).mean(-1, keepdim=True), x.shape[1])
            scaled = rounded(centred / torch.sqrt(variance + self.config["layer_norm_eps"]))
            return rounded(scaled * get(name + ".LayerNorm." + self.weight) + get(name + ".LayerNorm." + self.bias))

        roberta, pad = self.config["model_type"] == "roberta", self.config["pad_token_id"]
        positions, following = [], pad + 1 if roberta else 0
        for token in ids:
            positions.append(pad if roberta and token == pad else following)
            following += 0 if roberta and token == pad else 1
        x = get("embeddings.word_embeddings.weight")[ids] + get("embeddings.token_type_embeddings.weight")[0]
        x = norm("embeddings", rounded(rounded(x) + get("embeddings.position_embeddings.weight")[positions]))
        heads, states = self.config["num_attention_heads"], []
        size = self.config["hidden_size"] // heads
        for i in range(self.config["num_hidden_layers"]):
            layer = f"encoder.layer.{i}"
            q, k, v = (
                rounded(linear(f"{layer}.attention.self.{part}", x)).reshape(len(ids), heads, size).transpose(0, 1)
                for part in ("query", "key", "value"))
            weights = rounded(torch.softmax(rounded(product(q, k.transpose(1, 2)) / math.sqrt(size)), -1), 32)
            context = product(weights, v).transpose(0, 1).reshape(len(ids), -1)
            x = norm(f"{layer}.attention.output", rounded(rounded(linear(f"{layer}.attention.output.dense", context)) + x))
            inner = rounded(linear(f"{layer}.intermediate.dense", x))
            inner = rounded(inner * 0.5 * (1 + torch.erf(inner / math.sqrt(2))), 64)
            x = norm(f"{layer}.output", rounded(rounded(linear(f"{layer}.output.dense", inner)) + x))
            states.append(x)
        return states


class WordPiece:
    """Lower-case ASCII: words and single marks, the longest token first."""

    def __init__(self):
        self.tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + WORDS
        characters = [chr(c) for c in range(33, 127) if not chr(c).isupper() and chr(c) != "="]
        self.tokens += [c for c in characters if c not in self.tokens] + ["##" + c for c in characters if c.isalnum()]
        self.tokens += ["##ish", "##ing", "##bra"]
        self.ids = {token: i for i, token in enumerate(self.tokens)}
        self.around = (2, 3)

    def encode(self, text):
        ids = []
        for word in re.findall(r"[a-z0-9]+|[^\sa-z0-9]", text.lower()):
            start, pieces = 0, []
            while start < len(word):
                end = len(word)
                while end > start and ("##" if start else "") + word[start:end] not in self.ids:
                    end -= 1
                if end == start:
                    pieces = [1]
                    break
                pieces.append(self.ids[("##" if start else "") + word[start:end]])
                start = end
            ids += pieces
        return ids

    def json(self):
        special = lambda name, i: {"id": name, "ids": [i], "tokens": [name]}
        return {
            "version": "1.0", "truncation": None, "padding": None,
            "added_tokens": [
                {"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
                for i, t in enumerate(self.tokens[:5])],
            "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
                "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                "special_tokens": {"[CLS]": special("[CLS]", 2), "[SEP]": special("[SEP]", 3)}},
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": self.ids},
        }


class BytePairs:
    """GPT-2's split of ASCII, and the merges that make the words, left to right."""

    def __init__(self):
        visible = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or 174 <= b <= 255]
        hidden = [b for b in range(256) if b not in visible]
        self.letter = {b: chr(b) for b in visible} | {b: chr(256 + i) for i, b in enumerate(hidden)}
        self.tokens = ["<s>", "<pad>", "</s>", "<unk>"] + [self.letter[b] for b in range(256)]
        self.merges = []
        for word in WORDS:
            text = "\u0120" + word
            for end in range(2, len(text) + 1):
                if text[:end] not in self.tokens:
                    self.tokens.append(text[:end])
                    self.merges.append((text[: end - 1], text[end - 1]))
        self.tokens.append("<mask>")
        self.ids = {token: i for i, token in enumerate(self.tokens)}
        self.around = (0, 2)

    def encode(self, text):
        ids = []
        for part in re.split(r"(</s>|<pad>)", text):
            if part in ("</s>", "<pad>"):
                ids.append(self.ids[part])
                continue
            for word in re.findall(r"'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+(?!\S)|\s+", part):
                symbols = [self.letter[b] for b in word.encode()]
                for left, right in self.merges:
                    i = 0
                    while i + 1 < len(symbols):
                        if symbols[i] == left and symbols[i + 1] == right:
                            symbols[i : i + 2] = [left + right]
                        i += 1
                ids += [self.ids[s] for s in symbols]
        return ids

    def json(self):
        added = [(i, t) for i, t in enumerate(self.tokens) if t in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")]
        return {
            "version": "1.0", "truncation": None, "padding": None,
            "added_tokens": [
                {"id": i, "content": t, "single_word": False, "lstrip": t == "<mask>", "rstrip": False, "normalized": False, "special": True}
                for i, t in added],
            "normalizer": None,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True},
            "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": True, "add_prefix_space": False},
            "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
            "model": {
                "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "", "fuse_unk": False,
                "vocab": self.ids, "merges": [f"{a} {b}" for a, b in self.merges]},
        }


def unit(x):
    return x / x.norm(dim=-1, keepdim=True)


def tokens_of(tokenizer, text, most, prefix_space):
    text = text.strip()
    inner = tokenizer.encode(" " + text if prefix_space and text else text)
    return [tokenizer.around[0]] + inner[: most - 2] + [tokenizer.around[1]]


def bert_score(candidate, reference, states, tokenizer):
    if len(candidate) == 2 or len(reference) == 2:
        return [0.0, 0.0, 0.0]
    cosine = unit(states(candidate)) @ unit(states(reference)).T
    weights = [torch.tensor([0.0 if t in tokenizer.around else 1.0 for t in ids], dtype=torch.float64) for ids in (candidate, reference)]
    p = (cosine.max(1).values * weights[0]).sum() / weights[0].sum()
    r = (cosine.max(0).values * weights[1]).sum() / weights[1].sum()
    return [p.item(), r.item(), (2 * p * r / (p + r)).item()]


def spread(measure, network):
    """Values without noise, and the tolerance."""
    exact = measure(lambda ids: network.run(ids))
    worst = 0.0
    for seed in range(30):
        noise = torch.Generator().manual_seed(seed)
        worst = max(worst, (measure(lambda ids: network.run(ids, noise)) - exact).abs().max().item())
    return exact, 4 * worst


def expect(name, config, tokenizer, prefix, seed, older_names, layer):
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    config["vocab_size"] = len(tokenizer.tokens)
    tensors = make_tensors(config, prefix, seed, older_names)
    write_safetensors(os.path.join(folder, "model.safetensors"), tensors)
    for file, content in (("config.json", config), ("tokenizer.json", tokenizer.json())):
        with open(os.path.join(folder, file), "w") as out:
            json.dump(content, out, ensure_ascii=True, separators=(",", ":"))
            out.write("\n")

    network = Network(config, tensors, prefix, older_names)
    roberta = config["model_type"] == "roberta"
    most = config["max_position_embeddings"] - (config["pad_token_id"] + 1 if roberta else 0)
    ids = [tokens_of(tokenizer, text, most, roberta) for text in TEXTS]
    plain = [tokens_of(tokenizer, text, most, False) for text in TEXTS]

    states = []
    for sequence in (ids[0], ids[4], ids[11]):
        values, tolerance = spread(lambda run: torch.stack(run(sequence)), network)
        states.append({
            "ids": sequence, "tolerance": tolerance,
            "layers": [[[round(v, 8) for v in row] for row in layer_values] for layer_values in values.tolist()]})

    def all_scores(run):
        return torch.tensor([bert_score(ids[c], ids[r], lambda s: run(s)[layer - 1], tokenizer) for c, r in PAIRS], dtype=torch.float64)

    def all_cosines(run):
        means = [unit(run(s)[-1].mean(0)) for s in plain]
        return torch.stack([means[a] @ means[b] for a, b in PAIRS])

    scores, score_tolerance = spread(all_scores, network)
    cosines, cosine_tolerance = spread(all_cosines, network)
    return {
        "name": name, "layer": layer, "ids": ids, "states": states,
        "bertScore": {"tolerance": score_tolerance, "values": scores.tolist()},
        "cosine": {"tolerance": cosine_tolerance, "values": cosines.tolist()},
    }


def main():
    torch.set_default_dtype(torch.float64)
    common = {"hidden_act": "gelu", "position_embedding_type": "absolute", "torch_dtype": "bfloat16"}
    bert = expect(
        "bert",
        {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
         "intermediate_size": 56, "max_position_embeddings": 40, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0} | common,
        WordPiece(), prefix="", seed=11, older_names=True, layer=1)
    roberta = expect(
        "roberta",
        {"architectures": ["RobertaForMaskedLM"], "model_type": "roberta", "hidden_size": 48, "num_hidden_layers": 4, "num_attention_heads": 4,
         "intermediate_size": 96, "max_position_embeddings": 50, "type_vocab_size": 1, "layer_norm_eps": 1e-5, "pad_token_id": 1} | common,
        BytePairs(), prefix="roberta.", seed=12, older_names=False, layer=3)
    with open(os.path.join(HERE, "expected.json"), "w") as out:
        json.dump({"texts": TEXTS, "pairs": PAIRS, "encoders": [bert, roberta]}, out, separators=(",", ":"))
        out.write("\n")


main()
