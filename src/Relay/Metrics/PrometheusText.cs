using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace SoundTime.Relay.Metrics;

/// <summary>What the instruments of a meter say, as Prometheus reads it (its text format 0.0.4).</summary>
public static class PrometheusText
{
    /// <summary>Asks the observable instruments of the meter, and writes what they answer; one that answers nothing is left out. Labels are written as they are, so they are names of ours.</summary>
    public static string Write(Meter meter)
    {
        var text = new StringBuilder();
        string? last = null;
        void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (instrument.Name != last)
            {
                last = instrument.Name;
                var type = instrument.GetType().Name.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter" : "gauge";
                text.Append(CultureInfo.InvariantCulture, $"# HELP {last} {instrument.Description}\n# TYPE {last} {type}\n");
            }

            text.Append(instrument.Name);
            if (!tags.IsEmpty)
            {
                text.Append(CultureInfo.InvariantCulture, $"{{{tags[0].Key}=\"{tags[0].Value}\"}}");
            }

            text.Append(CultureInfo.InvariantCulture, $" {value}\n");
        }

        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == meter)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return text.ToString();
    }
}
