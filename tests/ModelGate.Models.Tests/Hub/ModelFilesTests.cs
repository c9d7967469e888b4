using ModelGate.Models.Hub;

namespace ModelGate.Models.Tests.Hub;

public sealed class ModelFilesTests
{
    /// <summary>The files of FacebookAI/roberta-large and of sentence-transformers/all-MiniLM-L6-v2 that decide what is taken.</summary>
    [Theory]
    [InlineData(
        "README.md config.json dict.txt flax_model.msgpack merges.txt model.safetensors onnx/config.json onnx/model.onnx pytorch_model.bin "
        + "rust_model.ot tf_model.h5 tokenizer.json tokenizer_config.json vocab.json",
        "config.json merges.txt model.safetensors tokenizer.json tokenizer_config.json vocab.json")]
    [InlineData(
        "1_Pooling/config.json README.md config.json config_sentence_transformers.json data_config.json model.safetensors modules.json "
        + "onnx/model.onnx openvino/openvino_model.bin pytorch_model.bin rust_model.ot sentence_bert_config.json special_tokens_map.json "
        + "tf_model.h5 tokenizer.json tokenizer_config.json train_script.py vocab.txt",
        "config.json model.safetensors special_tokens_map.json tokenizer.json tokenizer_config.json")]
    public void IsWanted_takes_what_an_encoder_needs(string all, string wanted) =>
        Assert.Equal(wanted, string.Join(' ', all.Split(' ').Where(ModelFiles.IsWanted)));
}
