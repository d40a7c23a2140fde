using System.Reflection;

namespace SoundTime.Grains.Embedded;

/// <summary>What a grain interface keeps to.</summary>
internal static class GrainInterfaceRules
{
    private const BindingFlags Everything = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>What is wrong with one interface.</summary>
    public static IEnumerable<string> FindViolations(Type type)
    {
        if (type.IsNested || type.Name.StartsWith('<'))
        {
            yield return $"{type.Name} is nested or private to its file; grain interfaces stand by themselves.";
        }

        if (type.IsGenericTypeDefinition)
        {
            yield return $"{type.Name} is generic; grain interfaces are not.";
        }

        if (!type.IsAssignableTo(typeof(IGrainWithStringKey)))
        {
            yield return $"{type.Name} has no {nameof(IGrainWithStringKey)}; keys are texts.";
        }

        foreach (var part in type.GetInterfaces().Append(type))
        {
            foreach (var property in part.GetProperties(Everything))
            {
                yield return $"{type.Name}.{property.Name} is a property; grains have methods.";
            }

            foreach (var happening in part.GetEvents(Everything))
            {
                yield return $"{type.Name}.{happening.Name} is an event; grains have methods.";
            }

            foreach (var method in part.GetMethods(Everything).Where(method => !method.IsSpecialName))
            {
                foreach (var violation in FindViolations(method))
                {
                    yield return $"{type.Name}.{method.Name} {violation}";
                }
            }
        }
    }

    private static IEnumerable<string> FindViolations(MethodInfo method)
    {
        if (method.IsStatic)
        {
            return ["is static; no reference can call it."];
        }

        if (method.IsGenericMethodDefinition)
        {
            return ["is generic; methods of grains are not."];
        }

        return
        [
            .. FindReturnViolations(method.ReturnType),
            .. FindTokenViolations(method.GetParameters()),
            .. method.GetParameters().SelectMany(FindViolations),
        ];
    }

    private static IEnumerable<string> FindReturnViolations(Type returned)
    {
        if (returned == typeof(Task) || returned == typeof(ValueTask))
        {
            return [];
        }

        var isTask = returned.IsGenericType && returned.GetGenericTypeDefinition() is var task && (task == typeof(Task<>) || task == typeof(ValueTask<>));
        return isTask
            ? MessageRules.FindViolations(returned.GetGenericArguments()[0]).Select(violation => $"answers {violation}")
            : [$"returns {returned.Name}; a grain returns Task, Task<T>, ValueTask or ValueTask<T>."];
    }

    private static IEnumerable<string> FindTokenViolations(ParameterInfo[] parameters)
    {
        var tokens = parameters.Where(parameter => parameter.ParameterType == typeof(CancellationToken)).ToList();
        if (tokens.Count > 1)
        {
            yield return "takes more than one CancellationToken.";
        }
        else if (tokens.Count == 1 && tokens[0].Position != parameters.Length - 1)
        {
            yield return "takes a CancellationToken that is not its last parameter.";
        }
    }

    private static IEnumerable<string> FindViolations(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type.IsByRef)
        {
            return [$"takes '{parameter.Name}' by reference."];
        }

        return type == typeof(CancellationToken) ? [] : MessageRules.FindViolations(type).Select(violation => $"takes '{parameter.Name}': {violation}");
    }
}
