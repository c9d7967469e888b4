namespace Microsoft.Build.Framework;

/// <summary>
/// MSBuild knows it by its full name, whatever assembly it is in: the task may share a process with others. A copy of ours, since the
/// frameworks before 18.6 have none and the task is to load there too.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
