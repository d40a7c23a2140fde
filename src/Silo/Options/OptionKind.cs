namespace SoundTime.Silo.Options;

/// <summary>How the values of an option are written, read and shown.</summary>
internal abstract class OptionKind
{
    /// <summary>Stands for the value in help: <c>port</c>.</summary>
    public abstract string Placeholder { get; }

    /// <summary>What is accepted, as a phrase for help and errors.</summary>
    public abstract string Accepts { get; }

    /// <summary>Whether the flag may be given more than once.</summary>
    public virtual bool IsRepeatable => false;

    /// <summary>Whether values must never be shown.</summary>
    public virtual bool IsSecret => false;

    /// <summary>A text that was given, right or wrong, without what must not be shown of it.</summary>
    public virtual string Show(string text) => text;

    /// <summary>Reads the texts that one source gives: one, or several when the flag was repeated.</summary>
    /// <exception cref="FormatException">Why the value is not accepted, as the end of a sentence that begins with it.</exception>
    public abstract object Parse(IReadOnlyList<string> texts, OptionContext context);

    /// <summary>Writes a value so that reading it gives the same value again.</summary>
    public virtual string Format(object value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
