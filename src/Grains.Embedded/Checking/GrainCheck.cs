namespace SoundTime.Grains.Embedded;

/// <summary>
/// Holds grains to what both runtimes give (grain sheet, sections 3 and 8). This runtime alone could do without, and would not notice what Orleans refuses.
/// </summary>
internal static class GrainCheck
{
    /// <summary>Checks the grain classes and interfaces among these types.</summary>
    /// <exception cref="GrainCheckException">They break a rule; names every breach.</exception>
    public static void Check(IReadOnlyCollection<Type> types)
    {
        var violations = FindViolations(types);
        if (violations.Count > 0)
        {
            throw new GrainCheckException(violations);
        }
    }

    /// <summary>All breaches, in the order of the types.</summary>
    public static IReadOnlyList<string> FindViolations(IReadOnlyCollection<Type> types)
    {
        var classes = types.Where(GrainClass.IsGrainClass).ToList();
        return
        [
            .. types.Where(GrainClass.IsGrainInterface).SelectMany(GrainInterfaceRules.FindViolations),
            .. classes.SelectMany(GrainClassRules.FindViolations),
            .. GrainClassRules.FindClashes(classes),
        ];
    }
}
