using System.Globalization;
using SoundTime.Import.Tests.Support;

namespace SoundTime.Import.Tests.Library;

public sealed class LibraryChangesTests : IDisposable
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(2);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly LibraryChanges _changes;

    public LibraryChangesTests() => _changes = new LibraryChanges(QuietTime, _time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_taken_once_it_was_still_for_the_quiet_time()
    {
        var file = _folder.Write("song.mp3", "a");
        _changes.Touch(file);
        _time.Advance(QuietTime - TimeSpan.FromTicks(1));
        Assert.Empty(_changes.TakeTouched());

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal([file], _changes.TakeTouched());
        Assert.False(_changes.Any);
    }

    [Fact]
    public void A_file_that_grows_without_a_report_waits_anew()
    {
        var file = _folder.Write("song.mp3", "a");
        _changes.Touch(file);
        _time.Advance(QuietTime);
        _folder.Write("song.mp3", "a longer text");
        Assert.Empty(_changes.TakeTouched());

        _time.Advance(QuietTime);

        Assert.Equal([file], _changes.TakeTouched());
    }

    [Fact]
    public void A_deletion_waits_for_what_may_be_the_same_file_under_a_new_name()
    {
        _changes.Delete(_folder["old.mp3"]);
        _time.Advance(QuietTime / 2);
        _changes.Touch(_folder.Write("new.mp3", "a"));
        _time.Advance(QuietTime / 2);
        Assert.Empty(_changes.TakeTouched());
        Assert.Empty(_changes.TakeDeleted());

        _time.Advance(QuietTime / 2);

        Assert.Equal([_folder["new.mp3"]], _changes.TakeTouched());
        Assert.Equal([_folder["old.mp3"]], _changes.TakeDeleted());
    }

    [Fact]
    public void A_deletion_does_not_wait_for_ever()
    {
        _changes.Delete(_folder["old.mp3"]);
        _time.Advance(TimeSpan.FromMinutes(1));
        _changes.Touch(_folder.Write("growing.mp3", "a"));

        Assert.Equal([_folder["old.mp3"]], _changes.TakeDeleted());
    }

    [Fact]
    public void Too_many_changes_become_one_scan()
    {
        for (var index = 0; index <= LibraryChanges.MaxWaiting; index++)
        {
            _changes.Delete(index.ToString(CultureInfo.InvariantCulture));
        }

        Assert.True(_changes.TakeRescan());
        Assert.False(_changes.Any);
    }
}
