namespace ModelGate.Testing;

/// <summary>What the tasks of <see cref="PaperTables"/> are drawn from: subtasks that leaderboards normalise on their own.</summary>
public static class PaperSubtasks
{
    /// <summary>All with 250 documents but three; chance is one of the choices.</summary>
    public static PaperTask[] Bbh { get; } =
    [
        .. Choosing(
            2, "boolean_expressions", "causal_judgement", "formal_fallacies", "hyperbaton", "navigate", "snarks", "sports_understanding",
            "web_of_lies"),
        .. Choosing(3, "disambiguation_qa", "logical_deduction_three_objects", "tracking_shuffled_objects_three_objects"),
        .. Choosing(4, "temporal_sequences"),
        .. Choosing(5, "logical_deduction_five_objects", "penguins_in_a_table", "tracking_shuffled_objects_five_objects"),
        .. Choosing(6, "date_understanding", "movie_recommendation", "ruin_names", "salient_translation_error_detection"),
        .. Choosing(7, "logical_deduction_seven_objects", "tracking_shuffled_objects_seven_objects"),
        .. Choosing(11, "geometric_shapes"),
        .. Choosing(18, "reasoning_about_colored_objects"),
        .. Choosing(19, "object_counting"),
    ];

    public static PaperTask[] Musr { get; } =
    [
        new("leaderboard_musr_murder_mysteries", 250, 1.0 / 2), new("leaderboard_musr_object_placements", 256, 1.0 / 5),
        new("leaderboard_musr_team_allocation", 250, 1.0 / 3),
    ];

    /// <summary>A task that is not normalised by subtask is drawn as one: its subtasks count by documents, which is the same.</summary>
    public static PaperTask[] Of(PaperTask task) => task.Name switch
    {
        "BBH" => Bbh,
        "MuSR" => Musr,
        _ => [task],
    };

    private static IEnumerable<PaperTask> Choosing(int choices, params string[] names) =>
        names.Select(name => new PaperTask($"leaderboard_bbh_{name}", DocumentsOf(name), 1.0 / choices));

    private static int DocumentsOf(string name) => name switch
    {
        "causal_judgement" => 187,
        "penguins_in_a_table" => 146,
        "snarks" => 178,
        _ => 250,
    };
}
