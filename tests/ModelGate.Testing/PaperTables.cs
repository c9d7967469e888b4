namespace ModelGate.Testing;

/// <summary>
/// Tables of "Give Me BF16 or Give Me Death?" (arXiv 2411.02355, ACL 2025 long paper 1304), as printed there: Llama-3.1-Instruct in three
/// sizes, BF16 and three formats. Scores and recoveries are percentages.
/// </summary>
public static class PaperTables
{
    public static string[] Sizes { get; } = ["8B", "70B", "405B"];

    /// <summary>The formats behind BF16.</summary>
    public static string[] Formats { get; } = ["W8A8-FP", "W8A8-INT", "W4A16-INT"];

    /// <summary>Open LLM Leaderboard V1, in the order of the tables, with the documents that lm-evaluation-harness evaluates.</summary>
    public static PaperTask[] V1Tasks { get; } =
    [
        new("MMLU", 14042), new("MMLU CoT", 14042), new("ARC-C", 1172), new("GSM8K CoT", 1319),
        new("HellaSwag", 10042), new("Winogrande", 1267), new("TruthfulQA", 817),
    ];

    /// <summary>
    /// Open LLM Leaderboard V2, in the order of tables 3 and 11. Chance is 0 where the score is not normalised; BBH and MuSR are normalised
    /// by subtask, and their chance here is only the mean over subtasks.
    /// </summary>
    public static PaperTask[] V2Tasks { get; } =
    [
        new("IFEval", 541), new("BBH", 5761, 0.3), new("MATH lvl 5", 1324), new("GPQA", 1192, 0.25), new("MuSR", 756, 0.344),
        new("MMLU-Pro", 12032, 0.1),
    ];

    /// <summary>Table 2: recovery, average, then the tasks.</summary>
    public static PaperRow[] Table2 { get; } =
    [
        new("8B", "BF16", [100.00, 74.06, 68.3, 72.8, 81.4, 82.8, 80.5, 78.1, 54.5]),
        new("8B", "W8A8-FP", [99.31, 73.55, 68.0, 71.6, 81.2, 82.0, 80.0, 77.7, 54.3]),
        new("8B", "W8A8-INT", [100.31, 74.29, 67.8, 72.2, 81.7, 84.8, 80.3, 78.5, 54.7]),
        new("8B", "W4A16-INT", [98.72, 73.11, 66.9, 71.1, 80.2, 82.9, 79.9, 78.0, 52.8]),
        new("70B", "BF16", [100.00, 84.40, 83.8, 86.0, 93.3, 94.9, 86.8, 85.3, 60.7]),
        new("70B", "W8A8-FP", [99.72, 84.16, 83.8, 85.5, 93.5, 94.5, 86.6, 84.6, 60.6]),
        new("70B", "W8A8-INT", [99.87, 84.29, 83.7, 85.8, 93.1, 94.2, 86.7, 85.1, 61.4]),
        new("70B", "W4A16-INT", [99.53, 84.00, 83.6, 85.6, 92.8, 94.4, 86.3, 85.5, 59.8]),
        new("405B", "BF16", [100.00, 86.79, 87.4, 88.1, 95.0, 96.0, 88.5, 87.2, 65.3]),
        new("405B", "W8A8-FP", [100.12, 86.89, 87.5, 88.1, 95.0, 95.8, 88.5, 88.0, 65.3]),
        new("405B", "W8A8-INT", [99.32, 86.20, 87.1, 87.7, 94.4, 95.5, 88.2, 86.1, 64.4]),
        new("405B", "W4A16-INT", [99.98, 86.78, 87.2, 87.7, 95.3, 96.3, 88.3, 87.4, 65.3]),
    ];

    /// <summary>Table 3, academic part: recovery, average, then the tasks.</summary>
    public static PaperRow[] Table3 { get; } =
    [
        new("8B", "BF16", [100.0, 27.6, 77.8, 30.1, 15.7, 3.7, 7.6, 30.8]),
        new("8B", "W8A8-FP", [101.2, 27.9, 77.2, 29.6, 16.5, 5.7, 7.5, 31.2]),
        new("8B", "W8A8-INT", [101.5, 28.0, 77.9, 30.9, 15.5, 5.4, 7.6, 30.9]),
        new("8B", "W4A16-INT", [96.1, 26.5, 76.3, 28.9, 14.8, 4.1, 6.3, 28.8]),
        new("70B", "BF16", [100.0, 41.7, 86.4, 55.8, 26.1, 15.4, 18.1, 48.1]),
        new("70B", "W8A8-FP", [100.0, 41.7, 87.6, 54.9, 28.0, 14.6, 17.2, 47.7]),
        new("70B", "W8A8-INT", [97.3, 40.5, 86.6, 55.2, 23.9, 13.6, 16.8, 47.1]),
        new("70B", "W4A16-INT", [97.4, 40.6, 85.7, 55.0, 24.4, 13.8, 17.2, 47.2]),
        new("405B", "BF16", [100.0, 48.7, 87.7, 67.0, 38.9, 19.5, 19.5, 59.7]),
        new("405B", "W8A8-FP", [99.9, 48.7, 86.8, 67.1, 38.8, 18.9, 20.8, 59.4]),
        new("405B", "W8A8-INT", [98.3, 47.9, 86.9, 66.7, 35.8, 20.4, 19.2, 58.4]),
        new("405B", "W4A16-INT", [98.9, 48.2, 88.0, 67.5, 37.6, 17.5, 19.4, 59.3]),
    ];

