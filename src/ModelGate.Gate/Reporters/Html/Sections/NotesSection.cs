namespace ModelGate.Gate.Reporters.Html.Sections;

internal static class NotesSection
{
    public static Section? Of(ReportView view) => view.Notes.Count == 0
        ? null
        : new Section("notes", "Notes", Markup.Of($"<ul>{view.Notes.Select(note => Markup.Of($"<li>{note}</li>"))}</ul>"));
}
