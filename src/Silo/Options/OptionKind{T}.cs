namespace SoundTime.Silo.Options;

/// <summary>An option with a single value.</summary>
/// <typeparam name="T">What the text is read into.</typeparam>
internal abstract class OptionKind<T> : OptionKind
    where T : notnull
{
    public sealed override object Parse(IReadOnlyList<string> texts, OptionContext context) => Parse(texts[^1], context);

    public sealed override string Format(object value) => Format((T)value);

    protected abstract T Parse(string text, OptionContext context);

    protected virtual string Format(T value) => base.Format(value);
}
