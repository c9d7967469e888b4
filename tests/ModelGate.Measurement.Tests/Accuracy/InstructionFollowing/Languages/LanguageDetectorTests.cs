using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Measurement.Accuracy.InstructionFollowing.Languages;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing.Languages;

/// <summary>Expectations are those of langdetect 1.0.9 with <c>DetectorFactory.seed = 0</c>.</summary>
public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog near the river bank.", "en")]
    [InlineData("THE WHOLE ANSWER IS IN CAPITAL LETTERS AND STILL ENGLISH.", "en")]
    [InlineData("Der schnelle braune Fuchs springt über den faulen Hund.", "de")]
    [InlineData("Le renard brun saute par-dessus le chien paresseux.", "fr")]
    [InlineData("El zorro marrón salta sobre el perro perezoso.", "es")]
    [InlineData("La volpe marrone salta sopra il cane pigro.", "it")]
    [InlineData("A raposa marrom salta sobre o cachorro preguiçoso.", "pt")]
    [InlineData("Быстрая лиса прыгает через ленивую собаку.", "ru")]
    [InlineData("Швидка лисиця стрибає через ледачого собаку.", "uk")]
    [InlineData("Бързата лисица скача над мързеливото куче.", "bg")]
    [InlineData("素早い茶色の狐がのろまな犬を飛び越える。", "ja")]
    [InlineData("敏捷的棕色狐狸跳过了懒狗。", "zh-cn")]
    [InlineData("빠른 갈색 여우가 게으른 개를 뛰어넘는다.", "ko")]
    [InlineData("तेज़ भूरी लोमड़ी आलसी कुत्ते के ऊपर कूदती है।", "hi")]
    [InlineData("छिटो खैरो स्याल अल्छी कुकुर माथि उफ्रिन्छ।", "ne")]
    [InlineData("चपळ तपकिरी कोल्हा आळशी कुत्र्यावरून उडी मारतो.", "mr")]
    [InlineData("দ্রুত বাদামী শিয়াল অলস কুকুরের উপর লাফ দেয়।", "bn")]
    [InlineData("ஒரு பழுப்பு நரி சோம்பேறி நாயின் மேல் குதிக்கிறது.", "ta")]
    [InlineData("ఒక గోధుమ రంగు నక్క సోమరి కుక్క మీదుగా దూకుతుంది.", "te")]
    [InlineData("ಕಂದು ನರಿ ಸೋಮಾರಿ ನಾಯಿಯ ಮೇಲೆ ಹಾರುತ್ತದೆ.", "kn")]
    [InlineData("ഒരു തവിട്ട് കുറുക്കൻ മടിയൻ നായയുടെ മുകളിലൂടെ ചാടുന്നു.", "ml")]
    [InlineData("ઝડપી ભૂરા શિયાળ આળસુ કૂતરા પર કૂદી જાય છે.", "gu")]
    [InlineData("ਤੇਜ਼ ਭੂਰੀ ਲੂੰਬੜੀ ਆਲਸੀ ਕੁੱਤੇ ਉੱਤੇ ਛਾਲ ਮਾਰਦੀ ਹੈ।", "pa")]
    [InlineData("الثعلب البني السريع يقفز فوق الكلب الكسول.", "ar")]
    [InlineData("روباه قهوه‌ای سریع از روی سگ تنبل می‌پرد.", "fa")]
    [InlineData("تیز بھوری لومڑی سست کتے کے اوپر کودتی ہے۔", "ur")]
    [InlineData("השועל החום המהיר קופץ מעל הכלב העצלן.", "he")]
    [InlineData("สุนัขจิ้งจอกสีน้ำตาลกระโดดข้ามสุนัขขี้เกียจ", "th")]
    [InlineData("Con cáo nâu nhanh nhẹn nhảy qua con chó lười.", "vi")]
    [InlineData("Con ca\u0301o na\u0302u nhanh nhe\u0323n nha\u0309y qua con cho\u0301 lu\u031bo\u031b\u0300i.", "vi")]
    [InlineData("Mbweha wa rangi ya kahawia anaruka juu ya mbwa mvivu.", "sw")]
    [InlineData("Nopea ruskea kettu hyppää laiskan koiran yli.", "fi")]
    [InlineData("Szybki brązowy lis przeskakuje nad leniwym psem.", "pl")]
    [InlineData("Vulpea maro sare peste câinele leneș și fuge în pădure.", "ro")]
    [InlineData("See https://example.com/der-die-das or write to hallo@beispiel.de now, my friend.", "en")]
    [InlineData("ok", "sk")]
    [InlineData("OK", "pt")]
    [InlineData("hola amigo", "so")]
    [InlineData("NEW YORK NEW YORK", "cy")]
    [InlineData("12345 !!! 67 ??", null)]
    [InlineData("", null)]
    public void Detect_gives_the_language_of_langdetect(string text, string? expected) =>
        Assert.Equal(expected, LanguageDetector.BuiltIn.Detect(text));

    [Fact]
    public void Profiles_hold_all_languages_and_sum_to_at_most_one()
    {
        string[] lines = [.. ResourceText.Lines("Languages/profiles.br")];
        LanguageProfiles profiles = LanguageProfiles.Read(lines);
        Assert.Equal(55, profiles.Languages.Count);
        Assert.Equal(profiles.Languages.Order(StringComparer.Ordinal), profiles.Languages);
        for (int language = 0; language < 55; language++)
        {
            double single = lines[(3 * language) + 1].Split('\t').Where(ngram => ngram.Length == 1)
                .Sum(ngram => profiles.Find(LanguageProfiles.Key(ngram))!.Single(found => found.Language == language).Probability);
            Assert.InRange(single, 0.5, 1.0 + 1e-9);
        }
    }
}
