namespace SoundTime.Bench;

/// <summary>What routing over all filters came to, in a process of its own.</summary>
/// <param name="FilterBytes">Bytes that all filters have.</param>
/// <param name="Before">Resident memory before they were loaded, in bytes.</param>
/// <param name="Loaded">Resident memory after that.</param>
/// <param name="Replaced">Resident memory after each of them was replaced by another.</param>
/// <param name="PeakReplacing">The most resident memory up to then.</param>
/// <param name="Ours">For questions of 1, 2 and 3 words: milliseconds of each question, through the grains of all parts.</param>
/// <param name="Reference">The same questions, each filter asked after the other.</param>
/// <param name="OurCpu">For questions of 1, 2 and 3 words: processor time of one in milliseconds, on average.</param>
/// <param name="ReferenceCpu">The same of the reference.</param>
/// <param name="Chosen">For questions of 1, 2 and 3 words: filters that said yes, on average.</param>
internal sealed record RoutingResult(
    long FilterBytes, long Before, long Loaded, long Replaced, long PeakReplacing, double[][] Ours, double[][] Reference, double[] OurCpu, double[] ReferenceCpu, double[] Chosen);
