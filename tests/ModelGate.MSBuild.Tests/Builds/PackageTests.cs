using System.IO.Compression;
using System.Xml.Linq;

namespace ModelGate.MSBuild.Tests.Builds;

/// <summary>What is in the package, and what is not.</summary>
public sealed class PackageTests(PackedPackages packages)
{
    [Fact]
    public void Package_has_task_targets_tool_readme_and_licence_and_nothing_for_those_who_reference_its_user()
    {
        using ZipArchive archive = ZipFile.OpenRead(packages.Package);
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        string[] expected =
        [
            "build/ModelGate.MSBuild.props", "build/ModelGate.MSBuild.targets",
            "buildMultiTargeting/ModelGate.MSBuild.props", "buildMultiTargeting/ModelGate.MSBuild.targets",
            "tasks/netstandard2.0/ModelGate.MSBuild.dll", "tasks/netstandard2.0/ModelGate.MSBuild.deps.json",
            "tools/net10.0/any/dotnet-quantgate.dll", "tools/net10.0/any/demo/model/model.safetensors", "README.md", "LICENSE",
        ];
        Assert.Empty(expected.Except(names));
        Assert.DoesNotContain(names, name => name.StartsWith("lib/", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.StartsWith("buildTransitive/", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.StartsWith("tasks/", StringComparison.Ordinal) && name.Contains("Microsoft.Build"));

        using Stream stream = archive.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal("ModelGate.MSBuild", Value("id"));
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.DoesNotContain(metadata.Elements(), element => element.Name.LocalName == "dependencies");
    }
}
