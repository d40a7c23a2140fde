namespace SoundTime.Api;

/// <summary>A setting and its value (protocol sheet, section 9.4).</summary>
internal sealed record SettingBody(string Key, string Value);
