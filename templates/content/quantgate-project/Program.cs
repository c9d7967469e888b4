// What ships with this program is a model that passed quantgate.yml.
Console.WriteLine("Gated by quantgate.yml.");