    /// <summary>Table 3, real-world part: Arena-Hard win rate, HumanEval pass@1, HumanEval+ pass@1.</summary>
    public static PaperRow[] Table3RealWorld { get; } =
    [
        new("8B", "BF16", [25.8, 67.3, 60.7]),
        new("8B", "W8A8-FP", [26.8, 67.3, 61.3]),
        new("8B", "W8A8-INT", [27.2, 67.1, 60.0]),
        new("8B", "W4A16-INT", [24.0, 67.1, 59.1]),
        new("70B", "BF16", [57.0, 79.7, 74.8]),
        new("70B", "W8A8-FP", [57.7, 80.0, 75.0]),
        new("70B", "W8A8-INT", [57.0, 78.7, 74.0]),
        new("70B", "W4A16-INT", [56.3, 80.5, 74.2]),
        new("405B", "BF16", [67.4, 86.8, 80.1]),
        new("405B", "W8A8-FP", [66.9, 87.0, 81.0]),
        new("405B", "W8A8-INT", [64.6, 86.9, 80.4]),
        new("405B", "W4A16-INT", [66.5, 85.1, 78.9]),
    ];

    /// <summary>Table 10: recovery of each V1 task.</summary>
    public static PaperRow[] Table10 { get; } =
    [
        new("8B", "W8A8-FP", [99.59, 98.35, 99.75, 99.03, 99.38, 99.49, 99.63]),
        new("8B", "W8A8-INT", [99.27, 99.18, 100.37, 102.42, 99.75, 100.51, 100.37]),
        new("8B", "W4A16-INT", [97.95, 97.66, 98.53, 100.12, 99.25, 99.87, 96.88]),
        new("70B", "W8A8-FP", [100.00, 99.42, 100.21, 99.58, 99.77, 99.18, 99.84]),
        new("70B", "W8A8-INT", [99.88, 99.77, 99.79, 99.26, 99.88, 99.77, 101.15]),
        new("70B", "W4A16-INT", [99.76, 99.53, 99.46, 99.47, 99.42, 100.23, 98.52]),
        new("405B", "W8A8-FP", [100.11, 100.00, 100.00, 99.79, 100.00, 100.92, 100.00]),
        new("405B", "W8A8-INT", [99.66, 99.55, 99.37, 99.48, 99.66, 98.74, 98.62]),
        new("405B", "W4A16-INT", [99.77, 99.55, 100.32, 100.31, 99.77, 100.23, 100.00]),
    ];

    /// <summary>Table 11: recovery of each V2 task.</summary>
    public static PaperRow[] Table11 { get; } =
    [
        new("8B", "W8A8-FP", [99.10, 98.54, 105.42, 155.98, 98.82, 101.33]),
        new("8B", "W8A8-INT", [100.12, 102.89, 98.92, 146.20, 100.00, 100.26]),
        new("8B", "W4A16-INT", [98.00, 96.08, 94.39, 109.78, 83.18, 93.63]),
        new("70B", "W8A8-FP", [101.34, 98.44, 107.52, 94.68, 94.49, 99.13]),
        new("70B", "W8A8-INT", [100.17, 98.89, 91.83, 88.38, 92.62, 97.86]),
        new("70B", "W4A16-INT", [99.22, 98.60, 93.52, 89.94, 94.99, 98.19]),
        new("405B", "W8A8-FP", [99.00, 100.12, 99.69, 97.38, 106.93, 99.43]),
        new("405B", "W8A8-INT", [99.20, 99.57, 91.94, 104.51, 98.77, 97.81]),
        new("405B", "W4A16-INT", [100.39, 100.73, 96.53, 89.85, 99.54, 99.35]),
    ];

