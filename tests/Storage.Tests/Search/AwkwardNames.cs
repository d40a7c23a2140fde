namespace SoundTime.Storage.Tests.Search;

/// <summary>Names that trip up searches, and what people, or others, ask for.</summary>
internal static class AwkwardNames
{
    private static readonly string LongWord = new('x', 10_000);

    /// <summary>Each is a title, an artist and an album in turn.</summary>
    public static readonly string[] Names =
    [
        "Café del Mar", "CAFE DEL MAR", "Sigur Rós", "Ágætis byrjun", "Ænima", "Straße", "İstanbul", "ΣΊΣΥΦΟΣ", "Ёлка", "東京事変", "群青日和", "ラブリー", "사랑", "รักเธอ",
        "שלום עליכם", "السلام عليكم", "مرحبا\u200f 123", "हिन्दी गीत", "🎵", "🎵 Songs 🎶", "👩‍👩‍👧", "!!!", "...", "-", "---", "?", "+/-", "(  )", "***", "\"\"", "''",
        "AC/DC", "R.E.M.", "don't stop", "l'amour toujours", "O'Brien", "M.I.A.", "a", "A B C", "1", "1999", "99 Luftballons", "Blink-182", "x", "xy", "xyz",
        "NOT", "AND OR NOT", "NEAR(love hate, 3)", "title:love", "title : love*", "^love", "love*", "love -hate", "{title} : x", "\"love\" *", "love + hate",
        "'); DROP TABLE tracks; --", "' OR '1'='1", "love & hate | !war", "love <-> hate", "love:*", "love:AB", "'love':1A", "love\\", "love\\'", "%", "_", "l_ve", "lo%",
        "=love", "lo*", "#12.0", "#15.0 love", "tab\there", "line\nbreak", "bell\u0007ring", "\u001b[31mred", "zero\u200bwidth", "e\u0301te\u0301", "été", "ﬁne", "Ⅷ", "①②③", "½",
        "\u202Eoverride", "\uFFFD", "a\u0300\u0301\u0302\u0303", LongWord[..255], string.Concat(Enumerable.Repeat("word ", 51)), string.Concat(Enumerable.Repeat("漢", 255)),
        "love love love", "Love", "lovely", "Lover", "glove", "hate", "war",
    ];

    /// <summary>All names, and what only somebody who asks would write.</summary>
    public static readonly string[] Questions =
    [
        .. Names, "", " ", "\t\n\u00a0\u3000", "cafe", "caf", "del cafe", "ros", "rós sigur", "strasse", "stras", "istanbul", "σισυφος", "елка", "ёл", "東", "東京", "事変 東京", "ラブ", "사",
        "שלום", "שלו", "السل", "हिन", "🎵🎵🎵", "👍", "ac", "ac dc", "dc ac", "acdc", "rem", "dont", "dont stop", "amour", "obrien", "blink 182", "182 blink", "bl", "b", "l", "lo", "lov",
        "love", "love hate", "hate love", "hate love war", "love lo", "lov love", "l l l", "the", "drop table", "or 1", "near", "not", "and", "or and not", "title", "ete", "ét", "fine",
        "viii", "123", "1 2 3", "12", "override", "red", "tab here", "ring bell", "wor", "word word", "xx", LongWord, LongWord[..256], LongWord[..64], LongWord[..63],
        string.Join(' ', Enumerable.Range(0, 200_000)), "love\0hate", "\0", "\ud800", "love \udc00", new string('\u0301', 1000), "a b c d e f g h i j k l m n o p",
    ];
}
