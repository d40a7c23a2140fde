using System.Text;

namespace SoundTime.Interop.Tests.Support;

/// <summary>What a child process says, for the one who reads of the test's failure.</summary>
internal sealed class ProcessLog(string name)
{
    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;
    private readonly CancellationToken _test = TestContext.Current.CancellationToken;
    private readonly StringBuilder _lines = new();

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.AppendLine(line);
        }
    }

    /// <summary>Everything so far.</summary>
    public override string ToString()
    {
        lock (_lines)
        {
            return _lines.ToString();
        }
    }

    /// <summary>Shows it if the test fails. A test that ran out of time has ended for the runner already: then it is printed.</summary>
    public void Show()
    {
        if (ToString().Length == 0)
        {
            return;
        }

        var text = $"The {name} said:{Environment.NewLine}{this}";
        if (_test.IsCancellationRequested)
        {
            Console.WriteLine(text);
        }
        else
        {
            _output?.WriteLine(text);
        }
    }
}