    /// <summary>Table 1: academic average, V1, V2, real-world average, Arena-Hard, HumanEval, MBPP.</summary>
    public static PaperRow[] Table1 { get; } =
    [
        new("8B", "BF16", [50.84, 74.06, 27.62, 53.7, 25.8, 67.3, 68.1]),
        new("8B", "GPTQ", [49.82, 73.11, 26.53, 52.3, 24.0, 67.1, 65.8]),
        new("8B", "AWQ", [50.05, 72.69, 27.40, 49.4, 22.3, 63.0, 62.8]),
        new("70B", "BF16", [62.93, 84.20, 41.66, 73.1, 57.0, 79.7, 82.5]),
        new("70B", "GPTQ", [62.18, 83.77, 40.58, 73.1, 57.0, 80.5, 81.9]),
        new("70B", "AWQ", [62.53, 83.96, 41.09, 72.3, 56.7, 79.4, 80.8]),
    ];

    /// <summary>Tables 7 and 8: two Arena-Hard runs, then their printed average.</summary>
    public static PaperRow[] Tables7And8 { get; } =
    [
        new("405B", "BF16", [67.3, 67.5, 67.4]),
        new("405B", "W8A8-FP", [66.3, 67.55, 66.9]),
        new("405B", "W8A8-INT", [64.3, 64.8, 64.6]),
        new("405B", "W4A16-INT", [66.5, 66.4, 66.5]),
        new("70B", "BF16", [55.8, 58.2, 57.0]),
        new("70B", "W8A8-FP", [57.6, 57.75, 57.7]),
        new("70B", "W4A16-INT", [57.1, 56.8, 57.0]),
        new("70B", "W8A8-INT", [56.0, 56.6, 56.3]),
        new("8B", "BF16", [25.1, 26.5, 25.8]),
        new("8B", "W8A8-FP", [26.8, 26.85, 26.8]),
        new("8B", "W8A8-INT", [27.6, 26.7, 27.2]),
        new("8B", "W4A16-INT", [23.4, 24.6, 24.0]),
        new("70B", "AWQ", [56.3, 57.0, 56.3]),
        new("8B", "AWQ", [22.4, 22.2, 22.3]),
    ];

    /// <summary>Table 12: average, then the V1 tasks. GPTQ is the format W4A16-INT.</summary>
    public static PaperRow[] Table12 { get; } =
    [
        new("8B", "BF16", [74.06, 68.30, 72.80, 81.40, 82.80, 80.50, 78.10, 54.50]),
        new("8B", "GPTQ", [73.11, 66.90, 71.10, 80.20, 82.90, 79.90, 78.00, 52.80]),
        new("8B", "AWQ", [72.69, 66.37, 69.76, 80.89, 82.56, 79.61, 76.80, 52.81]),
        new("70B", "BF16", [84.20, 82.37, 86.06, 93.30, 94.90, 86.80, 85.30, 60.70]),
        new("70B", "GPTQ", [83.77, 82.03, 85.54, 92.80, 94.40, 86.30, 85.50, 59.80]),
        new("70B", "AWQ", [83.96, 82.15, 85.64, 93.00, 94.47, 86.44, 85.79, 60.23]),
    ];

    /// <summary>Table 13: average, then the V2 tasks, to two digits.</summary>
    public static PaperRow[] Table13 { get; } =
    [
        new("8B", "BF16", [27.62, 77.86, 30.09, 15.68, 3.68, 7.61, 30.77]),
        new("8B", "GPTQ", [26.53, 76.30, 28.91, 14.80, 4.04, 6.33, 28.81]),
        new("8B", "AWQ", [27.40, 78.25, 27.20, 13.87, 5.21, 10.45, 29.41]),
        new("70B", "BF16", [41.66, 86.41, 55.79, 26.07, 15.40, 18.16, 48.12]),
        new("70B", "GPTQ", [40.58, 85.74, 55.01, 24.38, 13.85, 17.25, 47.25]),
        new("70B", "AWQ", [41.09, 86.60, 55.24, 25.14, 13.68, 18.81, 47.06]),
    ];

    public static double[] Row(PaperRow[] table, string size, string format) =>
        table.Single(row => row.Size == size && row.Format == format).Values;
}

/// <param name="Documents">That the harness evaluates.</param>
/// <param name="Chance">Floor that normalisation subtracts; 0 for none.</param>
public sealed record PaperTask(string Name, int Documents, double Chance = 0);

/// <param name="Size">Such as <c>8B</c>.</param>
/// <param name="Format">Such as <c>W8A8-FP</c>.</param>
public sealed record PaperRow(string Size, string Format, double[] Values);
