using System.Runtime.CompilerServices;

// Every native type is blittable: without runtime marshalling a call costs what it must and no more.
[assembly: DisableRuntimeMarshalling]
