namespace SoundTime.Silo.Options;

/// <summary>Something in the configuration that the program cannot start with.</summary>
/// <param name="Subject">What is wrong: an option with its value, or a line of the file.</param>
/// <param name="Source">Where it stands; null when the subject says it.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the subject.</param>
/// <param name="Accepted">What would be accepted, or what to do instead.</param>
internal sealed record OptionError(string Subject, string? Source, string Reason, string Accepted)
{
    /// <summary>A value that its kind refuses. What is secret is left out.</summary>
    public static OptionError Refused(OptionDeclaration option, IReadOnlyList<string> texts, OptionSource source, string reason) =>
        new(
            option.Kind.IsSecret ? option.Name : $"{option.Name} \"{string.Join(' ', texts.Select(option.Kind.Show))}\"",
            source.Text,
            reason,
            $"accepted: {option.Kind.Accepts}");

    /// <summary>One line for the admin.</summary>
    public override string ToString() => Source is null ? $"{Subject} {Reason}; {Accepted}" : $"{Subject} ({Source}) {Reason}; {Accepted}";
}
