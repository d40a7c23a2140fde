using System.Globalization;

namespace SoundTime.Grains.Embedded;

/// <summary>How long activations of a grain class may be idle before they end, where it is not <see cref="EmbeddedGrainOptions.CollectionAge"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>The shortest: shorter ones count as this.</summary>
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    private readonly TimeSpan? _inactivityPeriod;

    /// <summary>By <see cref="Days"/>, <see cref="Hours"/> and <see cref="Minutes"/>, or <see cref="AlwaysActive"/>.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>By a text as <c>0:10:00</c>.</summary>
    public CollectionAgeLimitAttribute(string inactivityPeriod) => _inactivityPeriod = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

    /// <summary>Days, added to the others.</summary>
    public double Days { get; set; }

    /// <summary>Hours, added to the others.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes, added to the others.</summary>
    public double Minutes { get; set; }

    /// <summary>Whether activations never end because they are idle.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>All of it together, at least <see cref="MinAgeLimit"/>.</summary>
    public TimeSpan AgeLimit
    {
        get
        {
            var age = AlwaysActive
                ? TimeSpan.MaxValue
                : _inactivityPeriod ?? TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return age < MinAgeLimit ? MinAgeLimit : age;
        }
    }
}
