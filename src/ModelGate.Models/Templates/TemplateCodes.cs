namespace ModelGate.Models.Templates;

/// <summary>The diagnostic codes of templates.</summary>
public static class TemplateCodes
{
    public const string Syntax = "QG0350";
    public const string Undefined = "QG0351";
    public const string Operation = "QG0352";
    public const string Unsupported = "QG0353";
    public const string Limit = "QG0354";
    public const string ChatTemplateFile = "QG0355";
    public const string Raised = "QG0356";
}
