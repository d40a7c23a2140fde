namespace SoundTime.Api;

/// <summary>What a setting is to be (protocol sheet, section 9.4).</summary>
internal sealed record SettingValueBody(string Value);
